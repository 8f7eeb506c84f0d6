dnl TENON_SIZE: what makes the files smaller.
dnl
dnl Packed relocations cost nothing where the loader knows them (glibc 2.36, musl 1.2.4), so they
dnl are used where a program with them runs: TENON_PACK_LDFLAGS.
dnl
dnl --enable-small compiles what runs once for a text (core/sql, core/ir, compat) for size, and what
dnl runs at every execution (core/base, core/engine, the backends) as CFLAGS say.  CFLAGS come last in
dnl a command and would win, so their -O moves before them; "make CFLAGS=-O0" still has the last word.
AC_DEFUN([TENON_SIZE], [
AC_CACHE_CHECK([whether relocations can be packed], [tn_cv_pack_relocations], [
  tn_saved_CFLAGS=$CFLAGS; tn_saved_LDFLAGS=$LDFLAGS
  CFLAGS="$CFLAGS -fPIE"; LDFLAGS="$LDFLAGS -pie -Wl,-z,pack-relative-relocs"
  AC_RUN_IFELSE([AC_LANG_SOURCE([static int here; static int *volatile at = &here; int main(void) { return at != &here; }])],
    [tn_cv_pack_relocations=yes], [tn_cv_pack_relocations=no], [tn_cv_pack_relocations=no])
  CFLAGS=$tn_saved_CFLAGS; LDFLAGS=$tn_saved_LDFLAGS])
TENON_PACK_LDFLAGS=
AS_IF([test "x$tn_cv_pack_relocations" = xyes], [TENON_PACK_LDFLAGS=-Wl,-z,pack-relative-relocs])
AC_SUBST([TENON_PACK_LDFLAGS])

AC_ARG_ENABLE([small],
  [AS_HELP_STRING([--enable-small], [compile the compiler of SQL for size: its first look at a text takes longer])],
  [], [enable_small=no])
TENON_HOT_CFLAGS= TENON_ONCE_CFLAGS=
AS_IF([test "x$enable_small" = xyes], [
  tn_rest= tn_optimise=
  for tn_flag in $CFLAGS; do
    AS_CASE([$tn_flag], [-O*], [tn_optimise=$tn_flag], [tn_rest="$tn_rest $tn_flag"])
  done
  CFLAGS=$tn_rest
  TENON_HOT_CFLAGS=$tn_optimise
  TENON_ONCE_CFLAGS=-Os])
AC_SUBST([TENON_HOT_CFLAGS])
AC_SUBST([TENON_ONCE_CFLAGS])
])
