#!/bin/bash
# SPDX-License-Identifier: MIT
#
# pgbouncer.sh start DIR POSTGRESQL-DIR, stop|url DIR - PgBouncer in transaction mode before a
# server that postgresql.sh has started: each transaction gets another of its three sessions.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

user=${TENON_PG_USER:-postgres}

# A program that was unpacked brings its libraries.
run_program() {
	local program libraries
	program=$(pgbouncer_program) || { say "pgbouncer.sh: no PgBouncer found: install it, or run deb-fetch pgbouncer"; exit 3; }
	libraries=$(ls -d "${program%/usr/sbin/*}"/usr/lib/*/ 2>/dev/null | head -n 1)
	case $program in
	/usr/*) as_user "$user" "$program" "$@" ;;
	*) as_user "$user" env LD_LIBRARY_PATH="$libraries" "$program" "$@" ;;
	esac
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$(cat "$dir/port")"); }

start() {
	local database
	database=$(bash "$(dirname "$0")/postgresql.sh" raw "$1")
	read -r host port name _ <<<"$database"
	make_folder "$dir" "$user"
	free_port >"$dir/port"
	echo "\"$name\" \"\"" >"$dir/users.txt"
	cat >"$dir/pgbouncer.ini" <<-END
		[databases]
		tenon_test = host=$host port=$port dbname=tenon_test
		[pgbouncer]
		listen_addr = 127.0.0.1
		listen_port = $(cat "$dir/port")
		unix_socket_dir =
		auth_type = trust
		auth_file = $dir/users.txt
		pool_mode = transaction
		max_client_conn = 200
		default_pool_size = 3
		logfile = $dir/pgbouncer.log
		pidfile = $dir/pgbouncer.pid
	END
	[ "$(id -u)" != 0 ] || chown "$user" "$dir"/*
	cd "$dir"
	run_program -q -d "$dir/pgbouncer.ini" >"$dir/out" 2>&1 </dev/null || { show_log "$dir/out"; die "PgBouncer did not start"; }
	wait_for "$TN_SERVER_WAIT" $$ answers || { show_log "$dir/pgbouncer.log"; die "PgBouncer did not start"; }
}

stop() {
	local pid
	if pid=$(our_pid "$dir/pgbouncer.pid" "$dir"); then stop_pid "$pid" KILL; fi
	rm -rf "$dir"
}

[ $# -ge 2 ] || die "usage: pgbouncer.sh start DIR POSTGRESQL-DIR, stop|url DIR"
dir=$2
case $1 in
start) start "$3" ;;
stop) stop ;;
url) echo "pgbouncer|postgresql://tenon@127.0.0.1:$(cat "$dir/port")/tenon_test?pooled_proxy=1" ;;
*) die "'$1' is not one of start, stop, url" ;;
esac
