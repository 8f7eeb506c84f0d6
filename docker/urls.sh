#!/bin/sh
# SPDX-License-Identifier: MIT
#
# urls.sh - prints the matrix of docker/compose.yaml for a shell to evaluate:
#
#   eval "$(docker/urls.sh)" && tests/run-matrix
set -eu
pg=postgresql://tenon@127.0.0.1
my=tenon:tenon@127.0.0.1
cat <<END
export TENON_MATRIX='postgresql 14|$pg:54014/tenon_test
postgresql 18|$pg:54018/tenon_test
postgresql 18 icu|$pg:54018/tenon_test_icu
mysql 8.4|mysql://$my:33084/tenon_test
mysql 9|mysql://$my:33090/tenon_test
mariadb 10.11|mariadb://$my:33111/tenon_test
mariadb 11.8|mariadb://$my:33118/tenon_test'
export TENON_MATRIX_MISS=''
END
