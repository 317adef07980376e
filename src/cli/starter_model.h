// The model that `flowtime new` writes.
#pragma once

#include <string_view>

namespace flowtime::cli {

// Its own first lines say what to try with it.
inline constexpr std::string_view kStarterModel =
    R"yaml(# A help desk from 08:00 to 16:00: calls come in, agents answer them, callers wait in a queue.
# Try it:   flowtime run THIS-FILE        flowtime test THIS-FILE
# Change:   flowtime run THIS-FILE --set 'answers_per_agent[10:00..12:00]*=1.5'
# Editors complete and check it after: flowtime schema > flowtime.schema.json
# yaml-language-server: $schema=flowtime.schema.json
schemaVersion: 1
itemNoun: calls

# Time is cut into bins. Everything below is per bin: here per quarter of an hour.
grid: {bins: 32, binSize: 15, binUnit: minutes, start: "2026-01-05T08:00:00Z"}

nodes:
  # A const node has one value for all bins, or one per bin.
  - id: calls
    kind: const
    values: [6, 8, 10, 14, 18, 22, 24, 24, 22, 20, 18, 16, 14, 12, 12, 12,
             14, 14, 16, 16, 14, 12, 12, 10, 10, 8, 8, 6, 6, 4, 4, 2]
  # A formula that is a number is a setting too: --set agents=5
  - {id: agents, kind: expr, expr: "4"}
  - {id: answers_per_agent, kind: const, values: [5]}
  - {id: capacity, kind: expr, expr: "agents * answers_per_agent"}
  # What is answered: what there is to answer, but no more than the agents can.
  # SHIFT(waiting, 1) is what waited at the end of the bin before.
  - {id: answered, kind: expr, expr: "MIN(capacity, calls + SHIFT(waiting, 1))"}

# The topology says what the series mean: queues, waits and verdicts follow from it.
topology:
  nodes:
    - id: Desk
      kind: serviceWithBuffer
      semantics:
        arrivals: calls
        served: answered
        capacity: capacity
        queueDepth: waiting
        slaMin: 20 # no call should wait longer, in minutes
      initialCondition: {queueDepth: 0}
  edges: []

# What must come out. "flowtime test" fails when one of these does not hold.
expect:
  - "max(waiting) < 20"
  - "p95Wait(Desk) <= 20 min"
  - "undelivered(Desk) == 0"
  - "load(Desk) < 0.75 in 14:00..16:00"
  - "verdict(run) != critical"
)yaml";

}  // namespace flowtime::cli
