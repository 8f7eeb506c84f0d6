#!/bin/bash
# SPDX-License-Identifier: MIT
#
# galera.sh start|stop|url|have|failover|isolate|repair DIR - a Galera cluster of three
# MariaDB servers, for tests of failover.
#
# failover  ends a node at once, as a machine that loses power does: each time the
#           next one.
# repair    starts it again; it gets what it has missed from the others.
# isolate   ends all but the first node, which then has no cluster to be part of.
#
# The first node's folder is copied before the others start, so that no node needs a
# whole copy by the network, which would want more programs: what a node has missed
# fits into the others' memory of changes (gcache).  Without Galera start fails with
# status 3: "not here".  The times after which a silent node is given up are a fifth of
# the defaults.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

user=${TENON_MARIADB_USER:-nobody}
nodes='1 2 3'
fast=(--innodb-log-file-size=16M --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --debug-no-sync)
sql() { mariadb --no-defaults -S "$dir/$1.sock" -u root -N -s -e "$2"; }
number() { cat "$dir/$1.$2"; }

find_server() {
	library=$(galera_library) || { say "galera.sh: no Galera found: install galera-4, or run deb-fetch galera"; exit 3; }
	mariadbd=$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v mariadbd) || die "no MariaDB server found (Debian: mariadb-server-core)"
	command -v mariadb >/dev/null || die "no MariaDB client found (Debian: mariadb-client-core)"
}

# Before a node gets what it has missed, the servers run a program on both sides, which would
# copy the whole folder where more is missing.  This one only says how far the other side is.
make_transfer() {
	mkdir -p "$dir/bin"
	cat >"$dir/bin/wsrep_sst_tenon" <<-END
		#!/bin/bash
		while [ \$# -gt 0 ]; do
			case \$1 in
			--role) role=\$2 ;;
			--bypass) bypass=1 ;;
			--gtid) gtid=\$2 ;;
			--address) address=\$2 ;;
			esac
			shift
		done
		if [ "\$role" = joiner ]; then
			name=\$\$
			echo "ready 127.0.0.1:1/\$name"
			for ((i = 0; i < 600; i++)); do [ ! -e "$dir/tmp/sst.\$name" ] || break; sleep 0.05; done
			cat "$dir/tmp/sst.\$name"
		else
			[ -n "\$bypass" ] || exit 1
			echo "\$gtid" >"$dir/tmp/\$\$"
			mv "$dir/tmp/\$\$" "$dir/tmp/sst.\${address##*/}"
			echo "done \$gtid"
		fi
	END
	chmod 755 "$dir/bin" "$dir/bin/wsrep_sst_tenon"
}

# node NUMBER ARGUMENT...: starts it, in the background.
node() {
	local n=$1 group options
	shift
	group=$(number group "$n")
	options="gmcast.listen_addr=tcp://127.0.0.1:$group;ist.recv_addr=127.0.0.1:$(number ist "$n")"
	options+=";ist.recv_bind=127.0.0.1:$(number ist "$n");gcache.size=16M;gcache.page_size=16M"
	options+=";evs.keepalive_period=PT0.2S;evs.inactive_check_period=PT0.2S;evs.suspect_timeout=PT1S;evs.inactive_timeout=PT3S"
	PATH=$dir/bin:/usr/sbin:/usr/bin:/sbin:/bin as_user "$user" "$mariadbd" --no-defaults --datadir="$dir/$n" \
		--socket="$dir/$n.sock" --tmpdir="$dir/tmp" --pid-file="$dir/$n.pid" --log-error="$dir/$n.log" --bind-address=127.0.0.1 --port="$(number port "$n")" \
		--skip-name-resolve --performance-schema=OFF --max-connections=80 --innodb-buffer-pool-size=32M \
		--innodb-doublewrite=0 --binlog-format=ROW --innodb-autoinc-lock-mode=2 --server-id="$n" "${fast[@]}" \
		--wsrep-on=ON --wsrep-provider="$library" --wsrep-cluster-name="tenon.$(number group 1)" --wsrep-node-name="node$n" \
		--wsrep-node-address="127.0.0.1:$group" --wsrep-sst-method=tenon --wsrep-provider-options="$options" "$@" \
		>"$dir/$n.out" 2>&1 </dev/null &
	started=$!
}

