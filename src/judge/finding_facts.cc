#include "judge/finding_facts.h"

#include <algorithm>
#include <cmath>

#include "judge/sentence.h"
#include "metrics/load.h"
#include "model/names.h"

namespace flowtime::judge {
namespace {

constexpr double kWorthNaming = 0.05;  // of demand: repeats from here on are named

// Times of day and not days or numbers of bins.
bool names_clock_times(const TimeGrid& grid) {
  constexpr std::int64_t kMsPerDay = 86'400'000;
  return grid.start_unix_ms && grid.bin_milliseconds() % kMsPerDay != 0;
}

// One function per kind of finding, each a sentence of clauses in a fixed order; the small
// functions before them are clauses that several kinds share. Most clauses leave themselves out
// where there is nothing to say.
class Teller {
 public:
  Teller(const JudgedRun& run, const FindingFacts& facts)
      : run_(run), facts_(facts), finding_(facts.finding), grid_(run.model.grid) {}

  std::vector<SentencePart> tell() {
    switch (finding_.kind) {
      case FindingKind::kRetryStorm: retry_storm(); break;
      case FindingKind::kLoss: loss(); break;
      case FindingKind::kOverload: overload(); break;
      case FindingKind::kShared: shared(); break;
      case FindingKind::kOutage: outage(); break;
      case FindingKind::kDownstream: downstream(); break;
      case FindingKind::kSchedule: schedule(); break;
      case FindingKind::kHeld: held(); break;
      case FindingKind::kFailing: failing(); break;
      case FindingKind::kGrowing: growing(); break;
      case FindingKind::kCatchingUp: catching_up(); break;
      case FindingKind::kNearLimit: near_limit(); break;
      case FindingKind::kCalm: calm(); break;
      case FindingKind::kPile: pile(); break;
    }
    return parts_.take();
  }

 private:
  const TopologyNode& node() const { return run_.model.topology.nodes[facts_.index]; }
  const NodeJudgement& judged() const { return facts_.story->judged; }
  const std::string& name() const {
    return finding_.constraint_id.empty() ? finding_.node_id : finding_.constraint_id;
  }
  // What flows, in the words of the model.
  std::string items() const {
    if (facts_.story != nullptr) {
      const auto& aliases = node().semantics.aliases;
      if (const auto found = aliases.find("items"); found != aliases.end()) return found->second;
    }
    return run_.model.item_noun.empty() ? "items" : run_.model.item_noun;
  }
  std::string series_of(Role role) const {
    if (facts_.story == nullptr) return "";
    const SeriesIndex series = run_.series.of(facts_.index)[role];
    return checks::exists(series) ? run_.plan.series[series].id : "";
  }
  std::string repeats_name() const {
    const auto& aliases = node().semantics.aliases;
    if (const auto found = aliases.find("retryEcho"); found != aliases.end()) return found->second;
    return facts_.story->repeats_word.empty() ? "repeats" : facts_.story->repeats_word;
  }

  SentenceParts& words(const std::string& text) { return parts_.words(text); }
  SentenceParts& time(std::int64_t bin) {
    return parts_.figure(static_cast<double>(bin), shown_time(grid_, bin), "", bin, "bin");
  }
  SentenceParts& amount(double value, const std::string& series = "", std::int64_t bin = -1) {
    return parts_.figure(value, shown_amount(value), series, bin, "items");
  }
  SentenceParts& minutes(double value) {
    return parts_.figure(value, shown_minutes(value), "", -1, "minutes");
  }
  SentenceParts& share(double value, const std::string& series = "", std::int64_t bin = -1) {
    return parts_.figure(value, shown_share(value), series, bin, "share");
  }
  SentenceParts& percent(double value) {
    return parts_.figure(value, shown_percent(value), "", -1, "share");
  }
  // From the first bin of the finding to the end of its last one.
  void span() { stretch(finding_.from_bin, finding_.to_bin, !finding_.recovered); }

  // " from 16:00 to 17:45", which is where the last bin ends. Days and numbers of bins name the
  // last one itself: " from 4 May to 6 May", " from bin 1 to bin 3"; one alone " on 4 May", " at
  // bin 3".
  void stretch(std::int64_t first, std::int64_t last, bool to_the_end = false) {
    const bool by_clock = names_clock_times(grid_);
    if (!to_the_end && first == last && !by_clock) {
      words(grid_.start_unix_ms ? " on " : " at ");
      time(first);
      return;
    }
    words(" from ");
    time(first);
    words(to_the_end ? " to the end" : " to ");
    if (!to_the_end) time(by_clock ? last + 1 : last);
  }

