# shellcheck shell=sh
# What the tests and `examples/try.sh` need from the machine: found, or installed where it is easily
# removed again. Sourced after TOOLS names a directory; nothing outside of it is written, except
# by the system's package manager, and only with the right to use it.

say() { printf '%s\n' "$*" >&2; }

# Runs a command as root: directly, or through a sudo that asks for no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_be_root() {
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# Installs packages of a Debian-like system. Fails where that is not possible.
apt_install() {
    command -v apt-get >/dev/null && may_be_root || return 1
    say "installing $* with apt-get"
    [ -n "${apt_is_fresh:-}" ] || as_root apt-get update -qq >&2 || return 1
    apt_is_fresh=yes
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" </dev/null >"$TOOLS/apt.log" 2>&1 || {
        tail -n 5 "$TOOLS/apt.log" >&2
        return 1
    }
}

# A program, from the package that carries it if it is not there yet.
have_program() {
    command -v "$1" >/dev/null || apt_install "$2"
}

# uv, on PATH or in a virtual environment of its own.
have_uv() {
    PATH=$PATH:$TOOLS/uv/bin
    export PATH
    command -v uv >/dev/null && return
    command -v python3 >/dev/null || apt_install python3 || return 1
    say "installing uv into $TOOLS/uv"
    python3 -m venv "$TOOLS/uv" >/dev/null 2>&1 ||
        { apt_install python3-venv && python3 -m venv --clear "$TOOLS/uv" >&2; } || return 1
    "$TOOLS/uv/bin/pip" install -q --disable-pip-version-check uv >&2
}

# A Python that generated projects run on, exported as UV_PYTHON. uv looks on PATH and among its own; pyenv
# hides the versions that are not active, so they are looked for here. The last resort is a download.
have_python() {
    for candidate in "${UV_PYTHON:-}" \
        "$(uv python find --no-python-downloads '>=3.13' 2>/dev/null)" \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3; do
        [ -x "$candidate" ] || continue
        "$candidate" -c 'import sqlite3, ssl, sys; sys.exit(sys.version_info < (3, 13))' 2>/dev/null || continue
        UV_PYTHON=$candidate UV_PYTHON_DOWNLOADS=never
        export UV_PYTHON UV_PYTHON_DOWNLOADS
        return
    done
    say "installing Python 3.14 with uv"
    uv python install -q 3.14 >&2 || return 1
    UV_PYTHON=$(uv python find 3.14)
    export UV_PYTHON
}
