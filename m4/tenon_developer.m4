dnl TENON_DEVELOPER: --enable-developer turns the warning set into errors.
AC_DEFUN([TENON_DEVELOPER], [
AC_ARG_ENABLE([developer],
  [AS_HELP_STRING([--enable-developer], [many warnings, all of them errors])],
  [], [enable_developer=no])
TENON_CFLAGS="-std=gnu11 -D_GNU_SOURCE -fvisibility=hidden"
# Sums of doubles are rounded where C says, on machines with wider registers (i386) and with fused
# operations, too: the functions for SQLite give the same bits everywhere.
for tn_flag in -ffp-contract=off -fexcess-precision=standard; do
  AC_MSG_CHECKING([whether the compiler takes $tn_flag])
  tn_saved=$CFLAGS; CFLAGS="$CFLAGS -Werror $tn_flag"
  AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
    [AC_MSG_RESULT([yes]); TENON_CFLAGS="$TENON_CFLAGS $tn_flag"], [AC_MSG_RESULT([no])])
  CFLAGS=$tn_saved
done
# Calls of the client libraries go straight to their address: a few instructions
# less for each, dozens for a row.
AC_MSG_CHECKING([whether the compiler takes -fno-plt])
tn_saved=$CFLAGS; CFLAGS="$CFLAGS -Werror -fno-plt"
AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
  [AC_MSG_RESULT([yes]); TENON_CFLAGS="$TENON_CFLAGS -fno-plt"], [AC_MSG_RESULT([no])])
CFLAGS=$tn_saved
AS_IF([test "x$enable_developer" = xyes], [
  for tn_flag in -Wall -Wextra -Wpedantic -Wshadow -Wpointer-arith -Wcast-qual -Wwrite-strings \
      -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wundef -Wvla \
      -Wimplicit-fallthrough -Wformat=2 -Wnull-dereference -Wduplicated-cond -Wlogical-op \
      -Wno-overlength-strings -Werror; do
    AC_MSG_CHECKING([whether the compiler takes $tn_flag])
    tn_saved=$CFLAGS; CFLAGS="$CFLAGS -Werror $tn_flag"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
      [AC_MSG_RESULT([yes]); TENON_CFLAGS="$TENON_CFLAGS $tn_flag"], [AC_MSG_RESULT([no])])
    CFLAGS=$tn_saved
  done])
AC_SUBST([TENON_CFLAGS])
])

dnl TENON_SANITIZERS: --enable-asan, --enable-ubsan, --enable-tsan.
AC_DEFUN([TENON_SANITIZERS], [
AC_ARG_ENABLE([asan], [AS_HELP_STRING([--enable-asan], [address and leak sanitizer])], [], [enable_asan=no])
AC_ARG_ENABLE([ubsan], [AS_HELP_STRING([--enable-ubsan], [undefined behaviour sanitizer])], [], [enable_ubsan=no])
AC_ARG_ENABLE([tsan], [AS_HELP_STRING([--enable-tsan], [thread sanitizer])], [], [enable_tsan=no])
AS_IF([test "x$enable_asan$enable_tsan" = xyesyes], [AC_MSG_ERROR([--enable-asan and --enable-tsan exclude each other])])
tn_sanitizers=
AS_IF([test "x$enable_asan" = xyes], [tn_sanitizers="address"])
AS_IF([test "x$enable_ubsan" = xyes], [tn_sanitizers="${tn_sanitizers:+$tn_sanitizers,}undefined"])
AS_IF([test "x$enable_tsan" = xyes], [tn_sanitizers="${tn_sanitizers:+$tn_sanitizers,}thread"])
AS_IF([test -n "$tn_sanitizers"], [
  TENON_CFLAGS="$TENON_CFLAGS -fsanitize=$tn_sanitizers -fno-sanitize-recover=all -fno-omit-frame-pointer"
  TENON_LDFLAGS="-fsanitize=$tn_sanitizers"])
AC_SUBST([TENON_LDFLAGS])
])

dnl TENON_FUZZERS: --enable-fuzzers builds tests/fuzz for clang's libFuzzer: the code reports where
dnl it was, and the sanitizers stop at the first mistake.
AC_DEFUN([TENON_FUZZERS], [
AC_ARG_ENABLE([fuzzers], [AS_HELP_STRING([--enable-fuzzers], [build the fuzz targets for clang's libFuzzer])],
  [], [enable_fuzzers=no])
AS_IF([test "x$enable_fuzzers" = xyes], [
  AC_MSG_CHECKING([whether the compiler takes -fsanitize=fuzzer])
  tn_saved=$CFLAGS; CFLAGS="$CFLAGS -fsanitize=fuzzer-no-link"
  AC_COMPILE_IFELSE([AC_LANG_PROGRAM()], [AC_MSG_RESULT([yes])],
    [AC_MSG_ERROR([the fuzz targets need clang: CC=clang CXX=clang++])])
  CFLAGS=$tn_saved
  TENON_CFLAGS="$TENON_CFLAGS -fsanitize=fuzzer-no-link"])
AM_CONDITIONAL([FUZZERS], [test "x$enable_fuzzers" = xyes])
])
