#!/bin/bash
# SPDX-License-Identifier: MIT
#
# mariadb.sh start|stop|halt|restart|url|raw DIR - a private MariaDB server.
#
# start  makes a data folder in DIR and the database tenon_test (utf8mb4), with
#        the user tenon, password tenon, who may do everything.
# url    prints "label|URL"; raw prints "host port user password database" for
#        tests that talk to the client library.
# stop   ends the server and removes DIR.
# halt   ends the server and keeps everything; restart does so and starts it
#        again on the same port, for tests of a server that goes away.
#
# TENON_MARIADB_ARGS holds more arguments for the server, separated by blanks.
#
# Every program gets --no-defaults: the machine's own settings must not leak in,
# and the server keeps the character set that it was built with.
# LOCAL INFILE is allowed by this server, so that a test can see the client
# refuse it.  Speed comes before durability.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

user=${TENON_MARIADB_USER:-nobody}
fast=(--innodb-log-file-size=16M --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --debug-no-sync)
read -ra more <<<"${TENON_MARIADB_ARGS:-}"
port() { cat "$dir/port"; }
sql() { mariadb --no-defaults -S "$dir/m.sock" -u root -e "$1"; }

find_server() {
	mariadbd=$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v mariadbd) ||
		die "no MariaDB server found (Debian: mariadb-server-core)"
	command -v mariadb >/dev/null || die "no MariaDB client found (Debian: mariadb-client-core)"
}

launch() {
	local try port
	for ((try = 1; try <= TN_SERVER_TRIES; try++)); do
		port=${1:-$(free_port)} || die "no free port on loopback"
		rm -f "$dir/server.log"
		as_user "$user" "$mariadbd" --no-defaults --datadir="$dir/data" --socket="$dir/m.sock" \
			--tmpdir="$dir/tmp" --pid-file="$dir/server.pid" --log-error="$dir/server.log" --bind-address=127.0.0.1 \
			--port="$port" --skip-name-resolve --performance-schema=OFF --local-infile=1 \
			--max-connections=80 --innodb-buffer-pool-size=64M \
			--innodb-doublewrite=0 "${fast[@]}" "${more[@]}" >"$dir/stdout.log" 2>&1 </dev/null &
		if wait_for "$TN_SERVER_WAIT" $! sql 'SELECT 1'; then
			echo "$port" >"$dir/port"
			return 0
		fi
		port_taken "$dir/server.log" || break
	done
	show_log "$dir/server.log"
	die "MariaDB did not start"
}

start() {
	find_server
	make_folder "$dir" "$user"
	# Of its own: a server that starts deletes what it takes for left-over tables of its tmpdir.
	make_folder "$dir/tmp" "$user"
	cd "$dir"
	as_user "$user" mariadb-install-db --no-defaults --datadir="$dir/data" --skip-test-db --skip-name-resolve \
		--auth-root-authentication-method=normal "${fast[@]}" >"$dir/install.log" 2>&1 ||
		{ show_log "$dir/install.log"; die "mariadb-install-db failed"; }
	launch
	sql "CREATE DATABASE tenon_test CHARACTER SET utf8mb4; CREATE USER tenon@'%' IDENTIFIED BY 'tenon';
		GRANT ALL ON *.* TO tenon@'%' WITH GRANT OPTION"
}

halt() {
	local pid
	if pid=$(our_pid "$dir/server.pid" "$dir"); then stop_pid "$pid" TERM; fi
}

stop() {
	halt
	rm -rf "$dir"
}

restart() {
	find_server
	cd "$dir"
	halt
	launch "$(port)"
}

[ $# = 2 ] || die "usage: mariadb.sh start|stop|halt|restart|url|raw DIR"
dir=$2
case $1 in
start) start ;;
stop) stop ;;
halt) halt ;;
restart) restart ;;
url) echo "mariadb|mariadb://tenon:tenon@127.0.0.1:$(port)/tenon_test" ;;
raw) echo "127.0.0.1 $(port) tenon tenon tenon_test" ;;
*) die "'$1' is not one of start, stop, halt, restart, url, raw" ;;
esac
