dnl TENON_BACKEND(name, label, pkg-config modules separated by |, Debian package)
dnl --with-NAME=auto|yes|no|MODULE.  auto builds the backend when its client library
dnl is there; yes makes its absence an error that names the package; no leaves
dnl it out.  Several module lists may be given: the first that is found wins,
dnl unless one is asked for by the name of its pkg-config module.
AC_DEFUN([TENON_BACKEND], [
AC_ARG_WITH([$1],
  [AS_HELP_STRING([--without-$1], [build without the $2 backend (default: auto)])m4_if(m4_index([$3], [|]), [-1], [], [
AS_HELP_STRING([--with-$1=MODULE], [with the client library of this pkg-config module: $3])])],
  [], [with_$1=auto])
tn_have_$1=no
AS_IF([test "x$with_$1" != xno], [
  tn_alternatives="$3"
  tn_asked=
  AS_CASE([$with_$1], [yes|auto], [], [tn_asked=$with_$1; with_$1=yes])
  tn_ifs=$IFS; IFS='|'
  for tn_module in $tn_alternatives; do
    IFS=$tn_ifs
    set dummy $tn_module
    AS_IF([test "x$tn_have_$1" = xno && test "x${tn_asked:-$[2]}" = "x$[2]"],
      [AC_MSG_CHECKING([for $2 client library ($tn_module)])
       AS_IF([$PKG_CONFIG --exists "$tn_module"],
         [tn_have_$1=yes
          AS_VAR_SET(m4_toupper([$1])[_CFLAGS], ["`$PKG_CONFIG --cflags "$tn_module"`"])
          AS_VAR_SET(m4_toupper([$1])[_LIBS], ["`$PKG_CONFIG --libs "$tn_module"`"])
          AC_MSG_RESULT([yes])],
         [AC_MSG_RESULT([no])])])
  done
  IFS=$tn_ifs
  AS_IF([test "x$with_$1$tn_have_$1" = xyesno],
    [AC_MSG_ERROR([the $2 backend was asked for, but its client library${tn_asked:+ $tn_asked} is missing (Debian: $4)])])])
with_$1=$tn_have_$1
AC_SUBST(m4_toupper([$1])[_CFLAGS])
AC_SUBST(m4_toupper([$1])[_LIBS])
AM_CONDITIONAL([WITH_]m4_toupper([$1]), [test "x$with_$1" = xyes])
AS_IF([test "x$with_$1" = xyes],
  [AC_DEFINE([TN_WITH_]m4_toupper([$1]), [1], [Define to build the $2 backend.])])
])

dnl TENON_MODULES(header): --enable-modules builds the backends as files that are loaded
dnl when a URL asks for one; the header has the number of their interface.
AC_DEFUN([TENON_MODULES], [
AC_ARG_ENABLE([modules],
  [AS_HELP_STRING([--enable-modules], [backends as loadable files (default: linked into the library)])],
  [], [enable_modules=no])
AC_SUBST([TENON_BACKEND_ABI], [`sed -n 's/^#define TN_BACKEND_ABI //p' "$srcdir/$1"`])
AS_IF([test "x$enable_modules" = xyes], [
  AS_IF([test "x$enable_shared" = xno], [AC_MSG_ERROR([--enable-modules needs shared libraries])])
  AC_SEARCH_LIBS([dlopen], [dl])
  AC_DEFINE([TN_MODULES], [1], [Define to load backends when they are asked for.])])
AM_CONDITIONAL([MODULES], [test "x$enable_modules" = xyes])
])