  // "the longest wait was 42 min of 15 promised".
  void longest_wait() {
    // Of an item that still waits it is a lower bound.
    const bool open = facts_.story != nullptr && finding_.undelivered > 0 &&
                      facts_.story->oldest_at_end >= finding_.longest_minutes * (1 - 1e-9);
    words(open ? "; the longest wait so far is " : "; the longest wait was ");
    minutes(finding_.longest_minutes);
    if (facts_.story != nullptr && judged().promise_declared) {
      words(" of ");
      promised(shown_minutes(finding_.longest_minutes));
      words(" promised");
      if (open) will_be_late();
    }
  }

  // Nobody is late so far, yet those that wait will be.
  void will_be_late() {
    const double late = finding_.harmed - finding_.dropped;
    if (finding_.longest_minutes > judged().promise_minutes || !(late > judged().dust)) return;
    words(", and ");
    amount(late);
    words(" of those that wait will be late");
  }

  // "15" after "30 min", else with its own unit.
  void promised(const std::string& shown) {
    std::string promise = shown_minutes(judged().promise_minutes);
    const std::string unit = shown.substr(std::min(shown.size(), shown.rfind(' ')));
    if (promise.ends_with(unit)) promise.resize(promise.size() - unit.size());
    parts_.figure(judged().promise_minutes, promise, "", -1, "minutes");
  }

  // Left out where both figures print alike: "500 came, it can do 500" explains nothing.
  void demand() {
    const FindingCause& cause = finding_.cause;
    if (facts_.story != nullptr && facts_.story->departure) return demand_of_departures();
    if (is_absent(cause.demand_peak) || is_absent(cause.capacity)) return;
    const bool same = shown_amount(cause.demand_peak) == shown_amount(cause.capacity);
    if (!(cause.demand_peak > cause.capacity) || same) return;
    words(". Up to ");
    amount(cause.demand_peak, series_of(Role::kArrivals), cause.demand_bin);
    words(" per " + shown_bin_width(grid_) + " came, it can do ");
    amount(cause.capacity, series_of(Role::kCapacity), cause.demand_bin);
  }

  // What came between two departures at most, and what one of them takes.
  void demand_of_departures() {
    const Departure& departure = *facts_.story->departure;
    if (!(departure.came > departure.takes)) return;
    words(". Up to ");
    amount(departure.came, series_of(Role::kArrivals), departure.bin);
    words(" came between two departures, one takes ");
    amount(departure.takes, series_of(Role::kCapacity), departure.bin);
  }

  // Where its own capacity made it fall behind.
  void lost_capacity() {
    const NodeStory& story = *facts_.story;
    if (!story.capacity_fell || story.low_from < 0) return;
    words("; its capacity was down to ");
    amount(story.low_capacity, series_of(Role::kCapacity), story.low_from);
    words(" of " + shown_amount(story.usual_capacity));
    stretch(story.low_from, story.low_to);
  }

  // Retries, rework or repeats that make more than a twentieth of what came in the episode.
  void repeats() {
    if (facts_.story == nullptr) return;
    const FindingCause& cause = finding_.cause;
    const double then = is_finite(cause.amplification) ? 1 - 1 / cause.amplification : 0;
    const double at_peak = finite_or_zero(ratio_or_absent(cause.retries, cause.demand_peak));
    if (std::max(then, at_peak) <= kWorthNaming) return;
    words("; ");
    share(std::max(then, at_peak), "", at_peak > then ? cause.demand_bin : -1);
    words(at_peak > then ? " of what came at the peak was " : " of what came then was ");
    words(repeats_name());
  }

  // "1 item", "2 items", "1 query".
  std::string items(double amount) const {
    std::string noun = items();
    if (shown_amount(amount) != "1" || !noun.ends_with("s")) return noun;
    if (noun.ends_with("ies")) return noun.substr(0, noun.size() - 3) + "y";
    return noun.substr(0, noun.size() - 1);
  }

  void lost_beside() {
    if (!(finding_.dropped > 0) || finding_.kind == FindingKind::kLoss) return;
    words("; ");
    amount(finding_.dropped);
    words(" " + items(finding_.dropped) +
          (shown_amount(finding_.dropped) == "1" ? " was" : " were") + " lost");
  }

  void peak_clause() {
    words(", when ");
    amount(finding_.peak, series_of(Role::kQueueDepth), finding_.peak_bin);
    words(" " + items(finding_.peak) + " waited");
  }

