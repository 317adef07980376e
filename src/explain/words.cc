// An explanation as one paragraph for a person.
#include <cmath>
#include <cstdio>

#include "base/number_text.h"
#include "explain/explain.h"
#include "series/absent.h"
#include "series/time_grid.h"

namespace flowtime {
namespace {

// Four significant digits are enough to read; JSON has them all.
std::string short_text(double value) {
  if (is_absent(value)) return "absent";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", std::fabs(value) < 1e15 ? value : std::trunc(value));
  const auto parsed = parse_number(text);
  return parsed ? format_number(*parsed) : text;
}

std::string bins_text(std::int64_t first, std::int64_t last) {
  if (first < 0 && last < 0) return "before bin 0";
  if (first == last) return "in bin " + std::to_string(first);
  return "in bins " + std::to_string(first) + " to " + std::to_string(last);
}

class Paragraph {
 public:
  explicit Paragraph(const Explanation& explanation) : e_(explanation) {}

  std::string text() {
    say(opening());
    if (e_.absence) {
      say(absent());
    } else {
      if (e_.build_up) say(build_up(*e_.build_up));
      if (!e_.build_up) say(rule());
      say(causes());
    }
    return std::move(text_);
  }

 private:
  void say(const std::string& sentence) {
    if (sentence.empty()) return;
    text_ += (text_.empty() ? "" : " ") + sentence;
  }
  std::string amount(double value) const {
    return short_text(value) + (e_.unit.empty() ? "" : " " + e_.unit);
  }

  std::string opening() const {
    std::string name = e_.series_id;
    if (e_.is_stored && !e_.role.empty() && !e_.node_id.empty()) {
      name += " (" + e_.role + " of " + e_.node_id + ")";
    }
    std::string when = "in bin " + std::to_string(e_.bin);
    if (e_.bin_start_unix_ms) when += " (" + format_utc(*e_.bin_start_unix_ms) + ")";
    if (is_absent(e_.value)) return name + " has no value " + when + ".";
    return name + " is " + amount(e_.value) + " " + when + ".";
  }

  std::string absent() const {
    std::string text = "It is absent because ";
    if (e_.absence->path.size() > 1) {
      const AbsentAt& first = e_.absence->path.back();
      text += first.series_id + " is absent in bin " + std::to_string(first.bin) + ": ";
    }
    return text + e_.absence->reason + ".";
  }

  std::string rule() const {
    if (e_.formula.op == "input") return "The model gives this value.";
    if (e_.rule.size() > 200) return "";
    std::string text = "It is " + e_.rule;
    if (e_.with_values.size() <= 200 && e_.with_values != e_.rule) text += " = " + e_.with_values;
    for (const FormulaNode& operand : e_.formula.operands) {
      if (!operand.binding || e_.formula.operands.size() < 2) continue;
      const std::string name = operand.series_id.empty() ? operand.role : operand.series_id;
      if (!name.empty()) text += "; " + name + " decides";
    }
    return text + ".";
  }

  std::string build_up(const BuildUp& built) const {
    std::string text = "It ";
    const bool from_empty = built.before <= 0;
    text += from_empty ? "was empty before bin " + std::to_string(built.first_bin) + "; since then "
                       : "held " + short_text(built.before) + " before bin " +
                             std::to_string(built.first_bin) + "; since then ";
    text += short_text(built.inflow) + " came in and " + short_text(built.outflow) + " went out";
    if (built.loss > 0) text += ", " + short_text(built.loss) + " were lost";
    if (built.overflow > 0) text += ", " + short_text(built.overflow) + " overflowed";
    text += largest_growth(built);
    return text + ".";
  }
  static std::string largest_growth(const BuildUp& built) {
    const BuildUpBin* most = nullptr;
    for (const BuildUpBin& bin : built.largest) {
      if (bin.change > 0 && (most == nullptr || bin.change > most->change)) most = &bin;
    }
    if (most == nullptr) return "";
    std::string text = "; it grew most in bin " + std::to_string(most->bin) + ", by " +
                       short_text(most->change) + " (" + short_text(most->inflow) + " in, " +
                       short_text(most->outflow) + " out";
    if (!most->limited_by.empty()) text += ", limited by " + most->limited_by;
    return text + ")";
  }

  std::string causes() const {
    constexpr std::size_t kTold = 4;
    if (e_.contributions.empty()) return "";
    const Contribution& only = e_.contributions.front();
    const std::size_t count =
        e_.contributions.size() - (is_rounding(e_.contributions.back()) ? 1 : 0);
    if (count == 1) {
      if (only.series_id == e_.series_id) return "";
      return "All of it is " + cause(only) + ".";
    }
    std::string text = "It is made up of ";
    std::size_t told = 0;
    for (const Contribution& contribution : e_.contributions) {
      if (told == count || (told == kTold && count > kTold + 1)) break;
      text +=
          (told++ > 0 ? ", " : "") + signed_amount(contribution.amount) + " " + cause(contribution);
    }
    if (told < count) {
      Twofold others;
      for (std::size_t i = told; i < count; ++i) {
        others += Twofold{e_.contributions[i].amount, 0};
      }
      text += " and " + signed_amount(others.rounded()) + " of " + std::to_string(count - told) +
              " smaller causes";
    }
    return text + ".";
  }
  static bool is_rounding(const Contribution& c) { return c.kind == CauseKind::kRounding; }
  static std::string signed_amount(double value) {
    return (value < 0 ? "" : "+") + short_text(value);
  }
  static std::string name_with_class(const Contribution& c) {
    return c.class_id.empty() ? c.series_id : c.series_id + " of class " + c.class_id;
  }
  static std::string cause(const Contribution& c) {
    std::string text;
    switch (c.kind) {
      case CauseKind::kArrivals: text = "arrivals " + name_with_class(c); break;
      case CauseKind::kCapacity: text = "capacity " + name_with_class(c); break;
      case CauseKind::kLimit: text = "limit " + name_with_class(c); break;
      case CauseKind::kInput: text = "input " + name_with_class(c); break;
      case CauseKind::kNumber: text = "numbers in the formula of " + c.series_id; break;
      case CauseKind::kInitial: return "initial depth of " + c.series_id;
      case CauseKind::kEcho: text = "echo of " + name_with_class(c); break;
      case CauseKind::kDecision: text = "a comparison in " + c.series_id; break;
      case CauseKind::kDraw: text = "random draws of " + c.series_id; break;
      case CauseKind::kRest:
        return "earlier and smaller causes (" + std::to_string(c.folded) + ", folded)";
      case CauseKind::kRounding: return "rounding";
    }
    text += " " + bins_text(c.first_bin, c.last_bin);
    if (!c.via_node.empty()) text += " by way of " + c.via_node;
    return text;
  }

  const Explanation& e_;
  std::string text_;
};

}  // namespace

std::string explain_in_words(const Explanation& explanation) {
  return Paragraph(explanation).text();
}

}  // namespace flowtime
