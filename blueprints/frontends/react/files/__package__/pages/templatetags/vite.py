import json
from collections.abc import Mapping, Sequence
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
SOON = '<link rel="modulepreload" href="{}">'
NONCE = '<meta property="csp-nonce" nonce="{}">'


class Chunk(TypedDict):
    """What Vite's manifest says about a file that it built."""

    file: str
    css: NotRequired[list[str]]
    imports: NotRequired[list[str]]


@register.simple_tag(takes_context=True)
def vite(context: template.Context, *modules: str) -> SafeString:
    """The first of these modules of frontend/ as a script, and the others with all that
    they need on their way: as they were built, or from Vite's server."""
    if server := settings.VITE_SERVER:
        tags = [
            # Vite reads it for the styles it adds while one edits.
            format_html(NONCE, context["csp_nonce"]),
            format_html(SCRIPT, f"{server}/@vite/client"),
            format_html(SCRIPT, f"{server}/{modules[0]}"),
            *(format_html(SOON, f"{server}/{module}") for module in modules[1:]),
        ]
    else:
        script, *soon = needed(manifest(settings.VITE_MANIFEST), modules)
        styles = [file for chunk in (script, *soon) for file in chunk.get("css", [])]
        tags = [
            *(format_html(STYLES, built(file)) for file in styles),
            format_html(SCRIPT, built(script["file"])),
            *(format_html(SOON, built(chunk["file"])) for chunk in soon),
        ]
    return format_html_join("\n    ", "{}", ((tag,) for tag in tags))


def needed(chunks: Mapping[str, Chunk], modules: Sequence[str]) -> list[Chunk]:
    """The chunks of modules and of all that they import, each once."""
    names = list(modules)
    for name in names:
        imports = chunks[name].get("imports", [])
        names += [module for module in imports if module not in names]
    return [chunks[name] for name in names]


def built(file: str) -> str:
    return static(f"app/{file}")


@cache
def manifest(path: Path) -> dict[str, Chunk]:
    chunks: dict[str, Chunk] = json.loads(path.read_text(encoding="utf-8"))
    return chunks
