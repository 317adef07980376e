// SeriesWriter: reads and defines series of a World, and does arithmetic on values with class
// parts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compile/world.h"

namespace flowtime::compile_detail {

// A total and, when it is classed, its parts: one per declared class, then DEFAULT.
// In every bin the parts sum to the total, except where they are still to be scaled.
struct Value {
  Operand total{};
  std::vector<Operand> parts{};
  bool classed() const { return !parts.empty(); }
};

// What has a weight: a number, or a series that wins over it.
// `series` is a reference into the model.
struct Weight {
  double number = 1;
  const Rare<SeriesRef>& series;
};

// What a node retries: its failures, else its errors.
inline const Rare<SeriesRef>& retried_of(const TopologyNode& node) {
  const auto& failures = node.semantics[Role::kFailures];
  return failures ? failures : node.semantics[Role::kErrors];
}

// The base of every mechanism. It holds references into the World and no state of its own.
// Protected members are the vocabulary of lowering: read gives a Value of a series, sum, times and
// lower_per_part compute with Values, define writes one to a series.
class SeriesWriter {
 protected:
  explicit SeriesWriter(World& world)
      : model_(world.model),
        options_(world.options),
        decisions_(world.decisions),
        draft(world.draft),
        slots_(world.slots),
        world_(world) {}

  // The declared classes and DEFAULT, also in a model without classes, whose values have no parts.
  std::size_t part_count() const { return model_.classes.size() + 1; }

  // The series with that id; declared if it is not yet there.
  Slot& declare_series(const std::string& id, bool synthesised);
  std::optional<std::uint32_t> find_slot(std::string_view id) const { return slots_.find(id); }
  bool has_slot(std::string_view id) const { return find_slot(id).has_value(); }
  // Precondition of both: the series is declared.
  const Slot& slot(std::string_view id) const { return slots_[slots_.index_of(id)]; }
  Slot& slot_of(std::string_view id) { return slots_[slots_.index_of(id)]; }
  // Whether traffic names a class for arrivals at the node: its parts follow from traffic then.
  bool has_classed_traffic(const std::string& id) const;

  // A constant series is read as its number, unless with a lag: before bin 0 it may hold another
  // value.
  Value read(const Slot& slot, std::uint32_t lag = 0) const;
  Value read(const std::string& id, std::uint32_t lag = 0) const { return read(slot(id), lag); }
  Value read(const SeriesRef& ref);
  // Before constraints cap it.
  Value read_raw(const std::string& id) const;
  Value read_for(const SeriesRef& ref, const TopologyNode* node);

  // Of an unclassed value DEFAULT is the whole, every other part 0.
  Operand part_of(const Value& value, std::size_t part) const;
  std::vector<Operand> parts_of(const Value& value) const;
  // One kScaleParts op: parts in proportion to `raw` that sum to `total`; where all of `raw` is 0,
  // in proportion to `fallback`, else all DEFAULT.
  std::vector<Operand> scaled(Operand total, std::vector<Operand> raw,
                              const std::vector<Operand>& fallback = {});
  std::vector<Operand> picked(Operand condition, const Value& a, const Value& b);
  Value sum(const Value& a, const Value& b);
  // Total and parts are multiplied alike, so the parts need not be scaled again.
  Value times(const Value& value, double factor);
  Value times(const Value& value, Operand factor);
  // At most four arguments.
  Operand emit_totals(const DraftOp& op, std::span<const Value> x);
  Value lower_per_part(const DraftOp& op, std::span<const Value> x, bool fall_back);
  // They sum to 1 in every bin. Precondition: numbers are positive (read_model checks them).
  std::vector<Operand> shares_of(const std::vector<Weight>& weights);

  // Call once per slot. Sets Slot::constant where the value is a number, so that later readers fold
  // it.
  void define(Slot& slot, const Value& value);
  void define_parts(Slot& slot, const std::vector<Operand>& parts);
  // Of a slot whose `column` differs from `raw` (capped or measured): the parts of what readers
  // get.
  void give_parts(Slot& slot, const std::vector<Operand>& raw);
  // The column is written by the plan's parameter of that name; one value is for every bin.
  void add_parameter(const std::string& name, ColumnIndex column, std::vector<double> values,
                     bool scalar_only);

  const Model& model_;
  const CompileOptions& options_;
  const Decisions& decisions_;
  Draft& draft;
  SlotTable& slots_;
  World& world_;
};

}  // namespace flowtime::compile_detail
