import json
from pathlib import Path

import nh3
from django import template
from django.conf import settings
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

TAGS = {"a", "b", "br", "code", "em", "i", "p", "strong"}
COLOURS: dict[str, str] = json.loads(
    (Path(__file__).parent.parent / "colours.json").read_text(encoding="utf-8")
)

register = template.Library()


@register.filter
def as_html(text: str) -> SafeString:
    """Paragraphs, and of HTML what can do no harm."""
    schemes = set(settings.NOTES_LINK_SCHEMES)
    return SafeString(nh3.clean(linebreaks(text), tags=TAGS, url_schemes=schemes))


@register.filter
def label_name(label: str) -> str:
    """What people call it; the others are in the words of the site already."""
    return _("Inbox") if label == "inbox" else label.capitalize()


@register.filter
def label_colour(label: str) -> str:
    return COLOURS.get(label, "quiet")
