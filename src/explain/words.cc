// An explanation as one paragraph for a person: what the value is, how it moved, what made it.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "base/number_text.h"
#include "explain/explain.h"
#include "explain/told_text.h"
#include "metrics/noise.h"
#include "series/absent.h"

namespace flowtime {
namespace {

// "a, b and c"
std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}
std::string in_brackets(const std::vector<std::string>& parameters) {
  std::string text;
  for (const std::string& name : parameters) text += (text.empty() ? " (" : ", ") + name;
  return text.empty() ? "" : text + ")";
}

class Paragraph {
 public:
  explicit Paragraph(const Explanation& explanation) : e_(explanation) {}

  std::string text() {
    say(opening());
    if (e_.absence) {
      say(absent());
      return std::move(text_);
    }
    say(movement());
    if (e_.build_up) {
      say(history(*e_.build_up));
    } else {
      say(rule());
    }
    say(e_.build_up ? flows() : causes());
    if (e_.build_up) say(limits(*e_.build_up));
    return std::move(text_);
  }

 private:
  void say(const std::string& sentence) {
    if (sentence.empty()) return;
    text_ += (text_.empty() ? "" : " ") + sentence;
  }
  // "at 14:00", "on 2026-03-05", "in bin 7"
  std::string when(std::int64_t bin) const {
    if (bin < 0) return "before the first bin";
    const std::string time = told_time(e_.grid, bin);
    if (!e_.grid.start_unix_ms) return "in " + time;
    return (time.find(':') == std::string::npos ? "on " : "at ") + time;
  }
  std::string since(std::int64_t bin) const { return told_time(e_.grid, bin); }
  // Items have no unit of their own where people read.
  std::string unit() const {
    if (e_.unit == "entities" || e_.unit == "entities/bin") return counts_items() ? " items" : "";
    return e_.unit.empty() || e_.unit == "ratio" ? "" : " " + e_.unit;
  }
  // Every series of a run has a unit of items, also a factor or a time that an author computes.
  bool counts_items() const {
    constexpr std::string_view kOther[] = {"", "processingTimeMsSum", "parallelism", "limited"};
    return std::find(std::begin(kOther), std::end(kOther), e_.role) == std::end(kOther);
  }
  // Amounts of time need their unit, items do not.
  std::string time_unit() const { return e_.unit == "min" || e_.unit == "ms" ? " " + e_.unit : ""; }

  std::string opening() const {
    std::string name = e_.series_id;
    if (e_.is_stored && !e_.role.empty() && !e_.node_id.empty()) {
      name += " (" + (e_.alias.empty() ? e_.role : e_.alias) + ", " + e_.node_id + ")";
    }
    if (is_absent(e_.value)) return name + " has no value " + when(e_.bin) + ".";
    return name + " is " + told_number(e_.value) + unit() + " " + when(e_.bin) + ".";
  }

  std::string absent() const {
    std::string text = "It is absent because ";
    if (e_.absence->path.size() > 1) {
      const AbsentAt& first = e_.absence->path.back();
      text += first.series_id + " is absent " + when(first.bin) + ": ";
    }
    return text + e_.absence->reason + ".";
  }

  // What it did in the bin that was asked for.
  std::string movement() const {
    if (!e_.trend || e_.bin == 0) return "";
    const Trend& trend = *e_.trend;
    if (trend.direction == 0) {
      const bool long_so = trend.since_bin < e_.bin;
      return long_so ? "It has stayed the same since " +
                           since(std::max<std::int64_t>(0, trend.since_bin - 1)) + "."
                     : "It stayed the same in this bin.";
    }
    std::string text = trend.direction > 0 ? "It grew by " : "It shrank by ";
    text += told_number(std::fabs(trend.change)) + " in this bin";
    const BuildUpBin* now = this_bin();
    if (now != nullptr) text += ": " + in_and_out(*now);
    return text + ".";
  }
  const BuildUpBin* this_bin() const {
    if (!e_.build_up || !e_.build_up->now) return nullptr;
    return &*e_.build_up->now;
  }
  static std::string in_and_out(const BuildUpBin& bin) {
    std::vector<std::string> parts{told_number(bin.inflow) + " came in",
                                   told_number(bin.outflow) + " left"};
    if (bin.loss > 0) parts.push_back(told_number(bin.loss) + " were lost");
    if (bin.overflow > 0) parts.push_back(told_number(bin.overflow) + " found no room");
    return listed(parts);
  }

