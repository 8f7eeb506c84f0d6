#!/bin/bash
# SPDX-License-Identifier: MIT
#
# packaging/check.sh TARBALL [CHECK...] - builds the packages from a release tarball, and
# uses them where nothing else is.  Without names: all of
#
#   debian      dpkg-buildpackage, lintian without a finding, sizes
#   reproduce   built again elsewhere under another name of the folder: the same bytes
#   clean       installed and used in a Debian 12 that has nothing else (root, mmdebstrap or
#               debootstrap); with TENON_MATRIX, on the servers that it lists
#   sqlite      built there with libsqlite3 as its only client library
#   rpm         rpmbuild from the spec, installed and used in that root
#   m32         the suites as 32-bit programs, also on the servers of TENON_MATRIX
#   s390x       the same on a big-endian machine, by qemu-user
#   musl        the suites with musl, on SQLite
#
# What cannot be run here is said aloud and counted; the last line is the sum.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
tarball=$(realpath "${1:?usage: packaging/check.sh TARBALL [CHECK...]}") || exit 2
shift
work=$(mktemp -d /tmp/tenon-packaging.XXXXXX)
root=$work/root
passed=0 failed=0 skipped=0
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

say() { printf '%s\n' "$*"; }
# lacks PROGRAM PACKAGE: says so and succeeds if the program is not there.
lacks() {
	command -v "$1" >/dev/null && return 1
	reason="no $1 (Debian: $2)"
}

# unpack FOLDER: the tarball's tree, with debian/ where it belongs.
unpack() {
	mkdir -p "$1" && tar -xf "$tarball" -C "$1" --strip-components=1 && cp -r "$1/packaging/debian" "$1/debian"
}

# build_packages FOLDER: leaves the packages in FOLDER.
build_packages() {
	unpack "$1/source" && (cd "$1/source" && dpkg-buildpackage -us -uc -b "${@:2}") >"$1/build.log" 2>&1 ||
		{ tail -n 40 "$1/build.log"; return 1; }
}

# One build serves the checks that use packages.
packages() {
	[ -e "$work/first/done" ] && return
	mkdir -p "$work/first" && build_packages "$work/first" && touch "$work/first/done"
}

