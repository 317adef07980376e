#include "compile/compile.h"

#include <algorithm>
#include <memory>

#include "compile/assemble.h"
#include "compile/lowering.h"
#include "model/names.h"

namespace flowtime {
namespace {

using namespace compile_detail;

struct Published {
  std::vector<ColumnIndex> columns;
  SeriesCatalog series;
};

void publish(Published& published, const Slot& slot, const std::string& class_id,
             ColumnIndex column) {
  SeriesInfo info;
  info.id = class_id.empty() ? slot.id : slot.id + "@" + class_id;
  info.measure = slot.id;
  info.class_id = class_id;
  info.kind = slot.kind;
  info.synthesised = slot.synthesised;
  published.series.add(std::move(info));
  published.columns.push_back(column);
}

void publish_computed(Published& published, const Slot& slot) {
  SeriesInfo info;
  info.id = computed_id(slot.id);
  info.measure = slot.id;
  info.kind = slot.kind;
  info.synthesised = true;
  published.series.add(std::move(info));
  published.columns.push_back(slot.computed.value_or(slot.raw));
}

Published published_series(const Model& model, const SlotTable& slots, bool with_computed) {
  Published published;
  const std::size_t totals = slots.size();
  published.columns.reserve(totals);
  published.series.reserve(totals);
  for (const Slot& slot : slots) {
    publish(published, slot, "", slot.column);
    for (std::size_t i = 0; i < slot.parts.size(); ++i) {
      const bool is_default = i == model.classes.size();
      publish(published, slot, is_default ? std::string(kDefaultClass) : model.classes[i].id,
              slot.parts[i]);
    }
  }
  for (const Slot& slot : slots) {
    if (with_computed && slot.measured) publish_computed(published, slot);
  }
  return published;
}

// The series along a cycle, each once, in the order in which one reads the next.
std::vector<std::string> owners_along(const Draft& draft, const SameBinCycle& cycle) {
  std::vector<std::string> names;
  for (const std::uint32_t op : cycle.ops) {
    const std::string& name = draft.owner_of(op);
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  if (names.size() > 1 && names.front() == names.back()) names.pop_back();
  return names;
}

// The cycle told from the series that the model declares first.
void start_at_first_declared(const Model& model, std::vector<std::string>& names) {
  const auto declared = [&](const std::string& name) {
    const auto found = model.node_index(name);
    return found ? found->value : model.nodes.size();
  };
  const auto first =
      std::min_element(names.begin(), names.end(),
                       [&](const auto& a, const auto& b) { return declared(a) < declared(b); });
  std::rotate(names.begin(), first, names.end());
}

Problem cycle_problem(const Model& model, const Draft& draft, const SameBinCycle& cycle) {
  std::vector<std::string> names = owners_along(draft, cycle);
  start_at_first_declared(model, names);
  std::string path;
  for (const std::string& name : names) path += name + " -> ";
  return {.code = "cycle",
          .message = "the model has a cycle within one bin: '" + path + names.front() +
                     "'; each series reads the next in the same bin",
          .remedy = "Read one of them from an earlier bin, for example with SHIFT(" + names.back() +
                    ", 1).",
          .where = position_of(model, names.front())};
}

// The series whose parts the op attributes to a flow that the author made without classes.
std::optional<std::string> attributed_series(const Draft& draft, std::uint32_t index,
                                             const Model& model) {
  const Op& op = draft.ops[index];
  if (op.code != OpCode::kScaleParts) return std::nullopt;
  for (const ColumnIndex output : draft.outputs(op)) {
    const std::string& name = draft.columns[output.value].name;
    const std::size_t at = name.find('@');
    if (at == std::string::npos) continue;
    std::string series = name.substr(0, at);
    // Parts are named "<series>@<class>"; an op that another series owns and that writes them is
    // the attribution by a queue.
    const bool by_a_queue = draft.owner_of(index) != series;
    if (by_a_queue && model.find_node(series) != nullptr) return series;
  }
  return std::nullopt;
}

// Cycles that only the attribution of parts closes are undone by leaving parts out: first every
// split of an initial depth that needs itself, then every attributed flow that still does
// (docs/decisions/0004).
bool undo_attribution(const Draft& draft, const std::vector<std::uint32_t>& on_cycles,
                      const Model& model, Decisions& decisions) {
  bool undone = false;
  for (const std::uint32_t op : on_cycles) {
    if (draft.ops[op].code != OpCode::kInitialSplit) continue;
    undone |= decisions.unsplit_depths.insert(draft.owner_of(op)).second;
  }
  if (undone) return true;
  for (const std::uint32_t op : on_cycles) {
    const auto series = attributed_series(draft, op, model);
    if (series) undone |= decisions.unattributed.insert(*series).second;
  }
  return undone;
}

struct Attempt {
  std::unique_ptr<World> world;
  Published published;
  Ordered ordered;
  std::vector<std::uint32_t> on_cycles;  // looked for when there is one
  Problems problems;                     // with one there is nothing else
};

Attempt attempt(const Model& model, const CompileOptions& options, const Decisions& decisions) {
  Attempt made{lower(model, options, decisions), {}, {}, {}, {}};
  made.problems = made.world->problems;
  if (!made.problems.empty()) return made;
  made.published = published_series(model, made.world->slots, options.with_computed);
  const Draft& draft = made.world->draft;
  const std::vector<std::uint8_t> needed = needed_ops(draft, made.published.columns);
  made.ordered = order_ops(draft, needed);
  if (made.ordered.cycle) made.on_cycles = ops_on_same_bin_cycles(draft, needed);
  return made;
}

}  // namespace

std::string computed_id(std::string_view id) { return std::string(id) + ":computed"; }

Result<Compiled> compile(const Model& model, const CompileOptions& options) {
  Decisions decisions;
  Attempt made = attempt(model, options, decisions);
  // Every round adds a decision, and there are at totals as many as queues and members.
  for (;;) {
    if (!made.problems.empty()) return made.problems;
    Decisions next = decisions;
    next.stratum = find_strata(made.world->draft, made.world->members);
    const bool undone = undo_attribution(made.world->draft, made.on_cycles, model, next);
    if (!undone && next.stratum == decisions.stratum) break;
    // Both kinds of decision are taken from one attempt and tried together.
    decisions = std::move(next);
    made = attempt(model, options, decisions);
  }
  if (made.ordered.cycle) return cycle_problem(model, made.world->draft, *made.ordered.cycle);
  hold_delays_in_rings(made.world->draft, made.ordered);
  fuse_backlog_servers(made.world->draft, made.ordered);
  Compiled compiled;
  compiled.plan =
      assemble(std::move(made.world->draft), made.ordered, model.grid.bins, made.published.columns);
  compiled.plan.series = std::move(made.published.series);
  compiled.notes = std::move(made.world->notes);
  return compiled;
}

}  // namespace flowtime
