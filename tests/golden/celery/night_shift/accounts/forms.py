from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.utils.translation import gettext_lazy as _

from .models import User


class LoginForm(AuthenticationForm):
    username = UsernameField(widget=forms.EmailInput)


class ProfileForm(forms.ModelForm[User]):
    # Shown, never taken from the request: an address changes only after a proof.
    email = forms.EmailField(label=_("Email address"), disabled=True)

    class Meta:
        model = User
        fields = ("name", "email")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
