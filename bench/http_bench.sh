#!/usr/bin/env bash
# Requests per second of a server on loopback, with wrk: GET of a stored run, and durable creation
# of runs with 288 bins. Prints figures and asserts none.
#
# usage: http_bench.sh PROGRAM [SECONDS]
set -euo pipefail

program=$1
seconds=${2:-5}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=""
cleanup() {
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null && wait "$server" || true
  fi
  rm -rf "$work"
}
trap cleanup EXIT

"$program" serve --listen 127.0.0.1:0 --data-dir "$work/data" --quiet >"$work/out" 2>"$work/err" &
server=$!
until grep -q Listening "$work/out"; do
  kill -0 "$server"
done
url=$(sed -n 's/^Listening on //p' "$work/out" | head -1)

# A model of 288 bins of five minutes with one service; each request changes a value, so that each
# makes a run of its own.
cat >"$work/create.lua" <<'LUA'
local model = [[schemaVersion: 1\ngrid: {bins: 288, binSize: 5, binUnit: minutes, start: \"2026-01-01T00:00:00Z\"}\nnodes:\n- {id: demand, kind: const, values: [%d]}\n- {id: capacity, kind: const, values: [12]}\n- {id: served, kind: expr, expr: \"MIN(capacity, demand + SHIFT(shop_queue, 1))\"}\n- {id: errors, kind: const, values: [0]}\ntopology:\n  nodes:\n  - id: Shop\n    kind: serviceWithBuffer\n    semantics: {arrivals: demand, served: served, errors: errors, capacity: capacity, queueDepth: shop_queue}\n  edges: []\n]]
local count, thread_id, threads = 0, 0, 0
function setup(thread) thread:set("thread_id", threads); threads = threads + 1 end
function request()
  count = count + 1
  local value = thread_id * 1000000 + count
  return wrk.format("POST", "/v1/runs", {["Content-Type"] = "application/json"},
    '{"model":"' .. string.format(model, value) .. '"}')
end
LUA

run_id=$(curl -sf "$url/v1/runs" -H 'Content-Type: application/json' -d "$(
  printf '{"model":"schemaVersion: 1\\ngrid: {bins: 4, binSize: 1, binUnit: hours}\\nnodes:\\n- {id: a, kind: const, values: [1]}\\n"}'
)" | sed 's/.*"runId":"\([^"]*\)".*/\1/;q')

echo "GET /v1/runs/{runId}, 64 connections, $seconds s"
wrk -t1 -c64 -d"${seconds}s" --latency "$url/v1/runs/$run_id"
echo
echo "POST /v1/runs, 288 bins, durable, 8 connections, $seconds s"
wrk -t1 -c8 -d"${seconds}s" --latency -s "$work/create.lua" "$url"
