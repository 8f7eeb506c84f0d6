#!/bin/bash
# SPDX-License-Identifier: MIT
#
# mysql.sh start|stop|url|raw|have DIR - a private server of Oracle's MySQL.
#
# Debian stable has no such package.  The program is mysqld in PATH, or in
# TENON_MYSQL_ROOT, a folder into which the packages of another distribution were
# unpacked (its own C library is then used too), or where mysql-fetch put it.
# Without any, start fails with status 3: "not here", which is no failure of
# the tests.  have prints the version, and fails if there is none.
#
# TLS is off: each of a thousand connections would cost more by it than by what is
# done with it.
#
# --secure-file-priv= is needed because the compiled-in folder does not exist.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

user=${TENON_MYSQL_USER:-nobody}
server=() client=() base=() # find_mysql sets them
port() { cat "$dir/port"; }

sql() { "${client[@]}" --no-defaults -S "$dir/m.sock" -u root -e "$1"; }

launch() {
	local try port
	for ((try = 1; try <= TN_SERVER_TRIES; try++)); do
		port=$(free_port) || die "no free port on loopback"
		rm -f "$dir/server.log"
		as_user "$user" "${server[@]}" "${base[@]}" --datadir="$dir/data" --tmpdir="$dir/tmp" --secure-file-priv= \
			--socket="$dir/m.sock" --pid-file="$dir/server.pid" --log-error="$dir/server.log" \
			--bind-address=127.0.0.1 --port="$port" --mysqlx=OFF --skip-name-resolve \
			--performance-schema=OFF --local-infile=1 --max-connections=80 "${fast[@]}" \
			>"$dir/stdout.log" 2>&1 </dev/null &
		if wait_for 60 $! sql 'SELECT 1'; then
			echo "$port" >"$dir/port"
			return 0
		fi
		port_taken "$dir/server.log" || break
	done
	show_log "$dir/server.log"
	die "MySQL did not start"
}

start() {
	if ! find_mysql; then
		say "mysql.sh: no MySQL server of Oracle found: put mysqld into PATH, set TENON_MYSQL_ROOT, or run mysql-fetch"
		exit 3
	fi
	fast=(--innodb-redo-log-capacity=32M --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=0
		--innodb-flush-method=nosync --innodb-doublewrite=OFF --skip-log-bin --auto-generate-certs=OFF)
	make_folder "$dir" "$user"
	make_folder "$dir/tmp" "$user"
	cd "$dir"
	as_user "$user" "${server[@]}" "${base[@]}" --datadir="$dir/data" --tmpdir="$dir/tmp" --secure-file-priv= \
		--initialize-insecure --log-error="$dir/init.log" "${fast[@]}" >/dev/null 2>&1 ||
		{ show_log "$dir/init.log"; die "mysqld --initialize-insecure failed"; }
	launch
	sql "CREATE DATABASE tenon_test CHARACTER SET utf8mb4; CREATE USER tenon@'%' IDENTIFIED BY 'tenon';
		GRANT ALL ON *.* TO tenon@'%' WITH GRANT OPTION"
	# Through the socket, where the server takes a password as it stands.  It remembers it, and a
	# client without TLS need not send one encrypted, which Connector/C 3.3 does not do as MySQL 9 wants it.
	"${client[@]}" --no-defaults -S "$dir/m.sock" -u tenon -ptenon -e 'SELECT 1' >/dev/null 2>&1
}

stop() {
	local pid
	if pid=$(our_pid "$dir/server.pid" "$dir"); then stop_pid "$pid" TERM; fi
	rm -rf "$dir"
}

[ $# = 2 ] || die "usage: mysql.sh start|stop|url|raw|have DIR"
dir=$2
case $1 in
start) start ;;
stop) stop ;;
url) echo "mysql|mysql://tenon:tenon@127.0.0.1:$(port)/tenon_test" ;;
raw) echo "127.0.0.1 $(port) tenon tenon tenon_test" ;;
have) find_mysql && "${server[@]}" --no-defaults --version | sed -E 's/.*Ver ([0-9.]+).*/MySQL \1/' ;;
*) die "'$1' is not one of start, stop, url, raw, have" ;;
esac
