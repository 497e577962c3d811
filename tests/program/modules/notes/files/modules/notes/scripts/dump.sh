#!/bin/sh
# Writes the table of notes to a file: modules/notes/scripts/dump.sh FILE
set -eu
exec pg_dump --table=notes_note --file="${1:?which file?}" "${DATABASE_URL:?which database?}"
