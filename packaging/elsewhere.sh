#!/bin/bash
# SPDX-License-Identifier: MIT
#
# elsewhere.sh SOURCE WORK m32|s390x|musl - builds the tree SOURCE for another machine or C library below
# WORK, and runs the suites there.
#
#   m32     32 bits: gcc -m32 with Debian's i386 libraries
#   s390x   big-endian: Debian's cross compiler and s390x libraries, run by qemu-user
#   musl    another C library: musl-gcc, with SQLite, libmd and libcheck built for it from Debian's sources
#
# What Debian has for the machine is fetched by an apt of its own and unpacked, nothing is installed.
# The first two have all backends: with TENON_MATRIX ("label|URL" a line) the conformance suite runs on
# its servers, too.  Status 77 and a line that says why where tools or packages are missing.
set -euo pipefail

source=$(realpath "${1:?usage: elsewhere.sh SOURCE WORK m32|s390x|musl}")
mkdir -p "${2:?}" && work=$(realpath "$2")
kind=${3:?}
sys=$work/sys # what the target has
suites="tests/unit/unit tests/compat/compat tests/sql/sql_parse tests/sql/sql_analyse tests/conformance/conformance
	tests/backend/sqlite/check-sqlite tests/fuzz/fuzz_value tests/fuzz/fuzz_sqlite_cells"

skip() { echo "$*" && exit 77; }
need() { command -v "$1" >/dev/null || skip "no $1 (Debian: $2)"; }

# apt_for ARCHITECTURE: from here on apt knows nothing but Debian 12 for it, and what it fetches goes into $work/apt.
apt_for() {
	local mirror keys=/usr/share/keyrings/debian-archive-keyring.gpg apt=$work/apt
	command -v apt-get >/dev/null && [ -e "$keys" ] || skip "this is no Debian: no packages for another machine"
	# shellcheck disable=SC2016 # apt's, not the shell's
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sed 's,/*$,,' | grep -m 1 '/debian$') ||
		skip "apt knows no mirror of Debian"
	mkdir -p "$apt"/{lists,archives}/partial && : >"$apt/status"
	printf '%s [signed-by=%s] %s bookworm main\n' deb "$keys" "$mirror" deb-src "$keys" "$mirror" >"$apt/sources.list"
	cat >"$apt/apt.conf" <<-END
		APT::Architecture "$1";
		APT::Architectures { "$1"; };
		Dir::Etc::sourcelist "$apt/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "/dev/null";
		Dir::State "$apt";
		Dir::State::Lists "$apt/lists";
		Dir::State::status "$apt/status";
		Dir::Cache "$apt";
		Acquire::Languages "none";
		Acquire::Retries "1";
		APT::Install-Recommends "0";
		APT::Sandbox::User "root";
	END
	export APT_CONFIG=$apt/apt.conf
	apt-get update -qq || skip "Debian's packages cannot be had here"
}

# unpack_packages ARCHITECTURE PACKAGE...: they and all below them into $sys, but for the C library's part of a
# compiler, which brings its own.
unpack_packages() {
	local package closure
	apt_for "$1"
	closure=$(apt-get install -y --print-uris "${@:2}" | sed -n "s/^'[^']*' \([^_]*\)_.*/\1/p" |
		grep -E '^(lib|zlib|check|linux-libc-dev)' | grep -vE '^(libc6-dev|libc-dev-bin|libcrypt-dev|libnsl-dev|libtirpc-dev|libgcc-.*-dev|libperl.*)$')
	# shellcheck disable=SC2086 # a list of words
	(mkdir -p "$work/packages" "$sys" && cd "$work/packages" && apt-get download -qq $closure)
	for package in "$work"/packages/*.deb; do
		dpkg-deb --fsys-tarfile "$package" | tar -x -C "$sys" --no-same-owner --exclude=./usr/share/doc --exclude=./usr/share/man
	done
}

# build LIBRARIES CONFIGURE-ARGUMENT...: LIBRARIES is their folder below $sys.
build() {
	local lib=$sys$1
	mkdir -p "$work/build" && cd "$work/build"
	export PKG_CONFIG_LIBDIR=$lib/pkgconfig:$sys/usr/share/pkgconfig
	"$source/configure" --quiet --disable-shared --without-tools CXX=false CFLAGS='-O1 -g' \
		CPPFLAGS="-idirafter $sys/usr/include -idirafter $sys/usr/include/${lib##*/}" LDFLAGS="-L$lib -Wl,-rpath-link,$lib:$sys/lib/${lib##*/}" "${@:2}"
	# shellcheck disable=SC2086
	make -s -j2 $suites
}