check_debian() {
	local deb
	lacks dh debhelper && return 77
	packages || return 1
	for deb in "$work"/first/*.deb; do
		case $deb in *dbgsym*) continue ;; esac
		say "$(basename "$deb"): $(stat -c %s "$deb") bytes, installed $(dpkg-deb -f "$deb" Installed-Size) KiB"
	done
	sizes "$work/first/source"
	if lacks lintian lintian; then return 77; fi
	# A first package closes no report of a wish to have it.
	lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs "$work"/first/*.changes
}

# Where the bytes are, in files as they are installed.
sizes() {
	local file
	while read -r file; do
		say "$(basename "$file"): $(stat -c %s "$file") bytes stripped; $(size -A "$file" |
			awk '/^\.(text|rodata|eh_frame|data\.rel\.ro|rela\.dyn|dynsym|dynstr) / { printf "%s %d  ", $1, $2 }')"
	done < <(find "$1"/debian/libtenon0 "$1"/debian/tenon-* -name '*.so*' -type f)
}

check_reproduce() {
	lacks dh debhelper && return 77
	packages || return 1
	mkdir -p "$work/another/folder"
	TZ=Asia/Kathmandu LANG=C.UTF-8 build_packages "$work/another/folder" -j1 || return 1
	local deb other bad=0
	for deb in "$work"/first/*.deb; do
		other=$work/another/folder/$(basename "$deb")
		cmp "$deb" "$other" || bad=1
	done
	return $bad
}

make_root() {
	[ -e "$work/root.done" ] && return
	[ "$(id -u)" = 0 ] || { reason="this needs root"; return 77; }
	if command -v mmdebstrap >/dev/null; then
		mmdebstrap --quiet --mode=root --variant=minbase bookworm "$root" || { reason="no mirror of Debian"; return 77; }
	elif command -v debootstrap >/dev/null; then
		debootstrap --variant=minbase bookworm "$root" >/dev/null || { reason="no mirror of Debian"; return 77; }
	else
		reason="neither mmdebstrap nor debootstrap"
		return 77
	fi
	# Their networks are one, for servers on loopback.
	cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null
	touch "$work/root.done"
}

inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive HOME=/root "$@"; }
# ours NAME...: the files of these packages, as the root sees them.
ours() { (cd "$root" && for name; do ls "packages/${name}"_*.deb; done | sed 's,^,/,'); }
install_inside() {
	inside apt-get install -q -y --no-install-recommends "$@" >"$work/apt.log" 2>&1 || { tail -n 20 "$work/apt.log"; return 1; }
}

# expect TEXT COMMAND...: what the command says has the text.
expect() {
	local want=$1 got
	shift
	got=$(inside "$@" 2>&1)
	case $got in *"$want"*) ;; *) say "expected '$want' from: $*"; say "$got"; return 1 ;; esac
}

# shellcheck disable=SC2046 # names of files without blanks
check_clean() {
	local url status
	lacks dh debhelper && return 77
	make_root || return
	packages || return 1
	mkdir -p "$root/packages" && cp "$work"/first/*.deb "$root/packages" && rm -f "$root"/packages/*dbgsym* || return 1
	inside apt-get update -q >/dev/null 2>&1
	# Without any backend: what is missing is named.
	install_inside $(ours libtenon0 tenon) || return 1
	expect 'install the package tenon-sqlite' tenon sql sqlite: 'SELECT 1' || return 1
	install_inside $(ours tenon-sqlite) || return 1
	if inside dpkg-query -W libpq5 libmariadb3 >/dev/null 2>&1; then say "a client library came along"; return 1; fi
	expect 42 tenon sql sqlite: 'SELECT 21 * 2 AS answer' || return 1
	expect 'install the package tenon-postgresql' tenon sql postgresql://nobody@127.0.0.1:1/x 'SELECT 1' || return 1
	expect 'install the package tenon-mysql' tenon sql mysql://nobody@127.0.0.1:1/x 'SELECT 1' || return 1
	install_inside $(ours tenon-postgresql tenon-mysql) || return 1
	expect 'CONNECT' tenon sql postgresql://nobody@127.0.0.1:1/x 'SELECT 1' || return 1
	expect 'CONNECT' tenon sql mysql://nobody@127.0.0.1:1/x 'SELECT 1' || return 1
	while IFS='|' read -r _ url; do
		case $url in '' | sqlite:*) continue ;; esac
		expect 42 tenon sql "$url" 'SELECT 21 * 2 AS answer' || return 1
		say "used: ${url%%:*}"
	done <<<"${TENON_MATRIX:-}"
	# A program from outside, and the package's own test.
	install_inside $(ours libtenon-dev) gcc libc6-dev pkg-config || return 1
	cp "$here/debian/tests/smoke" "$root/packages/" && inside /packages/smoke || return 1
	# And away again without a trace.
	inside apt-get purge -q -y libtenon0 libtenon-dev tenon tenon-sqlite tenon-postgresql tenon-mysql >/dev/null 2>&1 || return 1
	status=$(cd "$root/usr" && find . -path '*tenon*' ! -path '*/share/doc/*' | head -n 3)
	[ -z "$status" ] || { say "left behind: $status"; return 1; }
}

check_sqlite() {
	make_root || return
	inside apt-get update -q >/dev/null 2>&1
	install_inside gcc libc6-dev make pkg-config libsqlite3-dev libmd-dev zlib1g-dev xz-utils || return 1
	cp "$tarball" "$root/source.tar.xz" && cp "$here/debian/tests/smoke" "$root/" || return 1
	inside sh -ec 'mkdir -p /source && tar -xf /source.tar.xz -C /source --strip-components=1 && cd /source
		./configure -q --prefix=/usr && make -s -j2 && make -s install-strip' >"$work/sqlite.log" 2>&1 ||
		{ tail -n 30 "$work/sqlite.log"; return 1; }
	inside sh -ec 'cd /source/tests/abi && cc -o /client client.c $(pkg-config --cflags --libs tenon) && ldconfig && /client sqlite:
		cc -static -o /client.static client.c $(pkg-config --static --cflags --libs tenon) && /client.static sqlite:' || return 1
	say "needs: $(inside ldd /usr/lib/libtenon.so | awk '{ print $1 }' | tr '\n' ' ')"
	say "libtenon.so, SQLite alone: $(stat -Lc %s "$root/usr/lib/libtenon.so") bytes stripped"
	expect 'build the library with --with-postgresql' sh -c 'TENON_URL=; cd /source && cat >/u.c <<C
#include <stdio.h>
#include <tenon/tenon.h>
int main(void) { tn_conn *c; tn_error *e = NULL; tn_open(&c, "postgresql://h/d", NULL, &e); puts(tn_error_hint(e)); return 0; }
C
cc -o /u /u.c $(pkg-config --cflags --libs tenon) && /u'
}

check_rpm() {
	lacks rpmbuild rpm && return 77
	mkdir -p "$work/rpm/SOURCES" && cp "$tarball" "$work/rpm/SOURCES/tenon-$(sed -n "s/^Version: //p" "$here/rpm/tenon.spec").tar.xz" || return 1
	# Debian knows no RPM packages: what is needed is looked at by configure alone.
	rpmbuild -bb --nodeps --define "_topdir $work/rpm" "$here/rpm/tenon.spec" >"$work/rpm.log" 2>&1 ||
		{ tail -n 30 "$work/rpm.log"; return 1; }
	(cd "$work/rpm/RPMS" && find . -name '*.rpm' | sort)
	# Installed and used beside Debian's libraries, which are no RPM packages either.
	make_root || return
	inside apt-get update -q >/dev/null 2>&1
	install_inside libsqlite3-0 libpq5 libmariadb3 libmd0 libsmartcols1 || return 1
	(cd "$work/rpm/RPMS" && find . -name '*.rpm' ! -name '*-debug*' -exec rpm --root "$root" --force-debian --nodeps -i {} +) || return 1
	expect 42 env LD_LIBRARY_PATH=/usr/lib64 tenon sql sqlite: 'SELECT 21 * 2 AS answer' || return 1
	expect 'CONNECT' env LD_LIBRARY_PATH=/usr/lib64 tenon sql postgresql://nobody@127.0.0.1:1/x 'SELECT 1' || return 1
	expect 'CONNECT' env LD_LIBRARY_PATH=/usr/lib64 tenon sql mysql://nobody@127.0.0.1:1/x 'SELECT 1'
}

# Suites on other machines and another C library: elsewhere.sh.
elsewhere() {
	local status=0
	[ -e "$work/elsewhere/configure" ] || { mkdir -p "$work/elsewhere" && tar -xf "$tarball" -C "$work/elsewhere" --strip-components=1; } || return 1
	"$here/elsewhere.sh" "$work/elsewhere" "$work/$1" "$1" >"$work/$1.log" 2>&1 || status=$?
	case $status in
	0) grep -E '^tests/|programs run$' "$work/$1.log" ;;
	77) reason=$(tail -n 1 "$work/$1.log") ;;
	*) tail -n 30 "$work/$1.log" ;;
	esac
	return $status
}
check_m32() { elsewhere m32; }
check_s390x() { elsewhere s390x; }
check_musl() { elsewhere musl; }

# ---- running them

run() {
	local status started=$SECONDS
	reason='no reason given'
	say "==== $1"
	(set -e; declare -F "check_$1" >/dev/null) || { say "no check '$1'"; exit 2; }
	"check_$1"
	status=$?
	case $status in
	0) passed=$((passed + 1)) && say "==== $1: passed ($((SECONDS - started)) s)" ;;
	77) skipped=$((skipped + 1)) && say "==== $1: SKIPPED: $reason" ;;
	*) failed=$((failed + 1)) && say "==== $1: FAILED" ;;
	esac
	cd / || exit 2
}

checks=(debian reproduce clean sqlite rpm m32 s390x musl)
[ $# = 0 ] || checks=("$@")
for name in "${checks[@]}"; do run "$name"; done
say "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
