from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.api import api
from config.env import BASE_DIR

from ...typescript import typescript

FILE = "frontend/src/api/schema.ts"


class Command(BaseCommand):
    help = "Writes the types that frontend/ calls the JSON interface with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only say whether they are up to date"
        )

    def handle(self, *args: object, check: bool, **options: object) -> None:
        wanted = typescript(api.get_openapi_schema())
        path = BASE_DIR / FILE
        if not check:
            path.write_text(wanted, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != wanted:
            raise CommandError(f"{FILE} is out of date: run `manage.py api_types`")
