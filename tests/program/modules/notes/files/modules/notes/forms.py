from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import Note
from .templatetags.notes import label_name


def labels() -> list[tuple[str, str]]:
    return [(label, label_name(label)) for label in settings.NOTES_LABELS]


class NoteForm(forms.ModelForm[Note]):
    label = forms.ChoiceField(label=_("Label"), choices=labels)

    class Meta:
        model = Note
        fields = ("title", "label", "text")
        widgets = {
            "title": forms.TextInput(attrs={"autocomplete": "off"}),
            "text": forms.Textarea(attrs={"rows": 4}),
        }
