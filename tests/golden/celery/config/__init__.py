import django_stubs_ext

# Lets annotations such as ModelForm[User] stand in base classes.
django_stubs_ext.monkeypatch()