  // Since when something waits, and where the peak was.
  std::string history(const BuildUp& built) const {
    std::string text;
    if (built.from_empty && built.first_bin > 0) {
      text = "It was empty until " + since(built.first_bin);
    } else if (built.first_bin == 0) {
      text = built.from_empty ? "It was empty at the start"
                              : "It began with " + told_number(built.before);
    } else {
      text = "It held " + told_number(built.before) + " before " + since(built.first_bin);
    }
    if (built.peak_bin == e_.bin) return text + "; this is its peak.";
    return text + "; its peak " + (built.peak_bin < e_.bin ? "was " : "comes later: ") +
           told_number(built.peak) + " " + when(built.peak_bin) + ".";
  }

  std::string rule() const {
    constexpr std::size_t kLongest = 200;
    if (e_.formula.op == "input") return "The model gives this value.";
    if (e_.rule.size() > kLongest) return "";
    std::string text = "It is " + e_.rule + in_brackets(e_.parameters);
    const std::string& values = e_.with_short_values;
    if (values.size() <= kLongest && values != e_.rule) text += " = " + values;
    for (const FormulaNode& operand : e_.formula.operands) {
      if (!operand.binding || e_.formula.operands.size() < 2) continue;
      const std::string name = operand.series_id.empty() ? operand.role : operand.series_id;
      if (!name.empty()) text += "; " + name + " decides";
    }
    return text + ".";
  }

  // What brought items into a level and what took them out, each in full.
  std::string flows() const {
    std::string text;
    for (const Side side : {Side::kIn, Side::kOut, Side::kNone}) {
      const std::string list = flow_list(side);
      if (!list.empty()) text += (text.empty() ? span() : "; ") + list;
    }
    return text.empty() ? "" : text + ".";
  }
  std::string span() const {
    const std::int64_t first = e_.build_up->first_bin;
    if (first == e_.bin) return "In this bin ";
    return "From " + since(first) + " to " + since(e_.bin) + " ";
  }
  std::string flow_list(Side side) const {
    constexpr std::size_t kTold = 5;
    std::vector<std::string> parts;
    Twofold others;
    std::size_t untold = 0;
    for (const Contribution& c : e_.contributions) {
      if (c.side != side || is_dust(c) || is_silent(c.kind)) continue;
      if (parts.size() < kTold) {
        parts.push_back(flow(c));
      } else {
        others += Twofold{c.amount, 0};
        ++untold;
      }
    }
    if (untold > 0) {
      parts.push_back(std::to_string(untold) + " smaller causes " +
                      (side == Side::kOut ? "took " : "added ") +
                      told_number(std::fabs(others.rounded())));
    }
    return listed(parts);
  }
  // Shares are told with their capacity.
  static bool is_silent(CauseKind kind) {
    return kind == CauseKind::kShare || kind == CauseKind::kRounding;
  }
  std::string flow(const Contribution& c) const {
    const std::string amount = told_amount(c), by = in_brackets(c.parameters);
    const bool brings = c.side != Side::kOut;
    if (c.kind == CauseKind::kOverflow) return name(c) + " turned away " + amount;
    if (c.kind == CauseKind::kLoss) return name(c) + " lost " + amount;
    if (c.kind == CauseKind::kOutflow) return amount + " left as " + name(c);
    if ((c.amount > 0) != brings)
      return name(c) + (brings ? " took back " : " gave back ") + amount;
    const bool limit = c.kind == CauseKind::kCapacity || c.kind == CauseKind::kLimit;
    if (brings || !limit) return name(c) + (brings ? " added " : " took ") + amount;
    const std::string id = c.constraint_id.empty() ? with_class(c) : c.constraint_id;
    return id + " let " + amount + " through" + by + shares(c);
  }
  // ", 6,791 of it for Reports and 5,924 for Checkout"
  std::string shares(const Contribution& capacity) const {
    std::vector<std::string> parts;
    for (const Contribution& c : e_.contributions) {
      if (capacity.constraint_id.empty() || c.kind != CauseKind::kShare || is_dust(c)) continue;
      parts.push_back(told_number(std::fabs(c.amount)) + (parts.empty() ? " of it" : "") + " for " +
                      name(c));
    }
    return parts.empty() ? "" : ", " + listed(parts);
  }
  bool is_dust(const Contribution& c) const { return is_nothing_beside(e_, c.amount); }
  // "72 × 60 = 4,320" where it is the same in every bin and a person can multiply it.
  static std::string told_amount(const Contribution& c) {
    const std::string all = told_number(std::fabs(c.amount));
    const bool same = c.each && c.bin_count > 1;
    const auto short_each = parse_number(short_text(c.each.value_or(0)));
    const bool exact = same && short_each &&
                       std::fabs(*short_each - *c.each) <= kNoChangeShare * std::fabs(*c.each);
    if (!exact) return all;
    return told_number(std::fabs(*c.each)) + " × " + std::to_string(c.bin_count) + " = " + all;
  }