# run RUNNER...: each suite, and the conformance suite on the servers that are there.
run() {
	local suite url count=0 bad=0
	for suite in $suites; do one "$@" || bad=1; done
	suite=tests/conformance/conformance
	while IFS='|' read -r _ url; do
		case $url in postgresql:* | mysql:* | mariadb:*) ;; *) continue ;; esac
		case $kind in musl) continue ;; esac
		TENON_TEST_DB_URL=$url one "$@" || bad=1
	done <<<"${TENON_MATRIX:-}"
	echo "$kind: $count programs run"
	return $bad
}

one() {
	local log=$work/log status=0
	srcdir=$source CK_TIMEOUT_MULTIPLIER=20 "$@" "./$suite" >"$log" 2>&1 || status=$?
	count=$((count + 1))
	echo "$suite${url:+ on ${url%%:*}}: $(grep -E '^[0-9]+%: Checks' "$log" || tail -n 1 "$log")"
	[ "$status" = 0 ] || { grep -E ':[FE]:' "$log" | head -n 40; return 1; }
}

devel='libsqlite3-dev libmd-dev check libpq-dev libmariadb-dev'
case $kind in
m32)
	echo 'int main(void) { return 0; }' >"$work/try.c"
	gcc -m32 -o "$work/try" "$work/try.c" 2>/dev/null && "$work/try" || skip "no gcc -m32 (Debian: gcc-multilib), or a kernel without it"
	# shellcheck disable=SC2086
	unpack_packages i386 $devel
	PKG_CONFIG_SYSROOT_DIR=$sys build /usr/lib/i386-linux-gnu --host=i686-pc-linux-gnu CC='gcc -m32'
	run env LD_LIBRARY_PATH="$sys/usr/lib/i386-linux-gnu:$sys/lib/i386-linux-gnu"
	;;
s390x)
	need s390x-linux-gnu-gcc gcc-s390x-linux-gnu
	need qemu-s390x-static qemu-user-static
	# shellcheck disable=SC2086
	unpack_packages s390x $devel
	PKG_CONFIG_SYSROOT_DIR=$sys build /usr/lib/s390x-linux-gnu --host=s390x-linux-gnu CC=s390x-linux-gnu-gcc
	# Without forks: they take long there.
	CK_FORK=no run qemu-s390x-static -L "$sys"
	;;
musl)
	need musl-gcc musl-tools
	need dpkg-source dpkg-dev
	need tclsh tcl
	need cmake cmake
	apt_for amd64
	(cd "$work/apt" && apt-get source -qq --download-only sqlite3 libmd check) || skip "Debian's sources cannot be had here"
	(cd "$work/apt" && for dsc in *.dsc; do dpkg-source --no-check -x "$dsc" "$work/${dsc%%_*}"; done) >/dev/null
	(
		cd "$work/sqlite3" && ./configure -q --disable-tcl --disable-readline && make -s sqlite3.c
		musl-gcc -O1 -DSQLITE_THREADSAFE=1 -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_COLUMN_METADATA -c sqlite3.c
		mkdir -p "$sys/usr/lib/pkgconfig" "$sys/usr/include"
		ar rcs "$sys/usr/lib/libsqlite3.a" sqlite3.o && cp sqlite3.h "$sys/usr/include"
		printf 'Name: sqlite3\nDescription: SQLite\nVersion: %s\nCflags: -I%s/usr/include\nLibs: -lsqlite3\n' \
			"$(cat VERSION)" "$sys" >"$sys/usr/lib/pkgconfig/sqlite3.pc"
		cd "$work/libmd" && ./configure -q CC=musl-gcc --prefix="$sys/usr" --disable-shared && make -s && make -s install
		cd "$work/check" && cmake -S . -B b -DCMAKE_C_COMPILER=musl-gcc -DCMAKE_INSTALL_PREFIX="$sys/usr" \
			-DCMAKE_INSTALL_LIBDIR=lib -DCHECK_ENABLE_TESTS=OFF -DCHECK_ENABLE_SUBUNIT=OFF && make -s -C b install
		rm -f "$sys"/usr/lib/libcheck.so*
	) >"$work/libraries.log" 2>&1 || { tail -n 20 "$work/libraries.log"; exit 1; }
	build /usr/lib --host=x86_64-linux-musl --without-postgresql --without-mysql CC=musl-gcc
	run env
	;;
*) echo "elsewhere: no '$kind'" >&2 && exit 2 ;;
esac
