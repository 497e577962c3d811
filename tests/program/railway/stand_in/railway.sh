#!/bin/sh
# Railway's program, played. It hands over what it was called with, and says what it is told to: see program.rs.
call=$(mktemp -d '@CALLS@/call.XXXXXX') || exit 70
printf '%s\0' "$@" >"$call/words"
env >"$call/environment"
pwd >"$call/directory"
cat >"$call/input"
mkfifo "$call/code"
echo "$call" >'@CALLS@/queue'
read -r code <"$call/code"
cat "$call/stdout"
cat "$call/stderr" >&2
exit "$code"
