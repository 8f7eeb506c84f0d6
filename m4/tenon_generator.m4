dnl TENON_GENERATOR(VARIABLE, program, file that it makes)
dnl A program that makes a source file.  It is needed only when the file is not
dnl there yet (a checkout) or when its source was changed.
AC_DEFUN([TENON_GENERATOR], [
AC_CHECK_PROG([$1], [$2], [$2])
AS_IF([test -z "$$1"], [
  AS_IF([test -f "$srcdir/$3"],
    [AM_MISSING_PROG([$1], [$2])],
    [AC_MSG_ERROR([$2 is needed to build from a checkout (Debian: $2); a release tarball has $3])])])
])