  void recovery() {
    if (finding_.recovered) {
      words(", and caught up by ");
      time(finding_.to_bin + 1);
    } else if (finding_.peak_bin < run_.model.grid.bins - 1) {
      words(", and has not caught up: ");
      amount(finding_.undelivered, series_of(Role::kQueueDepth), run_.model.grid.bins - 1);
      words(" wait at the end");
    }
  }

  // "Payment fell behind from 10:00 to 11:30, when 320 orders waited, and caught up by 13:00; ...".
  void overload() {
    const bool began = finding_.from_bin == 0 && facts_.story->initial_depth > 0;
    if (finding_.peak_bin <= finding_.from_bin && began) return catching_up();
    words(name() + (began ? " began with " : " fell behind from "));
    if (began) {
      amount(facts_.story->initial_depth);
      words(" " + items() + " waiting and fell behind");
    } else {
      time(finding_.from_bin);
    }
    if (finding_.peak_bin > finding_.from_bin) {
      words(" to ");
      time(finding_.peak_bin);
      peak_clause();
    } else {
      peak_clause();
    }
    recovery();
    if (!finding_.members.empty()) words("; it held back " + shown_list(finding_.members));
    longest_wait();
    lost_beside();
    lost_capacity();
    demand();
    repeats();
    words(".");
  }

  // Of a node: what it was held by. Of a constraint: whom it held, and what they asked for in the
  // first bin of the finding, of how much.
  void shared() {
    if (facts_.story != nullptr) return held();
    words("The shared capacity " + name() + " held back " + shown_list(finding_.members));
    span();
    const SeriesIn asked = run_.values(run_.series.find(constraint().arrivals));
    const SeriesIn capacity = run_.values(run_.series.find(constraint().served));
    const auto at = static_cast<std::size_t>(finding_.from_bin);
    if (!asked.empty() && !capacity.empty()) {
      words(": at ");
      time(finding_.from_bin);
      words(" they asked for ");
      amount(facts_.asked_at_first, id_of(constraint().arrivals), finding_.from_bin);
      words(" of its ");
      amount(capacity[at], id_of(constraint().served), finding_.from_bin);
      words(" per " + shown_bin_width(grid_));
    }
    longest_wait();
    words(".");
  }
  const Constraint& constraint() const { return run_.model.topology.constraints[facts_.index]; }

  // Three facts in this order: that it recovered late or never; how much of the
  // work was repeats; when first attempts alone would have cleared the queue.
  void retry_storm() {
    const Storm& storm = *facts_.storm;
    const std::int64_t begin = finding_.from_bin;
    const bool outage = facts_.story->capacity_fell;
    const std::string trigger = outage ? "the outage of " : "the overload of ";
    if (finding_.recovered) {
      words(name() + " recovered from " + trigger);
      time(begin);
      words(" only at ");
      time(finding_.to_bin + 1);
    } else {
      words(name() + " never recovered from " + trigger);
      time(begin);
    }
    words(": ");
    if (storm.amplification > 1) {
      share(1 - 1 / storm.amplification);
      words(" of what came since was " + repeats_name());
    } else {
      words("its work was repeated elsewhere");
    }
    if (is_finite(storm.useful_share)) {
      words(" and ");
      parts_.figure(1 - storm.useful_share, shown_hundredths(1 - storm.useful_share), "", -1,
                    "share");
      words(" of 100 attempts came to nothing");
    }
    words(". First attempts alone");
    if (is_finite(storm.first_after) && is_finite(storm.capacity_after)) {
      words(" (");
      amount(storm.first_after, "", storm.trigger + 1);
      words(" of the ");
      amount(storm.capacity_after, series_of(Role::kCapacity), storm.trigger + 1);
      words(" it can do)");
    }
    words(" would have cleared it by ");
    time(storm.due);
    if (!finding_.recovered) {
      words("; ");
      amount(finding_.undelivered, series_of(Role::kQueueDepth), run_.model.grid.bins - 1);
      words(" " + items(finding_.undelivered) + " waited at the end");
    }
    words(".");
  }

