#!/bin/bash
# SPDX-License-Identifier: MIT
#
# mysql-group.sh start|stop|url|failover|repair DIR - a group of three servers of
# Oracle's MySQL with one primary, for tests of failover.
#
# failover  ends the primary at once, as a machine that loses power does; the others
#           elect another one by themselves.
# repair    starts the node that was ended; it gets what it has missed from the others.
#
# Without a server start fails with status 3: "not here".  A silent node is given up as
# soon as the group suspects it (member_expel_timeout).  A commit is in the hands of the system
# before it is acknowledged: what a killed node had in its own memory alone it would lack for ever,
# since its binary log says that it has it.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

user=${TENON_MYSQL_USER:-nobody}
nodes='1 2 3'
server=() client=() base=() # find_mysql sets them
fast=(--innodb-redo-log-capacity=32M --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=2
	--innodb-flush-method=nosync --innodb-doublewrite=OFF --sync-binlog=0)
number() { cat "$dir/$1.$2"; }
sql() { "${client[@]}" --no-defaults -S "$dir/$1.sock" -u root -N -s -e "$2"; }

need_server() { find_mysql || { say "mysql-group.sh: no MySQL server of Oracle found: run mysql-fetch"; exit 3; }; }

seeds() {
	local n list=''
	for n in $nodes; do list+=",127.0.0.1:$(number group "$n")"; done
	echo "${list#,}"
}

node() { # NUMBER
	as_user "$user" "${server[@]}" "${base[@]}" --datadir="$dir/$1" --tmpdir="$dir/tmp" --secure-file-priv= \
		--socket="$dir/$1.sock" --pid-file="$dir/$1.pid" --log-error="$dir/$1.log" --bind-address=127.0.0.1 \
		--port="$(number port "$1")" --report-host=127.0.0.1 --report-port="$(number port "$1")" --mysqlx=OFF \
		--skip-name-resolve --max-connections=80 --server-id="$1" "${fast[@]}" --gtid-mode=ON \
		--enforce-gtid-consistency=ON --log-bin=binlog --plugin-load-add=group_replication.so \
		--loose-group-replication-group-name="$(cat "$dir/name")" --loose-group-replication-start-on-boot=OFF \
		--loose-group-replication-local-address="127.0.0.1:$(number group "$1")" \
		--loose-group-replication-group-seeds="$(seeds)" --loose-group-replication-recovery-get-public-key=ON \
		--loose-group-replication-message-cache-size=134217728 --loose-group-replication-member-expel-timeout=0 \
		>"$dir/$1.out" 2>&1 </dev/null &
	wait_for 60 $! sql "$1" 'SELECT 1' || { show_log "$dir/$1.log"; die "node $1 did not start"; }
}

all_online() {
	[ "$(sql "$1" "SELECT COUNT(*) FROM performance_schema.replication_group_members WHERE member_state = 'ONLINE'")" = 3 ]
}
wait_online() { wait_for 60 $$ all_online "$1" || { show_log "$dir/$1.log"; die "the group is not complete"; }; }

# The account that a node copies from another by, made on each node and not in the group.
join() {
	sql "$1" "SET sql_log_bin = 0; CREATE USER IF NOT EXISTS repl@'%' IDENTIFIED BY 'repl';
		GRANT REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM ON *.* TO repl@'%';
		SET sql_log_bin = 1; CHANGE REPLICATION SOURCE TO SOURCE_USER = 'repl', SOURCE_PASSWORD = 'repl'
		FOR CHANNEL 'group_replication_recovery'" || die "node $1 cannot be set up"
	sql "$1" "$2 START GROUP_REPLICATION" || { show_log "$dir/$1.log"; die "node $1 does not join the group"; }
}

start() {
	local n name
	need_server
	make_folder "$dir" "$user"
	make_folder "$dir/tmp" "$user"
	cd "$dir"
	cat /proc/sys/kernel/random/uuid >"$dir/name"
	as_user "$user" "${server[@]}" "${base[@]}" --datadir="$dir/1" --tmpdir="$dir/tmp" --secure-file-priv= \
		--initialize-insecure --skip-log-bin --log-error="$dir/init.log" "${fast[@]:0:5}" >/dev/null 2>&1 ||
		{ show_log "$dir/init.log"; die "mysqld --initialize-insecure failed"; }
	rm -f "$dir/1/auto.cnf"
	for n in $nodes; do
		[ "$n" = 1 ] || cp -a --sparse=always "$dir/1" "$dir/$n"
		for name in port group; do free_port >"$dir/$name.$n"; done
	done
	for n in $nodes; do node "$n"; done
	join 1 'SET GLOBAL group_replication_bootstrap_group = ON;'
	sql 1 "SET GLOBAL group_replication_bootstrap_group = OFF; CREATE DATABASE tenon_test CHARACTER SET utf8mb4;
		CREATE USER tenon@'%' IDENTIFIED BY 'tenon'; GRANT ALL ON *.* TO tenon@'%' WITH GRANT OPTION"
	for n in 2 3; do join "$n" ''; done
	wait_online 1
	# The server remembers the password of who has logged in: clients without TLS need not send it encrypted.
	for n in $nodes; do
		"${client[@]}" --no-defaults -S "$dir/$n.sock" -u tenon -ptenon -e 'SELECT 1' >/dev/null 2>&1
	done
}

end_node() {
	local pid
	pid=$(our_pid "$dir/$1.pid" "$dir") || return 0
	kill -KILL "$pid" 2>/dev/null || :
	while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
}

# The node that says of itself that it writes.
primary() {
	local n
	for n in $nodes; do
		[ "$(sql "$n" 'SELECT @@global.super_read_only' 2>/dev/null)" = 0 ] && echo "$n" && return
	done
	die "no node writes"
}

failover() {
	need_server
	primary >"$dir/dead"
	end_node "$(cat "$dir/dead")"
}

repair() {
	local dead
	need_server
	dead=$(cat "$dir/dead")
	cd "$dir"
	node "$dead"
	join "$dead" ''
	wait_online "$dead"
	"${client[@]}" --no-defaults -S "$dir/$dead.sock" -u tenon -ptenon -e 'SELECT 1' >/dev/null 2>&1
}

stop() {
	local n
	for n in $nodes; do end_node "$n"; done
	rm -rf "$dir"
}

url() {
	local n hosts=''
	for n in $nodes; do hosts+=",127.0.0.1:$(number port "$n")"; done
	echo "mysql group|mysql://tenon:tenon@${hosts#,}/tenon_test"
}

[ $# = 2 ] || die "usage: mysql-group.sh start|stop|url|failover|repair DIR"
dir=$2
case $1 in
start) start ;;
stop) stop ;;
url) url ;;
failover) failover ;;
repair) repair ;;
*) die "'$1' is not one of start, stop, url, failover, repair" ;;
esac
