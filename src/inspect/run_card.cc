// Every place is a fixed pixel of 1,200 x 630, but the sentence (set in the largest of three sizes
// that fits) and the words at the peak (right of the basin, else left, else in it).
#include "inspect/run_card.h"

#include <algorithm>
#include <cmath>

#include "inspect/headline.h"
#include "inspect/iceberg.h"
#include "series/shown.h"
#include "state/node_reader.h"
#include "studies/kept_suggestions.h"
#include "studies/study_subject.h"
#include "text/json_reader.h"
#include "whatif/scenario_figures.h"

namespace flowtime {
namespace {

using Align = PictureWords::Align;

constexpr double kLeft = 64, kRight = 1136, kSentenceWidth = 1030;
// A finding is never cut off: longer ones are set smaller.
struct SentenceSize {
  double size = 0, line = 0, top = 0;
  std::size_t lines = 0;
};
constexpr SentenceSize kSentenceSizes[] = {{44, 52, 138, 2}, {34, 42, 122, 3}, {27, 33, 112, 4}};
constexpr const char* kNotJudged = "This run has not been judged";

PictureWords look(double size, const char* colour = kQuiet, Weight weight = Weight::kRegular,
                  Align align = Align::kLeft) {
  return {.size = size, .weight = weight, .colour = colour, .align = align};
}
PictureWords strong(double size, Align align = Align::kLeft) {
  return look(size, kInk, Weight::kStrong, align);
}
PictureWords at_right(double size) { return look(size, kQuiet, Weight::kRegular, Align::kRight); }

Verdict verdict_of(const StoredRun& run) {
  return run.judgement() == nullptr ? Verdict::kNone : run.judgement()->summary.verdict;
}

// "Payment fell behind ... promised": the first sentence, as headings have it.
std::string first_sentence(const std::string& text) {
  std::string sentence = text.substr(0, text.find(". "));
  if (sentence.ends_with('.')) sentence.pop_back();
  return sentence;
}

std::string title_of(const StoredRun& run) {
  const RunInfo& info = run.info();
  return info.template_title.empty() ? info.id : info.template_title;
}

// A disc, a triangle or a square, by their colour as well.
void draw_verdict(Verdict verdict, PicturePoint centre, double size, Picture& picture) {
  const double x = centre.x, y = centre.y, half = size / 2;
  switch (verdict) {
    case Verdict::kNone: return;
    case Verdict::kGood: return picture.disc(centre, size * 0.43, "#0B6BCB");
    case Verdict::kWarning:
      return picture.area({{x, y - half}, {x + half, y + half}, {x - half, y + half}}, "#B78300");
    case Verdict::kCritical:
      return picture.box(x - half * 0.86, y - half * 0.86, size * 0.86, size * 0.86, "#A00D38");
  }
}

void draw_head(const std::string& title, Picture& picture) {
  std::vector<PicturePoint> hill;
  for (int i = 0; i <= 26; ++i) {
    // A bell over the water line.
    const double t = i / 26.0, swell = t * t * (1 - t) * (1 - t) * 16;
    hill.push_back({kLeft + 2 + i, 50 - 9 * swell});
  }
  picture.line(std::move(hill), kInk, 2.2);
  picture.line({{kLeft + 1, 55}, {kLeft + 28, 55}}, "#676A71", 1.4);
  picture.words({104, 56}, "FlowTime", strong(19));
  picture.words({kRight, 55}, fitted(title, 720, 18, Weight::kRegular), at_right(18));
}

SentenceSize size_for(const std::string& sentence) {
  for (const SentenceSize& size : kSentenceSizes) {
    // One line more than fits is asked for, to see whether there is one.
    const auto lines =
        wrapped(sentence, kSentenceWidth, size.size, Weight::kStrong, size.lines + 1);
    if (lines.size() <= size.lines) return size;
  }
  return kSentenceSizes[2];
}

void draw_sentence(Verdict verdict, const std::string& sentence, Picture& picture) {
  const SentenceSize size = size_for(sentence);
  draw_verdict(verdict, {75, size.top - size.size * 0.36}, 20, picture);
  double y = size.top;
  for (const std::string& line :
       wrapped(sentence, kSentenceWidth, size.size, Weight::kStrong, size.lines)) {
    picture.words({100, y}, line, strong(size.size));
    y += size.line;
  }
}

void draw_foot(const std::string& left, const std::string& right, Picture& picture) {
  picture.line({{kLeft, 576}, {kRight, 576}}, kRule, 1.2);
  picture.words({kLeft, 605}, left, look(15));
  picture.words({kRight, 605}, right, at_right(15));
}

std::string short_id(const std::string& id) {
  // Generated ids end in random digits, which tell runs apart.
  const std::size_t dash = id.rfind('_');
  return dash == std::string::npos ? id : id.substr(dash + 1);
}

std::string grid_text(const TimeGrid& grid) {
  const std::string date =
      grid.start_unix_ms ? format_utc(*grid.start_unix_ms).substr(0, 10) + ", " : "";
  const std::string width = shown_bin_width(grid);
  return date + shown_amount(static_cast<double>(grid.bins)) + " \u00d7 " +
         (grid.bin_size == 1 ? "1 " : "") + width + (grid.start_unix_ms ? ", UTC" : "");
}

// The node that a card is about: that of the headline, else the first with a load.
std::optional<std::size_t> node_of(const StoredRun& run) {
  if (const auto node = headline_node(run)) return node;
  for (std::size_t n = 0; run.judgement() != nullptr && n < run.topology().nodes.size(); ++n) {
    if (is_finite(run.judgement_of(n)->peak_load)) return n;
  }
  return std::nullopt;
}

// Empty where nothing is promised.
std::vector<double> in_promises(SeriesIn minutes, double promise) {
  std::vector<double> promises;
  for (const double wait : minutes) {
    if (promise > 0) promises.push_back(wait / promise);
  }
  return promises;
}

IcebergCurves curves_of(const StoredRun& run, std::size_t node) {
  NodeReader reader(run, {0, run.bins()});
  reader.select(sources_of(run, node));
  const SeriesIn load = reader(NodeMetric::kLoad);
  IcebergCurves curves;
  curves.load.assign(load.begin(), load.end());
  curves.wait = in_promises(reader(NodeMetric::kWait), run.judgement_of(node)->promise_minutes);
  return curves;
}

void draw_times(const TimeGrid& grid, const IcebergPlace& place, double y, int labels,
                Picture& picture) {
  std::int64_t last = -1;
  for (int i = 0; i < labels; ++i) {
    const std::int64_t bin = grid.bins * i / labels;
    if (bin == last) continue;
    last = bin;
    const double x =
        place.x + place.width * static_cast<double>(bin) / static_cast<double>(grid.bins);
    picture.words({x, y}, shown_time(grid, bin), look(16));
  }
}

// Where words lie, from left to right.
struct Span {
  double left = 0, right = 0, y = 0;
};

// From `x` on to one side, the first place where the basin is above the words at `y`.
double beside(const IcebergCurves& curves, const IcebergPlace& place, const IcebergLines& lines,
              std::size_t bin, double y, int side) {
  const double step = place.width / static_cast<double>(curves.wait.size());
  auto at = static_cast<std::int64_t>(bin);
  const auto end = static_cast<std::int64_t>(curves.wait.size());
  const auto depth = [&](std::int64_t i) {
    return lines.depth_of(finite_or_zero(curves.wait[static_cast<std::size_t>(i)]));
  };
  while (at >= 0 && at < end && depth(at) > y - 20) at += side;
  return place.x + (static_cast<double>(at) + 0.5) * step + side * 12;
}

// "429 waited at 13:55", beside where it is on the curve: right of the basin, else left of it, else
// in it.
std::optional<Span> draw_peak(const StoredRun& run, const IcebergCurves& curves,
                              const IcebergPlace& place, const IcebergLines& lines,
                              Picture& picture) {
  const RankedFinding* headline = headline_of(run);
  if (headline == nullptr || headline->peak_bin < 0 || !(headline->peak >= 0.5)) return {};
  const auto bin = static_cast<std::size_t>(headline->peak_bin);
  if (bin >= curves.wait.size()) return {};
  const double step = place.width / static_cast<double>(curves.wait.size());
  const double x = place.x + (static_cast<double>(bin) + 0.5) * step;
  const double deep = lines.depth_of(finite_or_zero(curves.wait[bin]));
  picture.disc({x, deep}, 7, kPage);
  picture.disc({x, deep}, 5.5, kInk);
  const double size = place.width > 700 ? 20 : 17;
  const std::string text =
      shown_amount(headline->peak) + " waited at " + shown_time(run.grid(), headline->peak_bin);
  const double wide = width_of(text, size, Weight::kStrong);
  const double y = std::max(deep + 4, lines.base + size + 6);
  const double right = std::max(x + 20, beside(curves, place, lines, bin, y, 1));
  const double left = std::min(x - 20, beside(curves, place, lines, bin, y, -1));
  PictureWords words = strong(size);
  Span span{right, right + wide, y};
  if (span.right > place.x + place.width) span = {left - wide, left, y};
  if (span.left < place.x) {
    words.colour = kPage;
    span = {place.x + place.width - wide - 24, place.x + place.width - 24, deep - 12};
  }
  picture.words({span.left, span.y}, text, words);
  return span;
}

void draw_names(const StoredRun& run, std::size_t node, const IcebergCurves& curves,
                const IcebergPlace& place, const IcebergLines& lines,
                const std::optional<Span>& peak, Picture& picture) {
  const auto put = [&](double y, const std::string& text) {
    PictureWords words = look(17);
    words.halo = kPage;
    const Span span{place.x, place.x + width_of(text, 17, Weight::kRegular) + 8, y};
    // Names move to the other side rather than lie on the words of the peak.
    const bool meets = peak && std::abs(peak->y - y) < 22 && peak->left < span.right;
    if (meets) words.align = Align::kRight;
    picture.words({meets ? place.x + place.width : place.x, y}, text, words);
  };
  put(lines.full - 9, run.topology().nodes[node].id + ", full");
  if (curves.wait.empty()) return;
  put(lines.base + 24, "how long one waits");
  put(lines.promise - 8, "promise " + shown_minutes(run.judgement_of(node)->promise_minutes));
}

// The iceberg of a run with all that is written on it.
void draw_run(const StoredRun& run, const IcebergPlace& place, int labels, Picture& picture) {
  const auto node = node_of(run);
  if (!node) return;
  const IcebergCurves curves = curves_of(run, *node);
  const IcebergLines lines = draw_iceberg(curves, place, picture);
  const auto peak = draw_peak(run, curves, place, lines, picture);
  draw_names(run, *node, curves, place, lines, peak, picture);
  draw_times(run.grid(), place, 542, labels, picture);
}

constexpr double kFixX = 966, kFixWidth = 170;

// From `y` on; where the next line goes.
double draw_lines(const std::string& text, std::size_t most, double y, Picture& picture) {
  for (const std::string& line : wrapped(text, kFixWidth, 17, Weight::kRegular, most)) {
    picture.words({kFixX, y}, line, look(17));
    y += 22;
  }
  return y;
}

double largest(const std::vector<double>& values) {
  double most = kAbsent;
  for (const double value : values) {
    if (!is_absent(value) && !(value <= most)) most = value;
  }
  return most;
}

// The same node with the change made, and how long one would have waited at most.
double draw_after(const CardFix& fix, double promise, double y, Picture& picture) {
  draw_iceberg({.load = fix.load, .wait = in_promises(fix.wait_minutes, promise)},
               {kFixX, y, kFixWidth, 56, 2}, picture);
  const double most = largest(fix.wait_minutes);
  if (!(promise > 0) || is_absent(most)) return y + 84;
  if (most <= 0) return draw_lines("nothing waits", 1, y + 84, picture);
  picture.words({kFixX, y + 98}, shown_minutes(most), strong(34));
  return draw_lines(most <= promise ? "at most, nothing late" : "at most", 1, y + 124, picture);
}

void draw_fix(const CardFix& fix, double promise, Picture& picture) {
  double y = draw_lines(fix.title, 2, 258, picture);
  picture.words({kFixX, y + 18}, shown_amount(fix.from), strong(34));
  y = draw_lines("would need " + shown_amount(fix.to) + (fix.load.empty() ? "" : ":"), 2, y + 46,
                 picture);
  if (!fix.load.empty()) y = draw_after(fix, promise, y - 4, picture);
  const std::string effect = first_sentence(fix.effect.substr(0, fix.effect.find(';')));
  if (fix.load.empty()) draw_lines(effect, 4, y + 12, picture);
}

// One of two runs, half as wide as a card.
void draw_side(const StoredRun& run, const char* name, const IcebergPlace& place,
               Picture& picture) {
  picture.words({place.x, place.y - 24}, std::string(name), strong(18));
  picture.words({place.x + 24, place.y - 24},
                fitted(short_id(run.info().id), place.width - 24, 16, Weight::kRegular), look(16));
  draw_run(run, place, 3, picture);
}

// The curves of a node with the change made.
Result<whatif::NodeCurves> curves_after(const RunHost& host, const StoredRun& run,
                                        const CardFix& fix, std::size_t node) {
  FT_TRY(const studies::OpenedSubject opened, studies::open_subject(host, run.run()));
  FT_TRY(const whatif::Knob knob, opened.subject->knob(fix.parameter));
  FT_TRY(const whatif::Scenario scenario, opened.subject->scenario({knob}, {fix.to}));
  const auto place = scenario.model->topology_index(run.topology().nodes[node].id);
  if (!place) return whatif::NodeCurves();
  return whatif::curves_of(scenario, place->value, opened.thresholds, &host.observer);
}

}  // namespace

std::optional<CardFix> card_fix(const RunHost& host, const StoredRun& run) {
  const auto found = studies::suggestions_for(host, run.info().id, {.stop = &host.observer});
  std::optional<CardFix> fix = found ? next_fix(*found) : std::nullopt;
  const auto node = node_of(run);
  if (!fix || !node) return fix;
  if (auto curves = curves_after(host, run, *fix, *node)) {
    fix->load = std::move(curves->load);
    fix->wait_minutes = std::move(curves->wait_minutes);
  }
  return fix;
}

std::optional<CardFix> next_fix(const std::string& suggestions_json) {
  std::optional<CardFix> fix;
  JsonReader json(suggestions_json);
  json.members([&](std::string_view name) {
    if (name != "next" || json.kind() != JsonReader::Kind::kObject) return;
    fix.emplace();
    json.members([&](std::string_view member) {
      if (member == "parameter") fix->parameter = json.text();
      if (member == "title") fix->title = json.text();
      if (member == "from") fix->from = json.number().value_or(kAbsent);
      if (member == "to") fix->to = json.number().value_or(kAbsent);
      if (member == "effect") fix->effect = json.text();
    });
    if (fix->title.empty()) fix->title = fix->parameter;
  });
  return fix;
}

std::string card_title(const StoredRun& run) {
  const RankedFinding* headline = headline_of(run);
  return headline == nullptr ? title_of(run) + ": " + kNotJudged : headline->text();
}

Picture run_card(const StoredRun& run, const std::optional<CardFix>& fix) {
  Picture picture(kCardWidth, kCardHeight, kPage);
  draw_head(title_of(run), picture);
  const RankedFinding* headline = headline_of(run);
  draw_sentence(verdict_of(run),
                headline == nullptr ? kNotJudged : first_sentence(headline->text()), picture);
  const IcebergPlace place{kLeft, 236, fix ? 862.0 : kRight - kLeft, 278};
  draw_run(run, place, 4, picture);
  const auto node = node_of(run);
  if (fix) draw_fix(*fix, node ? run.judgement_of(*node)->promise_minutes : kAbsent, picture);
  draw_foot("run " + short_id(run.info().id) + " \u00b7 " + run.info().content_hash.substr(0, 19) +
                "\u2026",
            grid_text(run.grid()), picture);
  return picture;
}

Picture comparison_card(const StoredRun& before, const StoredRun& after,
                        const Comparison& comparison) {
  Picture picture(kCardWidth, kCardHeight, kPage);
  draw_head(title_of(after), picture);
  draw_sentence(comparison.after_verdict, first_sentence(comparison.sentence), picture);
  draw_side(before, "A", {kLeft, 256, 516, 258}, picture);
  draw_side(after, "B", {kRight - 516, 256, 516, 258}, picture);
  draw_foot("A before, B after", grid_text(after.grid()), picture);
  return picture;
}

}  // namespace flowtime
