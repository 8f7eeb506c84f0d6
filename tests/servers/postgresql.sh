#!/bin/bash
# SPDX-License-Identifier: MIT
#
# postgresql.sh start|stop|halt|restart|url|raw DIR - a private PostgreSQL server.
#
# start  makes a cluster in DIR and two databases: tenon_test (byte order, as
#        most test set-ups have it) and tenon_test_icu (an ICU locale: text is
#        compared by language rules, which byte order hides in tests).
# url    prints "label|URL" for each database; raw prints "host port user
#        database" for tests that talk to the client library.
# stop   ends the server and removes DIR.
# halt   ends the server and keeps everything; restart does so and starts it
#        again on the same port, for tests of a server that goes away.
#
# Speed comes before durability: fsync is off, the data does not survive a
# crash of the machine.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

user=${TENON_PG_USER:-postgres}
port() { cat "$dir/port"; }

# initdb is not in PATH on Debian: take the newest version there is.
find_bin() {
	if [ -n "${TENON_PG_BIN:-}" ]; then
		bin=$TENON_PG_BIN
	elif bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1) && [ -n "$bin" ]; then
		:
	elif command -v initdb >/dev/null; then
		bin=$(dirname "$(command -v initdb)")
	fi
	[ -x "${bin:-}/initdb" ] || die "no PostgreSQL server found (Debian: postgresql), or set TENON_PG_BIN"
}

configure() {
	cat >>"$dir/data/postgresql.conf" <<-END
	listen_addresses = '127.0.0.1'
	unix_socket_directories = '$dir'
	max_connections = 80
	shared_buffers = 64MB
	fsync = off
	synchronous_commit = off
	full_page_writes = off
	wal_level = minimal
	max_wal_senders = 0
	jit = off
	deadlock_timeout = '50ms'
	logging_collector = off
	timezone = 'UTC'
	log_timezone = 'UTC'
	END
}

launch() {
	local try port
	for ((try = 1; try <= TN_SERVER_TRIES; try++)); do
		port=${1:-$(free_port)} || die "no free port on loopback"
		: >"$dir/server.log"
		[ "$(id -u)" != 0 ] || chown "$user" "$dir/server.log"
		if as_user "$user" "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t "$TN_SERVER_WAIT" \
			-o "-p $port" start >/dev/null 2>&1 </dev/null; then
			echo "$port" >"$dir/port"
			return 0
		fi
		port_taken "$dir/server.log" || break
	done
	show_log "$dir/server.log"
	die "PostgreSQL did not start"
}

sql() { as_user "$user" "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$dir" -p "$(port)" -U tenon -d postgres -c "$1"; }

start() {
	find_bin
	make_folder "$dir" "$user"
	cd "$dir"
	as_user "$user" "$bin/initdb" -D "$dir/data" -U tenon --no-sync --no-locale -E UTF8 --auth=trust \
		--no-instructions >"$dir/initdb.log" 2>&1 || { show_log "$dir/initdb.log"; die "initdb failed"; }
	configure
	launch
	sql "CREATE DATABASE tenon_test TEMPLATE template0"
	if sql "CREATE DATABASE tenon_test_icu TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'
		LC_COLLATE 'C' LC_CTYPE 'C'" 2>"$dir/icu.log"; then
		: >"$dir/icu"
	else
		say "postgresql.sh: no database with an ICU locale: $(head -n 1 "$dir/icu.log")"
	fi
}

halt() {
	local pid
	if pid=$(our_pid "$dir/data/postmaster.pid" "$dir"); then stop_pid "$pid" "$1"; fi
}

stop() {
	halt QUIT
	rm -rf "$dir"
}

restart() {
	find_bin
	cd "$dir"
	halt INT
	launch "$(port)"
}

url() {
	[ -e "$dir/port" ] || die "no server was started in '$dir'"
	echo "postgresql|postgresql://tenon@127.0.0.1:$(port)/tenon_test"
	[ ! -e "$dir/icu" ] || echo "postgresql icu|postgresql://tenon@127.0.0.1:$(port)/tenon_test_icu"
}

[ $# = 2 ] || die "usage: postgresql.sh start|stop|halt|restart|url|raw DIR"
dir=$2
case $1 in
start) start ;;
stop) stop ;;
halt) halt INT ;;
restart) restart ;;
url) url ;;
raw) echo "127.0.0.1 $(port) tenon tenon_test" ;;
*) die "'$1' is not one of start, stop, halt, restart, url, raw" ;;
esac
