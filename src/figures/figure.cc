#include "figures/figure.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "base/nearest_name.h"
#include "base/number_text.h"
#include "series/duration_text.h"

namespace flowtime::figures {
namespace {

constexpr const char* kForms =
    "Write REDUCER(ID), such as max(payment_queue), p95Wait(Payment) or harmed(run), or "
    "REDUCER:ID.";

// In the order of Reducer.
// The one place that says what each reducer is: grammar, checks, units and docs/figures.md follow.
constexpr std::array<ReducerRow, 35> kTable{{
    {.reducer = Reducer::kMax, .name = "max", .of_series = true, .measures = "the largest value"},
    {.reducer = Reducer::kMin, .name = "min", .of_series = true, .measures = "the smallest value"},
    {.reducer = Reducer::kMean, .name = "mean", .of_series = true, .measures = "the mean value"},
    {.reducer = Reducer::kSum,
     .name = "sum",
     .of_series = true,
     .measures = "the sum of the values"},
    {.reducer = Reducer::kLast, .name = "last", .of_series = true, .measures = "the last value"},
    {.reducer = Reducer::kP50,
     .name = "p50",
     .of_series = true,
     .measures = "the median of the bins"},
    {.reducer = Reducer::kP85,
     .name = "p85",
     .of_series = true,
     .measures = "the 85th percentile of the bins"},
    {.reducer = Reducer::kP95,
     .name = "p95",
     .of_series = true,
     .measures = "the 95th percentile of the bins"},
    {.reducer = Reducer::kP99,
     .name = "p99",
     .of_series = true,
     .measures = "the 99th percentile of the bins"},
    {.reducer = Reducer::kTimeAbove,
     .name = "timeAbove",
     .of_series = true,
     .takes_limit = true,
     .unit = "minutes",
     .measures = "how long the values were above a limit"},
    {.reducer = Reducer::kIntegral,
     .name = "integral",
     .of_series = true,
     .measures = "the sum of value x width of the bin in minutes"},
    {.reducer = Reducer::kMonotone,
     .name = "monotone",
     .of_series = true,
     .is_truth = true,
     .unit = "truth",
     .measures = "whether no value is below the one before it: 1 or 0"},
    {.reducer = Reducer::kFirstBreach,
     .name = "firstBreach",
     .of_series = true,
     .of_node = true,
     .of_run = true,
     .takes_limit = true,
     .unit = "minutes",
     .measures = "when a series first passed a limit, a node its promise"},
    {.reducer = Reducer::kLoad,
     .name = "load",
     .of_node = true,
     .of_constraint = true,
     .of_run = true,
     .unit = "ratio",
     .measures = "the largest load of a bin"},
    {.reducer = Reducer::kPeakQueue,
     .name = "peakQueue",
     .of_node = true,
     .of_run = true,
     .unit = "items",
     .measures = "the most items that waited at the end of a bin"},
    {.reducer = Reducer::kP50Wait,
     .name = "p50Wait",
     .of_node = true,
     .unit = "minutes",
     .measures = "the wait that half of the items did not pass"},
    {.reducer = Reducer::kP85Wait,
     .name = "p85Wait",
     .of_node = true,
     .unit = "minutes",
     .measures = "the wait that 85 of 100 items did not pass"},
    {.reducer = Reducer::kP95Wait,
     .name = "p95Wait",
     .of_node = true,
     .unit = "minutes",
     .measures = "the wait that 95 of 100 items did not pass"},
    {.reducer = Reducer::kLongest,
     .name = "longest",
     .of_node = true,
     .of_run = true,
     .unit = "minutes",
     .measures = "the longest wait of an item"},
    {.reducer = Reducer::kLate,
     .name = "late",
     .of_node = true,
     .of_run = true,
     .unit = "items",
     .measures = "items that waited longer than promised, or will"},
    {.reducer = Reducer::kLateShare,
     .name = "lateShare",
     .of_node = true,
     .unit = "share",
     .measures = "late items / items"},
    {.reducer = Reducer::kLost,
     .name = "lost",
     .of_node = true,
     .of_run = true,
     .unit = "items",
     .measures = "dropped items that were not sent again"},
    {.reducer = Reducer::kDropped,
     .name = "dropped",
     .of_node = true,
     .of_run = true,
     .unit = "items",
     .measures = "items that were turned away for lack of room or capacity"},
    {.reducer = Reducer::kUndelivered,
     .name = "undelivered",
     .of_node = true,
     .of_run = true,
     .unit = "items",
     .measures = "items that wait at the end"},
    {.reducer = Reducer::kHarmed,
     .name = "harmed",
     .of_node = true,
     .of_constraint = true,
     .of_run = true,
     .unit = "items",
     .measures = "items that were late or dropped"},
    {.reducer = Reducer::kVerdict,
     .name = "verdict",
     .of_node = true,
     .of_constraint = true,
     .of_run = true,
     .unit = "verdict",
     .measures = "good, warning or critical"},
    {.reducer = Reducer::kGoodput,
     .name = "goodput",
     .of_node = true,
     .unit = "items",
     .measures = "items that were served within the promise"},
    {.reducer = Reducer::kTimeToDrain,
     .name = "timeToDrain",
     .of_node = true,
     .of_run = true,
     .unit = "minutes",
     .measures = "how long what waits at the end takes to drain"},
    {.reducer = Reducer::kHeadroom,
     .name = "headroom",
     .of_node = true,
     .of_run = true,
     .takes_range = false,
     .unit = "factor",
     .measures = "how many times as much could arrive without a late item"},
    {.reducer = Reducer::kGaveUp,
     .name = "gaveUp",
     .of_node = true,
     .of_run = true,
     .takes_range = false,
     .unit = "items",
     .measures = "items that failed or were refused and were not sent again"},
    {.reducer = Reducer::kOffered,
     .name = "offered",
     .of_run = true,
     .takes_range = false,
     .unit = "items",
     .measures = "items that came from outside or waited before bin 0"},
    {.reducer = Reducer::kDelivered,
     .name = "delivered",
     .of_run = true,
     .takes_range = false,
     .unit = "items",
     .measures = "items that left at the end of the flow"},
    {.reducer = Reducer::kInside,
     .name = "inside",
     .of_run = true,
     .takes_range = false,
     .unit = "items",
     .measures = "items that wait somewhere at the end"},
    {.reducer = Reducer::kUnaccounted,
     .name = "unaccounted",
     .of_run = true,
     .takes_range = false,
     .unit = "items",
     .measures = "offered - delivered - lost - gaveUp - inside"},
    {.reducer = Reducer::kServiceLevel,
     .name = "serviceLevel",
     .of_node = true,
     .takes_wait = true,
     .unit = "share",
     .measures = "the share of items that wait no longer than so long, chance included"},
}};

const ReducerRow* find_row(std::string_view name) {
  const auto found = std::find_if(kTable.begin(), kTable.end(),
                                  [&](const ReducerRow& row) { return row.name == name; });
  return found == kTable.end() ? nullptr : &*found;
}

Problem syntax_problem(std::string message, std::string remedy = kForms) {
  return {.code = "figure_syntax", .message = std::move(message), .remedy = std::move(remedy)};
}

Problem not_a_reducer(std::string_view name) {
  std::vector<std::string_view> names;
  for (const ReducerRow& row : kTable) names.push_back(row.name);
  const std::string nearest = nearest_name(name, names);
  std::string remedy = nearest.empty() ? "" : "Did you mean '" + nearest + "'? ";
  return syntax_problem("'" + std::string(name) + "' is not a valid reducer", remedy + kForms);
}

// What a reducer takes beside the id: a number, or a wait in minutes.
std::optional<double> limit_of(const ReducerRow& row, std::string_view text) {
  if (row.takes_wait) return parse_minutes(text);
  return row.takes_limit ? parse_number(text) : std::nullopt;
}

// "timeAbove(100)" or "max" with what is known of it; no row: not a reducer.
struct ReducerWord {
  const ReducerRow* row = nullptr;
  std::optional<double> limit{};
};
ReducerWord reducer_word(std::string_view text) {
  text = trimmed(text);
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || text.back() != ')') return {.row = find_row(text)};
  const ReducerRow* row = find_row(trimmed(text.substr(0, open)));
  if (row == nullptr) return {};
  const auto limit = limit_of(*row, trimmed(text.substr(open + 1, text.size() - open - 2)));
  if (!limit) return {};
  return {row, limit};
}

Result<Figure> checked(const ReducerRow& row, std::string_view id, std::optional<double> limit) {
  const std::string name(row.name);
  if (trimmed(id).empty()) return syntax_problem("'" + name + "' has no id");
  if (limit && !row.takes_limit && !row.takes_wait)
    return syntax_problem("'" + name + "' does not take a limit");
  if (!limit && row.takes_wait) {
    return syntax_problem("'" + name + "' has no wait", "Write " + name + "(ID, 30 s).");
  }
  // firstBreach without a limit is a node's, with one a series'.
  if (!limit && row.takes_limit && !row.of_node) {
    return syntax_problem("'" + name + "' has no limit", "Write " + name + "(ID, LIMIT).");
  }
  Figure figure{.reducer = row.reducer, .id = std::string(trimmed(id))};
  figure.has_limit = limit.has_value();
  figure.limit = limit.value_or(0);
  return figure;
}

// What is between the parentheses: an id, and a limit behind the last comma where one is taken.
Result<Figure> from_arguments(const ReducerRow& row, std::string_view inside) {
  // The last comma: ids may have commas, limits may not.
  const std::size_t comma = inside.rfind(',');
  const bool takes_one = row.takes_limit || row.takes_wait;
  if (!takes_one || comma == std::string_view::npos) return checked(row, inside, {});
  const std::string_view text = trimmed(inside.substr(comma + 1));
  const auto limit = limit_of(row, text);
  if (!limit && row.takes_wait) {
    return syntax_problem("the wait '" + std::string(text) + "' is not a time",
                          "Write minutes (2.5), or a number with s, min or h: 30 s.");
  }
  if (!limit) return syntax_problem("the limit '" + std::string(text) + "' is not a number");
  return checked(row, inside.substr(0, comma), limit);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(std::string_view text) {
  const auto fits = [](char c) {
    const char lower = lower_case(c);
    return is_digit(c) || (lower >= 'a' && lower <= 'z');
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

Result<Figure> from_colon(std::string_view text) {
  // Both ways round are tried: reducer:id first, then id:reducer, then id:bin.
  const std::size_t first = text.find(':'), last = text.rfind(':');
  if (first == std::string_view::npos) {
    if (text.empty()) return syntax_problem("the figure is empty");
    return Figure{.id = std::string(text)};
  }
  if (const ReducerWord head = reducer_word(text.substr(0, first)); head.row != nullptr) {
    return checked(*head.row, text.substr(first + 1), head.limit);
  }
  const std::string_view tail = trimmed(text.substr(last + 1)), id = text.substr(0, last);
  if (const ReducerWord word = reducer_word(tail); word.row != nullptr) {
    return checked(*word.row, id, word.limit);
  }
  const auto bin = parse_integer(tail);
  if (!bin || *bin < 0) return not_a_reducer(tail);
  if (trimmed(id).empty()) return syntax_problem("the figure has no id");
  return Figure{
      .reducer = Reducer::kLast, .id = std::string(trimmed(id)), .range = std::to_string(*bin)};
}

Result<Figure> from_body(std::string_view body) {
  const std::size_t open = body.find('(');
  const bool calls = open != std::string_view::npos && !body.empty() && body.back() == ')' &&
                     is_word(trimmed(body.substr(0, open)));
  if (!calls) return from_colon(body);
  const std::string_view name = trimmed(body.substr(0, open));
  const ReducerRow* row = find_row(name);
  if (row == nullptr) return not_a_reducer(name);
  return from_arguments(*row, body.substr(open + 1, body.size() - open - 2));
}

// Where " in RANGE" begins; ids may have the word, ranges begin with a digit or a dot.
std::size_t range_place(std::string_view text) {
  constexpr std::string_view kIn = " in ";
  const std::size_t place = text.rfind(kIn);
  if (place == std::string_view::npos) return place;
  const std::string_view range = trimmed(text.substr(place + kIn.size()));
  const bool is_range = !range.empty() && (is_digit(range.front()) || range.front() == '.');
  return is_range ? place : std::string_view::npos;
}

}  // namespace

std::span<const ReducerRow> reducer_table() { return kTable; }
const ReducerRow& about(Reducer reducer) { return kTable[static_cast<std::size_t>(reducer)]; }

Result<Figure> parse_figure(std::string_view text) {
  text = trimmed(text);
  const std::size_t place = range_place(text);
  FT_TRY(Figure figure, from_body(trimmed(text.substr(0, place))));
  if (place == std::string_view::npos) return figure;
  if (!figure.range.empty()) return syntax_problem("'" + std::string(text) + "' has two ranges");
  figure.range = std::string(trimmed(text.substr(place + 4)));
  return figure;
}

std::string to_text(const Figure& figure) {
  std::string text = std::string(about(figure.reducer).name) + "(" + figure.id;
  if (figure.has_limit) {
    const bool is_wait = about(figure.reducer).takes_wait;
    text += ", " + (is_wait ? minutes_text(figure.limit) : format_number(figure.limit));
  }
  return text + ")" + (figure.range.empty() ? "" : " in " + figure.range);
}

std::string alias_text(const Figure& figure) {
  // "max:max" would be read back as something else.
  const bool id_reads_as_reducer = find_row(figure.id) != nullptr;
  if (figure.reducer > Reducer::kLast || id_reads_as_reducer) return to_text(figure);
  if (figure.range.empty()) return figure.id + ":" + std::string(about(figure.reducer).name);
  const bool is_bin = figure.reducer == Reducer::kLast && parse_integer(figure.range).has_value();
  return is_bin ? figure.id + ":" + figure.range : to_text(figure);
}

}  // namespace flowtime::figures
