#!/bin/sh
# SPDX-License-Identifier: MIT
#
# wait.sh [SECONDS] - until every server of docker/compose.yaml is healthy.
# docker-compose 1.x has no "up --wait".
set -eu
left=${1:-180}
names=$(sed -n 's/^ *container_name: *//p' "$(dirname "$0")/compose.yaml")
while :; do
	waiting=''
	for name in $names; do
		[ "$(docker inspect -f '{{.State.Health.Status}}' "$name" 2>/dev/null)" = healthy ] ||
			waiting="$waiting $name"
	done
	[ -n "$waiting" ] || exit 0
	[ "$left" -gt 0 ] || { echo "wait.sh: not healthy:$waiting" >&2; exit 1; }
	sleep 2
	left=$((left - 2))
done
