"""Prints every text that is still English on pages that a browser draws, of a project that was translated into brackets,
for a visitor whose browser asks for that language; and whether English is a choice.

    python translated.py ORIGIN SEEN

SEEN is what project/pseudo_locale.py left about the project that is served at ORIGIN.
"""

import json
import sys
from pathlib import Path

from chromium import launched

sys.path.append(str(Path(__file__).with_name("project")))
from english import english


def main(origin: str, seen: dict) -> None:
    with launched() as browser:
        for who in ("visitor", "viewer"):
            context = browser.new_context(locale=seen["language"])
            if who == "viewer":
                context.add_cookies([{"name": "sessionid", "value": seen["session"], "url": origin}])
            tab = context.new_page()
            for page in seen["pages"]:
                if page[who] in {200, 403, 404}:
                    tab.goto(origin + page["path"])
                    tab.locator("h1").first.wait_for(state="attached")
                    for text in english(tab.content(), seen["known"]):
                        print(f"{page['path']}, drawn for a {who}: {text}")
            tab.get_by_role("button", name="English", exact=True).click()
            tab.locator("html[lang=en] h1").wait_for(state="attached")
            context.close()


if __name__ == "__main__":
    main(sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
