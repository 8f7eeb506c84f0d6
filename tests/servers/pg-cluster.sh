#!/bin/bash
# SPDX-License-Identifier: MIT
#
# pg-cluster.sh start|stop|url|failover|repair DIR - a PostgreSQL primary (node 1)
# and a standby (node 2), for tests of failover.
#
# The standby is synchronous: what the primary has acknowledged is there when the
# standby is promoted.
#
# url       prints "label|URL" with both hosts.
# failover  ends all processes of the primary at once, as a machine that loses power
#           does, and promotes the standby, which waits for no standby of its own
#           until one has joined.
# repair    makes the node that was killed the standby of the other one, from nothing.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

user=${TENON_PG_USER:-postgres}
port() { cat "$dir/port.$1"; }
other() { echo $((3 - $1)); }

find_bin() {
	bin=${TENON_PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)}
	[ -x "$bin/pg_basebackup" ] || die "no PostgreSQL server found (Debian: postgresql), or set TENON_PG_BIN"
}

run() { as_user "$user" "$@" >>"$dir/out" 2>&1 </dev/null; }
sql() { as_user "$user" "$bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$dir" -p "$(port "$1")" -U tenon -d postgres -c "$2"; }

# The part of the settings that changes with the role.
set_role() { # NODE STANDBYS
	printf "port = %s\ncluster_name = 'node%s'\nsynchronous_standby_names = '%s'\n" "$(port "$1")" "$1" "$2" |
		as_user "$user" tee "$dir/$1/role.conf" >/dev/null
}

launch() {
	run "$bin/pg_ctl" -D "$dir/$1" -l "$dir/$1.log" -w -t "$TN_SERVER_WAIT" start ||
		{ show_log "$dir/$1.log"; die "node $1 did not start"; }
}
reload() { run "$bin/pg_ctl" -D "$dir/$1" reload; }

streams() { [ "$(sql "$1" "SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'")" = "$2" ]; }

# A standby of the other node, which waits for it from then on.
join() {
	local from
	from=$(other "$1")
	run "$bin/pg_basebackup" -h "$dir" -p "$(port "$from")" -U tenon -D "$dir/$1" -R -X stream --checkpoint=fast --no-sync ||
		die "node $1 could not be copied from node $from"
	set_role "$1" ''
	launch "$1"
	set_role "$from" '*'
	reload "$from"
	wait_for "$TN_SERVER_WAIT" $$ streams "$from" sync || die "node $1 does not follow node $from"
}

start() {
	local node
	find_bin
	make_folder "$dir" "$user"
	cd "$dir"
	for node in 1 2; do free_port >"$dir/port.$node"; done
	: >"$dir/out"
	run "$bin/initdb" -D "$dir/1" -U tenon --no-sync --no-locale -E UTF8 --auth=trust --no-instructions || die "initdb failed"
	as_user "$user" tee -a "$dir/1/postgresql.conf" >/dev/null <<-END
		listen_addresses = '127.0.0.1'
		unix_socket_directories = '$dir'
		max_connections = 60
		shared_buffers = 32MB
		fsync = off
		full_page_writes = off
		wal_keep_size = 64MB
		wal_receiver_status_interval = 1s
		jit = off
		deadlock_timeout = '50ms'
		timezone = 'UTC'
		include 'role.conf'
	END
	set_role 1 ''
	launch 1
	sql 1 'CREATE DATABASE tenon_test'
	join 2
	echo 1 >"$dir/primary"
}

# All processes of a node: the first one is asked to start no more by ending first.
end_node() {
	local pid children
	pid=$(our_pid "$dir/$1/postmaster.pid" "$dir") || return 0
	children=$(cat "/proc/$pid/task/$pid/children")
	# shellcheck disable=SC2086 # numbers
	kill -KILL "$pid" $children 2>/dev/null || :
	while kill -0 "$pid" 2>/dev/null; do sleep 0.01; done
}

failover() {
	local dead new
	find_bin
	dead=$(cat "$dir/primary")
	new=$(other "$dead")
	end_node "$dead"
	set_role "$new" ''
	reload "$new"
	run "$bin/pg_ctl" -D "$dir/$new" -w -t "$TN_SERVER_WAIT" promote ||
		{ show_log "$dir/$new.log"; die "node $new was not promoted"; }
	echo "$new" >"$dir/primary"
}

repair() {
	local dead
	find_bin
	dead=$(other "$(cat "$dir/primary")")
	end_node "$dead"
	rm -rf "${dir:?}/$dead"
	join "$dead"
}

stop() {
	end_node 1
	end_node 2
	rm -rf "$dir"
}

[ $# = 2 ] || die "usage: pg-cluster.sh start|stop|url|failover|repair DIR"
dir=$2
case $1 in
start) start ;;
stop) stop ;;
url) echo "postgresql cluster|postgresql://tenon@127.0.0.1:$(port 1),127.0.0.1:$(port 2)/tenon_test" ;;
failover) failover ;;
repair) repair ;;
*) die "'$1' is not one of start, stop, url, failover, repair" ;;
esac