  void loss() {
    words(name() + " dropped ");
    amount(facts_.story->dropped_in_span);
    words(" " + items(facts_.story->dropped_in_span));
    const std::int64_t from = facts_.story->dropped_from, last = facts_.story->dropped_to;
    if (from == last && names_clock_times(grid_)) {
      words(" at ");
      time(from);
    } else {
      stretch(from, last, from != last && last == run_.model.grid.bins - 1);
    }
    if (facts_.story->offered_while_dropping > 0) {
      words(", ");
      share(facts_.story->dropped_in_span / facts_.story->offered_while_dropping);
      words(" of what came then");
    }
    if (node().wip_limit && judged().peak_depth >= *node().wip_limit * (1 - 1e-9)) {
      words("; its buffer of ");
      amount(*node().wip_limit);
      words(" was full");
    } else if (finite_or_zero(finding_.cause.capacity) <= judged().dust) {
      if (is_finite(finding_.cause.capacity)) words("; it could do nothing");
    } else {
      words("; it can do ");
      amount(finding_.cause.capacity, series_of(Role::kCapacity), finding_.cause.demand_bin);
      words(" per " + shown_bin_width(grid_));
    }
    repeats();
    words(".");
  }

  void outage() {
    const NodeStory& story = *facts_.story;
    words(name() + " could do nothing");
    const bool known = story.outage_from >= 0;
    const std::int64_t last = known ? story.outage_to : finding_.to_bin;
    stretch(known ? story.outage_from : finding_.from_bin, last, last == run_.model.grid.bins - 1);
    if (finding_.peak > 0) {
      words("; at most ");
      amount(finding_.peak, series_of(Role::kQueueDepth), finding_.peak_bin);
      words(" " + items(finding_.peak) + " waited");
    }
    if (known && finding_.recovered && finding_.to_bin > last) {
      words(", and it caught up by ");
      time(finding_.to_bin + 1);
    }
    if (is_finite(finding_.longest_minutes) && finding_.longest_minutes > 0) longest_wait();
    lost_beside();
    words(".");
  }

  void downstream() {
    words(name() + " held back " + shown_list(finding_.members));
    span();
    if (finding_.peak > 0) peak_clause();
    words(".");
  }

  void schedule() {
    const bool missed = facts_.story->row(Row::kDeparture) != nullptr ||
                        facts_.story->row(Row::kAdherence) != nullptr;
    if (is_finite(judged().transit_minutes)) {
      words(name() + " took longer than promised");
    } else if (missed && !(finding_.harmed > 0)) {
      words("Departures of " + name() + " took nothing although " + items() + " waited");
    } else {
      words("Items waited for the departures of " + name());
    }
    span();
    if (finding_.peak > 0) peak_clause();
    longest_wait();
    words(".");
  }

  void held() {
    const std::string& by = facts_.story->held_by;
    const bool idle = is_finite(judged().peak_load) && judged().peak_load <= 1e-6;
    words(name() + (idle ? " served nothing" : " was held back"));
    if (!by.empty() && !idle) words(" by " + by);
    span();
    if (is_finite(judged().peak_load) && !idle) {
      words(" at a load of at most ");
      percent(judged().peak_load);
    }
    if (finding_.peak > 0) peak_clause();
    longest_wait();
    words(".");
  }

  void failing() {
    const NodeStory& story = *facts_.story;
    const auto& target = node().semantics.completion_target;
    if (const JudgedRow* below = story.row(Row::kCompletion);
        target && below != nullptr && below->verdict == finding_.verdict) {
      words(name() + " served as few as ");
      const double served = std::max(0.0, *target - below->value);
      parts_.figure(served, shown_hundredths(served), "", below->first_bin, "share");
      words(" of 100 " + items() + " that came");
      span();
      words("; ");
      amount(100 * *target);
      words(" are promised");
    } else if (const JudgedRow* useful = story.row(Row::kUsefulShare);
               useful != nullptr && useful->verdict == finding_.verdict && story.wasted_from >= 0) {
      words(name() + " failed ");
      parts_.figure(story.wasted_share, shown_hundredths(story.wasted_share), "", story.wasted_from,
                    "share");
      words(" of 100");
      stretch(story.wasted_from, story.wasted_to,
              story.wasted_to == run_.model.grid.bins - 1 && story.wasted_from < story.wasted_to);
      usually_fails();
    } else if (useful != nullptr && useful->verdict == finding_.verdict) {
      const double failed = 1 - (judged().useful_norm - useful->value * story.useful_band_at_worst);
      words(name() + " failed up to ");
      parts_.figure(failed, shown_hundredths(std::clamp(failed, 0.0, 1.0)), "", useful->first_bin,
                    "share");
      words(" of 100");
      span();
      usually_fails();
    } else if (const JudgedRow* row = story.row(Row::kFailing); row != nullptr) {
      of_hundred(*row, " failed for good at " + name());
    } else if (const JudgedRow* refused = story.row(Row::kRefused); refused != nullptr) {
      of_hundred(*refused, " were turned away by " + name() + " although it was not full");
    } else if (const JudgedRow* gone = story.row(Row::kUnaccounted); gone != nullptr) {
      of_hundred(*gone, " that came to " + name() + " neither left nor failed");
    }
    repeats();
    words(".");
  }
  void usually_fails() {
    words("; ");
    amount(std::max(0.0, 100 * (1 - judged().useful_norm)));
    words(" is usual");
  }
  void of_hundred(const JudgedRow& row, const std::string& what) {
    parts_.figure(row.value, shown_hundredths(row.value), "", -1, "share");
    words(" of 100 " + items() + what);
    span();
  }