  std::string causes() const {
    constexpr std::size_t kTold = 4;
    std::vector<const Contribution*> told;
    for (const Contribution& c : e_.contributions) {
      if (c.kind != CauseKind::kRounding && !is_dust(c)) told.push_back(&c);
    }
    if (told.empty()) return "";
    const Contribution& only = *told.front();
    if (told.size() == 1) {
      return only.series_id == e_.series_id ? "" : "All of it comes from " + name(only) + ".";
    }
    std::vector<std::string> parts;
    const std::size_t count = told.size() > kTold + 1 ? kTold : told.size();
    for (std::size_t i = 0; i < count; ++i) {
      parts.push_back(name(*told[i]) + (told[i]->amount < 0 ? " took " : " added ") +
                      told_number(std::fabs(told[i]->amount)) + time_unit());
    }
    Twofold others;
    for (std::size_t i = count; i < told.size(); ++i) others += Twofold{told[i]->amount, 0};
    if (count < told.size()) {
      parts.push_back(std::to_string(told.size() - count) + " smaller causes made " +
                      told_number(others.rounded()));
    }
    return "In it " + listed(parts) + ".";
  }

  static std::string with_class(const Contribution& c) {
    return c.class_id.empty() ? c.series_id : c.series_id + " of class " + c.class_id;
  }
  // The name of a cause: its id, where it is, and the parameters it was written with.
  std::string name(const Contribution& c) const {
    const std::string by = c.via_node.empty() ? "" : " by way of " + c.via_node;
    const std::string id = with_class(c), origin = in_brackets(c.parameters);
    switch (c.kind) {
      case CauseKind::kEcho:
        return c.echo_of.empty() || c.echo_of == c.series_id
                   ? id + " coming again" + origin + by
                   : id + " (" + c.echo_of + " coming again" + after_name(c) + ")" + by;
      case CauseKind::kBacklog: return "what waited in " + id + by;
      case CauseKind::kShare: return c.node_id.empty() ? id : c.node_id;
      case CauseKind::kOverflow:
        return c.node_id.empty() ? id : "the limit of " + c.node_id + origin;
      case CauseKind::kNumber: return "the fixed part of " + id + origin + by;
      case CauseKind::kInitial: return "what " + id + " held at the start";
      case CauseKind::kHeld: return "what " + id + " held before";
      case CauseKind::kDecision: return "a comparison in " + id + origin + by;
      case CauseKind::kDraw: return "random draws of " + id + by;
      case CauseKind::kRest:
        return "earlier and smaller causes (" + std::to_string(c.folded) + ", folded)";
      case CauseKind::kRounding: return "rounding";
      default: return id + origin + by;
    }
  }
  static std::string after_name(const Contribution& c) {
    std::string text;
    for (const std::string& parameter : c.parameters) text += ", " + parameter;
    return text;
  }
  // What decided how much left.
  std::string limits(const BuildUp& built) const {
    std::vector<std::string> parts;
    for (const BuildUpLimit& limit : built.limits) {
      const bool decides = limit.kind == CauseKind::kCapacity || limit.kind == CauseKind::kLimit;
      const bool silent = limit.id.empty() || (!decides && built.outflow == 0);
      if (silent || parts.size() == 3) continue;
      std::string text = limit_name(limit) + in_brackets(limit.parameters);
      if (limit.bins < built.bins) {
        text += " in " + std::to_string(limit.bins) + " of " + std::to_string(built.bins) + " bins";
      }
      parts.push_back(std::move(text));
    }
    if (parts.empty()) return "";
    return "How much left was decided by " + listed(parts) + ".";
  }
  static std::string limit_name(const BuildUpLimit& limit) {
    const std::string schedule = limit.node_id + ".dispatchSchedule";
    return limit.id == schedule ? "the schedule of " + limit.node_id : limit.id;
  }

  const Explanation& e_;
  std::string text_;
};

}  // namespace

std::string explain_in_words(const Explanation& explanation) {
  return Paragraph(explanation).text();
}

}  // namespace flowtime
