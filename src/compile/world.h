// World: what all mechanisms of one attempt to lower a model read and write.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compile/compile.h"
#include "compile/draft.h"
#include "compile/slot_table.h"
#include "model/model.h"

namespace flowtime::compile_detail {

// What had to be decided after looking at an earlier attempt's graph.
// The sets only grow from attempt to attempt, so that compile ends (docs/decisions/0004).
struct Decisions {
  std::set<std::string> unsplit_depths;  // initial depth is all DEFAULT
  std::set<std::string> unattributed;    // outflows and losses that keep no parts of their own
  // By constraint (into topology.constraints) and topology id.
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> stratum;
  bool operator==(const Decisions&) const = default;
};

// A member of a constraint, with the columns of its served before and after it is capped.
// `raw` and `capped` are what find_strata follows from member to member.
struct Member {
  std::uint32_t constraint = 0;  // into topology.constraints
  std::string topology_id;
  ColumnIndex raw, capped;
};

// The mechanisms run one after the other, in the order of lowering.cc. What only some of them
// know is in an object of its own, which their constructors name.
// One attempt, one World: it is thrown away when the graph asks for other decisions. Not copied;
// mechanisms hold references into it.
struct World {
  World(const Model& of, const CompileOptions& with, const Decisions& after)
      : model(of), options(with), decisions(after) {}

  // The three outlive the world.
  const Model& model;
  const CompileOptions& options;
  const Decisions& decisions;
  Draft draft;
  SlotTable slots;
  // Not mistakes: what the author should know. Compiled::notes.
  std::vector<Finding> notes;
  Problems problems;  // a limit that was exceeded
  std::unordered_map<std::string, std::vector<const TrafficArrival*>> arrivals_at;  // by node id
  // Outflows and losses whose queue gives them their parts (classed.cc).
  std::set<std::string> attributed;
  std::vector<Member> members;  // for strata
};

}  // namespace flowtime::compile_detail
