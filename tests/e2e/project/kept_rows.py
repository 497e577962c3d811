"""Prints a digest of all rows, by table and column, as JSON; or, given an earlier one, what of it is not there any more.

    python kept_rows.py [EARLIER]

New tables and new columns are no loss. What Django itself derives from the code is left out.
"""

import hashlib
import json
import sys
from pathlib import Path

import django

django.setup()

from django.db import connection

DERIVED = {"django_migrations", "django_content_type", "auth_permission", "cache"}


def digest(cursor, table: str, column: str) -> str:
    cursor.execute(f'SELECT "{column}"::text FROM "{table}" ORDER BY 1')
    return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()


def digests() -> dict[str, dict[str, str]]:
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in DERIVED]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            if cursor.fetchone()[0]:
                columns = connection.introspection.get_table_description(cursor, table)
                found[table] = {column.name: digest(cursor, table, column.name) for column in columns}
        return found


now = digests()
if len(sys.argv) == 1:
    print(json.dumps(now))
else:
    for table, columns in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")).items():
        for column, earlier in columns.items():
            if now.get(table, {}).get(column) != earlier:
                print(f"{table}.{column}")
