import json
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

STYLES = '<link rel="stylesheet" href="{}">'
SCRIPT = '<script type="module" src="{}"></script>'
NONCE = '<meta property="csp-nonce" nonce="{}">'


class Chunk(TypedDict):
    """What Vite's manifest says about a file that it built."""

    file: str
    css: NotRequired[list[str]]


@register.simple_tag(takes_context=True)
def vite(context: template.Context, entry: str) -> SafeString:
    """A script of frontend/ and its styles: as they were built, or from Vite's server."""
    if server := settings.VITE_SERVER:
        tags = [
            # Vite reads it for the styles it adds while one edits.
            format_html(NONCE, context["csp_nonce"]),
            format_html(SCRIPT, f"{server}/@vite/client"),
            format_html(SCRIPT, f"{server}/{entry}"),
        ]
    else:
        chunk = manifest(settings.VITE_MANIFEST)[entry]
        tags = [
            *(format_html(STYLES, built(file)) for file in chunk.get("css", [])),
            format_html(SCRIPT, built(chunk["file"])),
        ]
    return format_html_join("\n    ", "{}", ((tag,) for tag in tags))


def built(file: str) -> str:
    return static(f"app/{file}")


@cache
def manifest(path: Path) -> dict[str, Chunk]:
    chunks: dict[str, Chunk] = json.loads(path.read_text(encoding="utf-8"))
    return chunks
