#!/bin/sh
# See what quickscale makes: builds it, makes a Django project with it and serves the project.
#
#   sh examples/try.sh [DIRECTORY]     default: quickscale-demo in the directory for temporary files
#
# Needs cargo. uv is installed under target/ if it is missing. Nothing else on this machine changes, and no secret
# is made. Run it again to serve the same project; TRY_PORT chooses another port than 8000.
set -eu
usage() { sed -n '2,/^set /s/^# \{0,1\}//p' "$0"; }
case ${1:-} in
    -h | --help) usage && exit ;;
    -*) usage >&2 && exit 64 ;;
esac
here=$(cd "$(dirname "$0")/.." && pwd)
demo=${1:-${TMPDIR:-/tmp}/quickscale-demo}
port=${TRY_PORT:-8000}
target=${CARGO_TARGET_DIR:-$here/target}
mkdir -p "$target/test-tools"
TOOLS=$(cd "$target/test-tools" && pwd)
. "$here/tests/e2e/tools.sh"

have_uv || { say "uv is needed and cannot be installed here: https://docs.astral.sh/uv/"; exit 1; }
have_python || { say "Python 3.13 or newer is needed and uv cannot install it here"; exit 1; }

# Shows each command before it runs, to be repeated by hand.
run() {
    printf '\n$ %s\n' "$*"
    "$@"
}
quickscale() { cargo run --quiet --locked --manifest-path "$here/Cargo.toml" -- "$@"; }

say "building quickscale, a minute or two the first time"
mkdir -p "$(dirname "$demo")"
cd "$(dirname "$demo")"
name=$(basename "$demo")
[ -e "$name/quickscale.kdl" ] || run quickscale init "$name" --database sqlite --yes
cd "$name"
run quickscale plan --short
run quickscale apply --yes
run uv sync --quiet
run uv run python manage.py migrate --verbosity 0
cat <<END

The project is in $PWD, and its page will be at

    http://127.0.0.1:$port/

Ctrl-C stops it. \`uv run python manage.py createsuperuser\` makes an account to sign in with.

END
exec uv run python manage.py runserver "127.0.0.1:$port"
