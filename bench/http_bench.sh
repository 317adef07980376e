#!/usr/bin/env bash
# Requests per second of a server on loopback, with wrk: GET of a stored run, durable creation of
# runs from a template of 288 bins and from a model text. Prints figures and asserts none.
#
# usage: http_bench.sh PROGRAM [SECONDS]
set -euo pipefail

program=$1
seconds=${2:-5}
work=$(mktemp -d)
server=""
cleanup() {
  if [ -n "$server" ] && kill -TERM "$server" 2>/dev/null; then
    wait "$server" || true
  fi
  rm -rf "$work"
}
trap cleanup EXIT

"$program" serve --listen 127.0.0.1:0 --data-dir "$work/data" >"$work/out" 2>"$work/err" &
server=$!
until grep -q Listening "$work/out"; do
  kill -0 "$server" || { cat "$work/err" >&2; exit 1; }
done
url=$(sed -n 's/^Listening on //p' "$work/out" | head -1)

# Each request makes a run of its own: the server gives it a random id.
cat >"$work/template.lua" <<'LUA'
local body = '{"templateId":"order-system","mode":"simulation"}'
function request()
  return wrk.format("POST", "/v1/runs", {["Content-Type"] = "application/json"}, body)
end
LUA

# A model of 288 bins of five minutes with one service; each request changes a value.
cat >"$work/model.lua" <<'LUA'
local model = [[schemaVersion: 1\ngrid: {bins: 288, binSize: 5, binUnit: minutes, start: \"2026-01-01T00:00:00Z\"}\nnodes:\n- {id: demand, kind: const, values: [%d]}\n- {id: capacity, kind: const, values: [12]}\n- {id: served, kind: expr, expr: \"MIN(capacity, demand + SHIFT(shop_queue, 1))\"}\n- {id: errors, kind: const, values: [0]}\ntopology:\n  nodes:\n  - id: Shop\n    kind: serviceWithBuffer\n    semantics: {arrivals: demand, served: served, errors: errors, capacity: capacity, queueDepth: shop_queue}\n  edges: []\n]]
local count = 0
function request()
  count = count + 1
  return wrk.format("POST", "/v1/runs", {["Content-Type"] = "application/json"},
    '{"model":"' .. string.format(model, count) .. '"}')
end
LUA

# Processor time of the server so far, user and system, in ticks.
cpu_ticks() { awk '{print $14 + $15}' "/proc/$server/stat"; }

# measure WHAT TARGET wrk-options...: one row of the table, after a moment to warm up.
measure() {
  local what=$1 target=$2 before after
  wrk -t1 -d1s "${@:3}" "$target" >/dev/null
  before=$(cpu_ticks)
  wrk -t1 -d"${seconds}s" --latency "${@:3}" "$target" >"$work/wrk"
  after=$(cpu_ticks)
  awk -v what="$what" -v ticks=$((after - before)) -v hertz="$(getconf CLK_TCK)" '
    $1 == "50%" {median = $2} $1 == "99%" {slowest = $2} /requests in/ {requests = $1}
    /Non-2xx/ {refused = "  " $0} /Requests\/sec/ {rate = $2}
    END {if (requests + 0 == 0) requests = 1
         cpu = ticks * 1000 / hertz / requests
         printf "%-44s %10.1f %10s %10s %14.3f%s\n", what, rate, median, slowest, cpu, refused}' "$work/wrk"
}

run_id=$(curl -sf "$url/v1/runs" -H 'Content-Type: application/json' \
  -d '{"templateId":"order-system","mode":"simulation"}' | sed 's/.*"runId":"\([^"]*\)".*/\1/;q')

printf '%-44s %10s %10s %10s %14s\n' "with access log, $seconds s each" "per second" "median" "p99" "cpu ms/request"
measure "GET /v1/runs/{runId}, 64 connections" "$url/v1/runs/$run_id" -c64
measure "GET /v1/runs/{runId} from a browser, 64" "$url/v1/runs/$run_id" -c64 -H "Accept-Encoding: gzip, br"
measure "GET /v1/runs, 8 connections" "$url/v1/runs" -c8
measure "POST /v1/runs order-system, durable, 8" "$url" -c8 -s "$work/template.lua"
measure "POST /v1/runs model text, durable, 8" "$url" -c8 -s "$work/model.lua"
