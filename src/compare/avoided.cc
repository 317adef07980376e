#include "compare/avoided.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "compare/comparison.h"
#include "compare/comparison_words.h"
#include "figures/run_figures.h"
#include "judge/node_flows.h"
#include "metrics/waits.h"
#include "pipeline/setting.h"
#include "series/absent.h"
#include "series/duration_text.h"
#include "series/time_grid.h"

namespace flowtime {
namespace {

// One run from the bin on: every node, and all of them together.
struct Side {
  std::vector<Backlog> nodes;
  Backlog all;
};

Side side_of(const ComparedRun& run, std::int64_t from_bin) {
  const Judgement& judgement = run.figures.judgement();
  const double width = run.model.grid.bin_minutes();
  const auto from = static_cast<std::size_t>(from_bin);
  std::vector<double> together(static_cast<std::size_t>(run.model.grid.bins), 0.0);
  Side side;
  for (std::size_t i = 0; i < judgement.nodes.size(); ++i) {
    const NodeJudgement& judged = judgement.nodes[i];
    Backlog& backlog = side.nodes.emplace_back();
    // Items in transit or in a pile do not wait for a turn: no capacity would have changed that.
    if (judged.is_pile || is_finite(judged.transit_minutes)) continue;
    const judge::NodeFlows flows(run.figures.judged(), i);
    const SeriesIn depth = flows.depth();
    for (std::size_t t = from; t < together.size(); ++t) {
      const double waiting = depth.empty() ? 0 : std::max(0.0, finite_or_zero(depth[t]));
      together[t] += waiting;
      backlog.peak = std::max(backlog.peak, waiting);
      backlog.item_minutes += waiting * width;
      const double wait = judged.wait_minutes(static_cast<std::int64_t>(t));
      // Wait of a promise that is kept exactly may be above it by rounding alone.
      if (wait > judged.promise_minutes * (1 + kWaitRounding)) backlog.broken_minutes += width;
    }
    side.all.item_minutes += backlog.item_minutes;
    side.all.broken_minutes += backlog.broken_minutes;
  }
  for (std::size_t t = from; t < together.size(); ++t) {
    side.all.peak = std::max(side.all.peak, together[t]);
  }
  return side;
}

bool differ(double a, double b) {
  return std::fabs(a - b) > 1e-9 * std::max(std::fabs(a), std::fabs(b));
}

bool differ(const Backlog& a, const Backlog& b) {
  return differ(a.peak, b.peak) || differ(a.item_minutes, b.item_minutes) ||
         differ(a.broken_minutes, b.broken_minutes);
}

std::string instead(const std::string& after, const std::string& before) {
  return after == before ? after + " as before" : after + " instead of " + before;
}

std::string place_of(std::int64_t bin, const TimeGrid& grid) {
  const auto start = grid.bin_start_unix_ms(bin);
  return start ? clock_text(*start, grid) : "bin " + std::to_string(bin);
}

// As it was given; of a template parameter "Payment capacity times 1.2 (11:00..15:00)".
std::string setting_words(const std::string& text, const ParameterTitles& titles) {
  constexpr std::size_t kLongest = 40;
  const std::string as_given = text.size() <= kLongest ? text : text.substr(0, kLongest) + "...";
  const auto setting = parse_setting(text, "");
  if (!setting || setting->is_node || setting->values.size() != 1) return as_given;
  const auto title = titles.find(setting->target);
  if (title == titles.end()) return as_given;
  constexpr const char* kSays[] = {" at ", " plus ", " minus ", " times ", " divided by "};
  const std::string range = setting->range ? " (" + *setting->range + ")" : "";
  return title->second + kSays[static_cast<std::size_t>(setting->op)] +
         format_number(setting->values.front()) + range;
}

std::string settings_text(const std::vector<std::string>& settings, const ParameterTitles& titles) {
  constexpr std::size_t kShown = 2;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, settings.size()); ++i) {
    text += (i > 0 ? " and " : "") + setting_words(settings[i], titles);
  }
  return settings.size() > kShown ? text + " and others" : text;
}

// "With capacity[120..287]=100 from 10:00 on, 12,000 item-hours of waiting would have been avoided:
// the backlog would have been at most 800 instead of 2,400, and promises would have been broken for
// 35 min instead of 3.2 h."
std::string sentence_of(const Avoided& avoided, const RunBase& base, const TimeGrid& grid,
                        const ParameterTitles& titles) {
  if (base.from_bin >= grid.bins) return "Nothing was changed: the run is its base.";
  const auto amount = [](double value, double beside) { return shown_beside(value, beside, ""); };
  const Backlog &was = avoided.before, &is = avoided.after;
  const double saved = (was.item_minutes - is.item_minutes) / 60;
  const double most = std::max(was.item_minutes, is.item_minutes) / 60;
  std::string text = "With " + settings_text(base.settings, titles) + ", from " +
                     place_of(base.from_bin, grid) + " on " + amount(std::fabs(saved), most) +
                     " item-hours of waiting would have been ";
  text += saved >= 0 ? "avoided, of " + amount(was.item_minutes / 60, most)
                     : "added, to " + amount(was.item_minutes / 60, most);
  const double peak = std::max(was.peak, is.peak);
  text += ": at most " + instead(amount(is.peak, peak), amount(was.peak, peak)) +
          " would have waited, and promises would have been broken for " +
          instead(minutes_text(is.broken_minutes), minutes_text(was.broken_minutes)) + ".";
  return text;
}

}  // namespace

bool goes_on_from(const RunInfo& run, const RunInfo& base) {
  return run.base && run.base->run_id == base.id && run.base->content_hash == base.content_hash;
}

Avoided avoided_by(const ComparedRun& before, const ComparedRun& after,
                   const ParameterTitles& titles) {
  const RunBase& base = *after.run.info().base;
  const Side was = side_of(before, base.from_bin), is = side_of(after, base.from_bin);
  Avoided avoided{.from_bin = base.from_bin, .before = was.all, .after = is.all};
  // The same model with other values: nodes have the same places in both.
  for (std::size_t i = 0; i < std::min(was.nodes.size(), is.nodes.size()); ++i) {
    if (!differ(was.nodes[i], is.nodes[i])) continue;
    avoided.nodes.push_back({after.model.topology.nodes[i].id, was.nodes[i], is.nodes[i]});
  }
  const auto change = [](const AvoidedAt& node) {
    return std::fabs(node.before.item_minutes - node.after.item_minutes);
  };
  std::stable_sort(avoided.nodes.begin(), avoided.nodes.end(),
                   [&](const auto& a, const auto& b) { return change(a) > change(b); });
  avoided.sentence = sentence_of(avoided, base, after.model.grid, titles);
  return avoided;
}

}  // namespace flowtime
