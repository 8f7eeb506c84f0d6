#!/bin/sh
# SPDX-License-Identifier: MIT
#
# check.sh - compose.yaml is valid, and urls.sh and README.md name its ports.
# No engine is needed.
set -eu
cd "$(dirname "$0")"
ports=$(sed -n 's/^ *ports: \["127.0.0.1:\([0-9]*\):.*/\1/p' compose.yaml | sort)
urls=$(sh ./urls.sh | grep -o '127\.0\.0\.1:[0-9]*' | cut -d: -f2 | sort -u)
readme=$(grep '^|' README.md | grep -o '127\.0\.0\.1:[0-9]*' | cut -d: -f2 | sort -u)
[ "$ports" = "$urls" ] || { echo "docker/check.sh: urls.sh and compose.yaml differ in their ports"; exit 1; }
[ "$ports" = "$readme" ] || { echo "docker/check.sh: README.md and compose.yaml differ in their ports"; exit 1; }
if docker compose version >/dev/null 2>&1; then
	docker compose -f compose.yaml config -q
	how="docker compose config"
elif command -v docker-compose >/dev/null; then
	docker-compose -f compose.yaml config -q
	how="docker-compose config"
else
	how="compose itself was not there to ask"
fi
echo "docker/check.sh: OK ($(echo "$ports" | wc -l) servers, $how)"
