# SPDX-License-Identifier: MIT
# tests/servers/lib.sh - what the scripts that run private servers share.
#
# A private server is a throw-away: it listens on loopback only, on a port that
# was free a moment ago, keeps everything in one folder, and is run by an
# ordinary user even when root asks for it.
#
# 1. Only a process whose pid file is ours and whose command line names our
#    folder is ever signalled.
# 2. A port that somebody took in the meantime is not an error: try another.
# 3. Nothing here reads the configuration of a server that the machine has.
# shellcheck shell=bash

TN_SERVER_TRIES=5
TN_SERVER_WAIT=30

say() { printf '%s\n' "$*" >&2; }

die() {
	say "$(basename "$0"): $*"
	exit 1
}

# as_user USER COMMAND...: run as USER when we are root, else as we are.
as_user() {
	local user=$1
	shift
	if [ "$(id -u)" = 0 ]; then
		runuser -u "$user" -- "$@"
	else
		"$@"
	fi
}

# make_folder DIR USER: a folder that USER may write and others may pass.
make_folder() {
	mkdir -p "$1"
	if [ "$(id -u)" = 0 ]; then chown "$2" "$1"; fi
	chmod 711 "$1"
}

# Where mysql-fetch puts MySQL, and mysql.sh looks for it: not in a build folder, which
# the user who runs the servers may be unable to reach.
mysql_root() { echo "${TENON_MYSQL_ROOT:-/var/tmp/tenon-mysql.$(id -u)}"; }

# And its client library, which a build may take instead of Connector/C.
mysqlclient_root() { echo "/var/tmp/tenon-mysqlclient.$(id -u)"; }

# A port of the private range that nobody listens on; bash alone, no helper.
free_port() {
	local port
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
		if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			echo "$port"
			return 0
		fi
	done
	return 1
}

# wait_for SECONDS PID COMMAND...: until COMMAND succeeds; fails early when PID ends.
wait_for() {
	local left=$(($1 * 20)) pid=$2
	shift 2
	while [ "$left" -gt 0 ]; do
		if "$@" >/dev/null 2>&1; then return 0; fi
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.05
		left=$((left - 1))
	done
	return 1
}

port_taken() { grep -qiE 'address already in use|could not bind|can.t start server' "$1" 2>/dev/null; }

# our_pid PIDFILE DIR: the pid, if the process is alive and is the server of DIR.
our_pid() {
	local pid
	pid=$(head -n 1 "$1" 2>/dev/null) || return 1
	[ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] || return 1
	tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$2/" || return 1
	echo "$pid"
}

# stop_pid PID SIGNAL: signal, wait, and end it the hard way after the wait.
stop_pid() {
	local left=$((TN_SERVER_WAIT * 20))
	kill "-$2" "$1" 2>/dev/null || return 0
	while kill -0 "$1" 2>/dev/null; do
		left=$((left - 1))
		if [ "$left" -le 0 ]; then
			say "process $1 did not stop in $TN_SERVER_WAIT s, killing it"
			kill -KILL "$1" 2>/dev/null
			return 0
		fi
		sleep 0.05
	done
}

# show_log FILE: the end of a log, for a start that failed.
show_log() {
	[ -s "$1" ] || return 0
	say "--- end of $1"
	tail -n 15 "$1" >&2
}

# Where deb-fetch puts what it unpacks.
fetched_root() { echo "${TENON_FETCHED:-/var/tmp/tenon-fetched.$(id -u)}/$1"; }

# The library of Galera and the program of PgBouncer, installed or fetched.  What another user put there is not run.
galera_library() {
	local file
	for file in /usr/lib/galera/libgalera_smm.so /usr/lib64/galera-4/libgalera_smm.so \
		"$(fetched_root galera)/usr/lib/galera/libgalera_smm.so"; do
		if [ -O "$file" ] || { [ -e "$file" ] && [ "$file" = "${file#"$(fetched_root galera)"}" ]; }; then
			echo "$file"
			return
		fi
	done
	return 1
}
pgbouncer_program() {
	local file
	file=$(PATH=$PATH:/usr/sbin command -v pgbouncer) && echo "$file" && return
	file=$(fetched_root pgbouncer)/usr/sbin/pgbouncer
	[ -O "$file" ] && echo "$file"
}

# A mysqld that is MariaDB under its old name does not count.
is_mysql() { "$@" --no-defaults --version 2>/dev/null | grep -qvi mariadb; }

# Sets server, client and base: how the server and its client are called, and the arguments of both.
# shellcheck disable=SC2034 # the callers use them
find_mysql() {
	local root lib program
	program=$(PATH=$PATH:/usr/sbin command -v mysqld) || program=''
	if [ -z "${TENON_MYSQL_ROOT:-}" ] && [ -n "$program" ] && is_mysql "$program"; then
		server=("$program")
		client=(mysql)
		base=(--no-defaults)
	else
		# What another user put there is not run.
		root=$(mysql_root)
		[ -e "$root/usr/sbin/mysqld" ] && { [ -n "${TENON_MYSQL_ROOT:-}" ] || [ -O "$root" ]; } || return 1
		lib=$(dirname "$(ls "$root"/usr/lib/*/ld-linux*.so.* "$root"/usr/lib64/ld-linux*.so.* 2>/dev/null | head -n 1)")
		server=("$lib"/ld-linux*.so.* --library-path "$lib" "$root/usr/sbin/mysqld")
		client=("$lib"/ld-linux*.so.* --library-path "$lib" "$root/usr/bin/mysql")
		base=(--no-defaults --basedir="$root/usr" --lc-messages-dir="$root/usr/share/mysql"
			--character-sets-dir="$root/usr/share/mysql/charsets" --plugin-dir="$root/usr/lib/mysql/plugin")
		is_mysql "${server[@]}"
	fi
}
