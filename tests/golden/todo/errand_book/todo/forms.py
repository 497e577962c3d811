from django import forms

from .models import Item


class ItemForm(forms.ModelForm[Item]):
    class Meta:
        model = Item
        fields = ("title", "priority")
        widgets = {"title": forms.TextInput(attrs={"autocomplete": "off"})}

    def focus(self) -> None:
        """Lets whoever opens the page type at once."""
        self.fields["title"].widget.attrs["autofocus"] = True