  void growing() {
    words(name() + "'s queue was growing at the end: ");
    amount(finding_.undelivered, series_of(Role::kQueueDepth), run_.model.grid.bins - 1);
    words(" " + items() + " wait, none late yet");
    if (facts_.story->breaks_at >= 0) {
      words("; at this pace the promise of ");
      minutes(judged().promise_minutes);
      words(" breaks at ");
      time(facts_.story->breaks_at);
    }
    demand();
    repeats();
    words(".");
  }

  void catching_up() {
    words(name() + " began with ");
    amount(facts_.story->initial_depth);
    words(" " + items() + " waiting");
    if (facts_.story->depth_at_end > 0) {
      words(" and still holds ");
      amount(facts_.story->depth_at_end, series_of(Role::kQueueDepth), run_.model.grid.bins - 1);
    } else {
      words(" and caught up by ");
      time(std::max<std::int64_t>(0, facts_.story->empty_at) + 1);
    }
    if (is_finite(finding_.longest_minutes) && finding_.longest_minutes > 0) longest_wait();
    words(".");
  }

  void near_limit() {
    const NodeStory& story = *facts_.story;
    words("Nothing waited longer than promised. " + name());
    if (story.full_from >= 0) {
      words(" was full");
      stretch(story.full_from, story.full_to);
    } else {
      words(" had the highest load, ");
      percent(judged().peak_load);
      words(" at ");
      time(judged().peak_load_bin);
    }
    if (story.repeats_share > kWorthNaming) {
      words(", ");
      share(story.repeats_share);
      words(" of its work " + repeats_name());
    }
    if (finite_or_zero(judged().peak_depth) > judged().dust) {
      words("; at most ");
      amount(judged().peak_depth, series_of(Role::kQueueDepth), judged().peak_depth_bin);
      words(" " + items(judged().peak_depth) + " waited, ");
      minutes(judged().longest);
      if (judged().promise_declared && finding_.verdict > Verdict::kGood) {
        words(" of ");
        promised(shown_minutes(judged().longest));
        words(" promised");
      }
    }
    if (const JudgedRow* chance = story.row(Row::kOverlay); chance != nullptr) {
      words("; by chance alone ");
      parts_.figure(chance->value, shown_hundredths(chance->value), "", -1, "share");
      words(" of 100 would wait longer than promised");
    }
    words(".");
  }

  void calm() {
    if (facts_.story != nullptr && judged().verdict == Verdict::kNone) {
      words("Nothing is known of what waited at " + name() + ".");
      return;
    }
    words("Nothing waited longer than promised");
    if (facts_.story != nullptr && is_finite(judged().peak_load) && judged().peak_load > 0) {
      words("; the highest load was ");
      percent(judged().peak_load);
      words(" at " + name() + ", at ");
      time(judged().peak_load_bin);
    }
    words(".");
  }

  void pile() {
    amount(facts_.story->depth_at_end, series_of(Role::kQueueDepth), run_.model.grid.bins - 1);
    words(" " + items() + " lie in " + name() + " at the end.");
  }

  const JudgedRun& run_;
  const FindingFacts& facts_;
  const RankedFinding& finding_;
  const TimeGrid& grid_;
  SentenceParts parts_;
};

}  // namespace

std::vector<SentencePart> sentence_of(const JudgedRun& run, const FindingFacts& facts) {
  return Teller(run, facts).tell();
}

void add_second_clause(std::vector<SentencePart>& parts, const RankedFinding& other) {
  SentenceParts clause;
  clause.words(" " + (other.node_id.empty() ? other.constraint_id : other.node_id) +
               " was worse for those it met: ");
  clause.figure(other.harmed, shown_amount(other.harmed), "", -1, "items");
  clause.words(" harmed, the longest wait ");
  clause.figure(other.longest_minutes, shown_minutes(other.longest_minutes), "", -1, "minutes");
  clause.words(".");
  for (SentencePart& part : clause.take()) parts.push_back(std::move(part));
}

}  // namespace flowtime::judge