is_synced() { [ "$(sql "$1" "SHOW STATUS LIKE 'wsrep_local_state_comment'")" = "wsrep_local_state_comment	Synced" ]; }
wait_synced() { wait_for 60 "$2" is_synced "$1" || { show_log "$dir/$1.log"; die "node $1 did not join"; }; }

# The others of the cluster, as a node finds them.
members() {
	local n list=''
	for n in $nodes; do list+=",127.0.0.1:$(number group "$n")"; done
	echo "gcomm://${list#,}"
}

end_node() {
	local pid
	pid=$(our_pid "$dir/$1.pid" "$dir") || return 0
	kill "-$2" "$pid" 2>/dev/null || :
	while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
}

first_node() {
	as_user "$user" mariadb-install-db --no-defaults --datadir="$dir/1" --skip-test-db --skip-name-resolve \
		--auth-root-authentication-method=normal "${fast[@]}" >"$dir/install.log" 2>&1 ||
		{ show_log "$dir/install.log"; die "mariadb-install-db failed"; }
	node 1 --wsrep-cluster-address=gcomm:// --wsrep-new-cluster
	wait_synced 1 "$started"
	sql 1 "CREATE DATABASE tenon_test CHARACTER SET utf8mb4; CREATE USER tenon@'%' IDENTIFIED BY 'tenon';
		GRANT ALL ON *.* TO tenon@'%' WITH GRANT OPTION"
	end_node 1 TERM
}

start() {
	local n name pids=()
	find_server
	make_folder "$dir" "$user"
	make_folder "$dir/tmp" "$user"
	cd "$dir"
	for n in $nodes; do
		for name in port group ist; do free_port >"$dir/$name.$n"; done
	done
	make_transfer
	first_node
	for n in 2 3; do
		cp -a --sparse=always "$dir/1" "$dir/$n"
		rm -f "$dir/$n"/galera.cache "$dir/$n"/gvwstate.dat
		sed -i 's/^safe_to_bootstrap: 1/safe_to_bootstrap: 0/' "$dir/$n/grastate.dat"
	done
	node 1 --wsrep-cluster-address=gcomm:// --wsrep-new-cluster
	wait_synced 1 "$started"
	for n in 2 3; do
		node "$n" --wsrep-cluster-address="$(members)"
		pids[n]=$started
	done
	for n in 2 3; do wait_synced "$n" "${pids[n]}"; done
}

# A node that was killed has to find out by itself how far it had come.
rejoin() { # NODE
	local position
	cd "$dir"
	find_server
	as_user "$user" "$mariadbd" --no-defaults --datadir="$dir/$1" --socket="$dir/$1.sock" --skip-networking --binlog-format=ROW \
		--innodb-buffer-pool-size=32M "${fast[@]}" --wsrep-on=ON --wsrep-provider="$library" --wsrep-sst-method=tenon \
		--wsrep-cluster-address="$(members)" --wsrep-recover >"$dir/$1.out" 2>&1 </dev/null || :
	position=$(sed -n 's/.*WSREP: Recovered position: *//p' "$dir/$1.out" | tail -n 1) || :
	[ -n "$position" ] || { show_log "$dir/$1.out"; die "node $1 does not know how far it had come"; }
	node "$1" --wsrep-cluster-address="$(members)" --wsrep-start-position="$position"
	wait_synced "$1" "$started"
}

stop() {
	local n
	for n in $nodes; do end_node "$n" KILL; done
	rm -rf "$dir"
}

url() {
	local n hosts=''
	for n in $nodes; do hosts+=",127.0.0.1:$(number port "$n")"; done
	echo "galera cluster|mariadb://tenon:tenon@${hosts#,}/tenon_test"
}

failover() {
	local dead
	dead=$(cat "$dir/dead" 2>/dev/null || echo 0)
	dead=$((dead % 3 + 1))
	echo "$dead" >"$dir/dead"
	end_node "$dead" KILL
}

[ $# = 2 ] || die "usage: galera.sh start|stop|url|have|failover|isolate|repair DIR"
dir=$2
case $1 in
start) start ;;
stop) stop ;;
url) url ;;
have) find_server ;;
failover) failover ;;
isolate) end_node 2 KILL && end_node 3 KILL ;;
repair) rejoin "$(cat "$dir/dead")" ;;
*) die "'$1' is not one of start, stop, url, have, failover, isolate, repair" ;;
esac
