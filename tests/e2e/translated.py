"""Prints every text that is still English on pages that a browser draws, of a project that was translated into brackets.

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
            context = browser.new_context()
            if who == "viewer":
                context.add_cookies([{"name": "sessionid", "value": seen["session"], "url": origin}])
            tab = context.new_page()
            for page in seen["pages"]:
                if page[who] in {200, 403, 404}:
                    tab.goto(origin + page["path"])
                    tab.locator("h1").first.wait_for(state="attached")
                    for text in english(tab.content(), seen["known"]):
                        print(f"{page['path']}, drawn for a {who}: {text}")
            context.close()


if __name__ == "__main__":
    main(sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
