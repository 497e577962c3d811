"""What of a page is still English, after its texts were translated into brackets."""

import re
from html.parser import HTMLParser


class Texts(HTMLParser):
    """What a person reads or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style", "code"}
        given = dict(attrs)
        self.texts += [given[name] or "" for name in ("alt", "title", "aria-label", "placeholder") if name in given]
        if given.get("name") == "description":
            self.texts.append(given.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "code"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def english(page: str, known: list[str]) -> list[str]:
    """The texts of a page that have words outside of brackets and are not data."""
    parser = Texts()
    parser.feed(page)
    found = []
    for text in parser.texts:
        rest = re.sub("⟦.*?⟧", "", " ".join(text.split()))
        for data in known:
            rest = rest.replace(data, "")
        if re.search("[A-Za-z]{2,}", rest):
            found.append(" ".join(text.split()))
    return found
