#!/usr/bin/env bash
# A PostgreSQL database of its own for the tests: on the server at hand, else on one started here.
# `start` prints its URL, `stop` leaves everything as it was.
set -euo pipefail
cd "$(dirname "$0")/.."
database=tenet_test_checks
here=$PWD/target/checks/postgres
port=54329

answers() { PGCONNECT_TIMEOUT=3 psql -h 127.0.0.1 -p "$1" -U postgres -d postgres -qtAc "$2" >/dev/null 2>&1; }

# The server refuses to run as root.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        id postgres >/dev/null 2>&1 || useradd --system postgres
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

binaries() { ls -d /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null)" 2>/dev/null | sort -V | tail -n 1; }

case ${1:-start} in
start)
    command -v psql >/dev/null && [ -n "$(binaries)" ] ||
        { apt-get update -qq && apt-get install -y -qq postgresql; } >/dev/null 2>&1 ||
        { echo "PostgreSQL is missing and could not be installed (Debian: postgresql)" >&2; exit 1; }
    if answers 5432 "select 1"; then
        port=5432
    elif ! answers "$port" "select 1"; then
        rm -rf "$here" && mkdir -p "$here"
        data=$(mktemp -d)
        [ "$(id -u)" -ne 0 ] || { id postgres >/dev/null 2>&1 || useradd --system postgres; chown postgres "$data"; }
        echo "$data" >"$here/data"
        as_owner "$(binaries)/initdb" -D "$data/db" -U postgres -A trust >/dev/null
        as_owner "$(binaries)/pg_ctl" -D "$data/db" -w -l "$data/log" \
            -o "-p $port -c listen_addresses=127.0.0.1 -k $data" start >/dev/null
    fi
    answers "$port" "drop database if exists $database" || true
    answers "$port" "create database $database"
    echo "postgres://postgres@127.0.0.1:$port/$database"
    ;;
stop)
    for at in 5432 "$port"; do answers "$at" "drop database if exists $database with (force)" || true; done
    if [ -f "$here/data" ]; then
        data=$(cat "$here/data")
        as_owner "$(binaries)/pg_ctl" -D "$data/db" -m fast stop >/dev/null || true
        rm -rf "$data" "$here"
    fi
    ;;
esac
