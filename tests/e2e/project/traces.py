"""Prints what an app has in the database, as JSON, though it may not be installed any more: python traces.py LABEL"""

import json
import sys

import django

django.setup()

from django.db import connection

QUERIES = {
    "migrations": "SELECT name FROM django_migrations WHERE app = %s",
    "content types": "SELECT model FROM django_content_type WHERE app_label = %s",
    "permissions": (
        "SELECT codename FROM auth_permission JOIN django_content_type AS type ON type.id = content_type_id"
        " WHERE app_label = %s"
    ),
}

label = sys.argv[1]
traces = {}
with connection.cursor() as cursor:
    for name in connection.introspection.table_names(cursor):
        if name.startswith(f"{label}_"):
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')
            traces[name] = cursor.fetchall()
    for name, query in QUERIES.items():
        cursor.execute(query + " ORDER BY 1", [label])
        if found := [value for (value,) in cursor.fetchall()]:
            traces[name] = found
print(json.dumps(traces, default=str))
