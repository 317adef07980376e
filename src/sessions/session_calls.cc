// The calls of a session, one function each.
#include <algorithm>
#include <bit>
#include <cstring>
#include <set>

#include "answers/judgement_json.h"
#include "base/nearest_name.h"
#include "base/utf8.h"
#include "pipeline/evaluate_model.h"
#include "sessions/pack_model.h"
#include "sessions/session.h"
#include "text/json_writer.h"

namespace flowtime::sessions {
namespace {

constexpr std::int64_t kNsPerUs = 1000;
// A head byte and 8 of the double.
constexpr std::size_t kPackedValueBytes = 9;

SessionError failed(const char* code, const Problems& problems) { return {code, problems}; }

SessionError invalid(std::string message, std::string remedy) {
  return {"invalid_params",
          {{.code = "invalid_params", .message = std::move(message), .remedy = std::move(remedy)}}};
}

// Series that are asked for by nobody: those of edges are read through `names`.
std::vector<SeriesIndex> all_series(const Plan& plan) {
  std::vector<SeriesIndex> all;
  for (std::uint32_t i = 0; i < plan.series.size(); ++i) {
    if (plan.series[SeriesIndex{i}].kind == SeriesKind::kNode) all.push_back({i});
  }
  return all;
}

Problem unknown_series(const Plan& plan, const std::string& id) {
  std::vector<std::string_view> ids;
  for (const SeriesInfo& info : plan.series.all()) ids.push_back(info.id);
  const std::string near = nearest_name(id, ids);
  return {.code = "unknown_series",
          .message = "the model has no series '" + id + "'",
          .remedy = near.empty() ? "'compile' lists the series." : "Did you mean '" + near + "'?"};
}

// One override; nothing where the value is neither a number nor a list of them.
std::optional<Override> override_of(std::string_view id, const PackedValue& value) {
  Override made{.id = std::string(id)};
  if (const auto number = value.number()) {
    made.values = {*number};
    return made;
  }
  if (value.kind() != PackedValue::Kind::kList) return std::nullopt;
  made.is_list = true;
  bool all = true;
  value.each_item([&](const PackedValue& item) {
    const auto number = item.number();
    all = all && number.has_value();
    if (all) made.values.push_back(*number);
  });
  return all ? std::optional(std::move(made)) : std::nullopt;
}

void pack_ignored(PackedWriter& out, const std::vector<Ignored>& ignored) {
  out.list(ignored.size());
  for (const Ignored& one : ignored) {
    out.map(2).text("id").text(one.id).text("remedy").text(one.remedy);
  }
}

// Those of `names`; without names those of all nodes.
Result<std::vector<SeriesIndex>> named_series(const PackedValue& params, bool unknown_is_wrong,
                                              const Plan& plan) {
  const auto names = params.member("names");
  if (!names || names->is_nil()) return all_series(plan);
  std::vector<SeriesIndex> series;
  std::set<std::uint32_t> known;
  Problems problems;
  names->each_item([&](const PackedValue& name) {
    const std::string id(name.text().value_or(""));
    const auto found = plan.series.find(id);
    // A name that is given twice is answered once: a map has each key once.
    if (found && known.insert(found->value).second) series.push_back(*found);
    if (!found && unknown_is_wrong) problems.push_back(unknown_series(plan, id));
  });
  if (!problems.empty()) return problems;
  return series;
}

}  // namespace

Session::Outcome Session::change(const PackedValue& params, StopToken& stop, Change& change) {
  const auto given = params.member("overrides");
  if (!given || given->is_nil()) return std::nullopt;
  if (given->kind() != PackedValue::Kind::kMap) {
    return invalid("'overrides' is not a map", "Send {parameter: number or list of numbers}.");
  }
  std::vector<Override> overrides;
  // The first wrong override; there may be thousands.
  std::string wrong;
  bool are_texts = true;
  given->each_member([&](std::string_view id, const PackedValue& value) {
    // Ids that name nothing are answered, and an answer is UTF-8.
    are_texts = are_texts && is_utf8(id);
    if (!are_texts) return;
    auto one = override_of(id, value);
    if (one)
      overrides.push_back(*std::move(one));
    else if (wrong.empty())
      wrong = id.empty() ? "an override" : std::string(id);
  });
  if (!are_texts) return invalid("the id of an override is not UTF-8", "Send ids as UTF-8.");
  if (!wrong.empty()) {
    return invalid("'" + wrong + "' is neither a number nor a list of numbers", "Send numbers.");
  }
  // Without reading and packing: what the evaluation took.
  const std::int64_t begin = env_.monotonic_ns();
  auto done = model_->set(opening(stop), overrides);
  if (!done) return failed("eval_error", done.problems());
  change.ignored = std::move(*done);
  change.elapsed_us = (env_.monotonic_ns() - begin) / kNsPerUs;
  change.evaluated = model_->values().evaluated_ops();
  return std::nullopt;
}

// A failed one leaves the model before as it is, unless there was not room for both.
Session::Outcome Session::compile(const PackedValue& params, StopToken& stop, PackedWriter& out) {
  const std::int64_t begin = env_.monotonic_ns();
  std::optional<NamedModel> named;
  if (auto error = take_model(params, named)) return error;
  auto made = named ? LiveModel::open(opening(stop), *named, model_)
                    : LiveModel::open(opening(stop), source_, model_);
  if (!made) return failed("compile_error", made.problems());
  const auto bins = static_cast<std::size_t>((*made)->plan().bins);
  // Unknown names are left out: the text that has them may still be typed.
  const auto series = named_series(params, false, (*made)->plan());
  const auto fits = may_answer(series->size(), bins * kPackedValueBytes);
  if (!fits) return failed("compile_error", fits.problems());
  model_ = std::move(*made);
  // The next frames have all bins: another text may have other series under the same ids.
  sent_.clear();
  sent_bytes_ = 0;
  const std::int64_t elapsed = (env_.monotonic_ns() - begin) / kNsPerUs;
  out.map(named ? 13 : 12).text("of").text(named ? named->of : "model");
  if (named) out.text("yaml").text(source_.text);
  out.text("params");
  pack_parameters(out, model_->subject());
  out.text("series");
  pack_series(out, *model_, *series);
  out.text("bins").integer(model_->plan().bins).text("grid");
  pack_grid(out, model_->model().grid);
  out.text("graph");
  pack_graph(out, model_->model());
  out.text("topology");
  pack_topology(out, model_->model().topology);
  out.text("warnings");
  pack_warnings(out, model_->findings());
  out.text("revision").integer(model_->revision()).text("elapsed_us").integer(elapsed);
  out.text("evaluated").integer(static_cast<std::int64_t>(model_->values().evaluated_ops()));
  out.text("ops").integer(static_cast<std::int64_t>(model_->values().all_ops()));
  return std::nullopt;
}

// Relative to the values of the text: without overrides these come back.
Session::Outcome Session::eval(const PackedValue& params, StopToken& stop, PackedWriter& out) {
  // {"overrides": {}}: a map of one member, a text of 9 bytes and an empty map.
  static constexpr std::string_view kNone{"\x81\xa9overrides\x80", 12};
  const bool has = params.member("overrides").has_value();
  Change made;
  if (auto error = change(has ? params : *PackedValue::read(kNone), stop, made)) return error;
  const auto series = named_series(params, false, model_->plan());
  const auto bins = static_cast<std::size_t>(model_->plan().bins);
  const auto fits = may_answer(series->size(), bins * kPackedValueBytes);
  if (!fits) return failed("eval_error", fits.problems());
  out.map(6).text("series");
  pack_series(out, *model_, *series);
  out.text("elapsed_us").integer(made.elapsed_us).text("warnings");
  pack_warnings(out, model_->findings());
  out.text("ignored");
  pack_ignored(out, made.ignored);
  out.text("revision").integer(model_->revision());
  out.text("evaluated").integer(static_cast<std::int64_t>(made.evaluated));
  return std::nullopt;
}

Session::Outcome Session::get_params(PackedWriter& out) const {
  out.map(1).text("params");
  pack_parameters(out, model_->subject());
  return std::nullopt;
}

Session::Outcome Session::get_series(const PackedValue& params, PackedWriter& out) {
  const auto series = named_series(params, false, model_->plan());
  const auto bins = static_cast<std::size_t>(model_->plan().bins);
  const auto fits = may_answer(series->size(), bins * kPackedValueBytes);
  if (!fits) return failed("eval_error", fits.problems());
  out.map(1).text("series");
  pack_series(out, *model_, *series);
  return std::nullopt;
}

Session::Outcome Session::validate_schema(const PackedValue& params, PackedWriter& out) const {
  const auto yaml = params.member("yaml");
  if (!yaml || !yaml->text())
    return invalid("there is no 'yaml'", "Send the text of a model as yaml.");
  ModelSource source;
  source.text = std::string(*yaml->text());
  source.file = "model.yaml";
  RunObserver nobody;
  StageClock clock(env_, nobody);
  const auto found = validate_model({.source = source, .tier = ValidationTier::kSchema}, clock);
  if (!found) return failed("compile_error", found.problems());
  out.map(2).text("is_valid").boolean(found->is_valid());
  out.text("errors").list(found->errors.size());
  for (const Problem& error : found->errors) out.text(to_text(error, source.file));
  return std::nullopt;
}

namespace {

struct Changed {
  std::size_t first = 0, end = 0;  // bins; equal where nothing has changed
};
Changed difference(std::span<const double> before, std::span<const double> now) {
  const auto differs = [&](std::size_t t) {
    // By bits, because an absent value does not equal itself.
    return std::bit_cast<std::uint64_t>(before[t]) != std::bit_cast<std::uint64_t>(now[t]);
  };
  Changed changed{.end = now.size()};
  while (changed.first < changed.end && !differs(changed.first)) ++changed.first;
  while (changed.end > changed.first && !differs(changed.end - 1)) --changed.end;
  return changed;
}

// Little-endian.
std::string value_bytes(std::span<const double> values, bool is_short) {
  static_assert(std::endian::native == std::endian::little);
  if (!is_short) return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
  std::string bytes(values.size() * sizeof(float), '\0');
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto value = static_cast<float>(values[i]);
    std::memcpy(bytes.data() + i * sizeof value, &value, sizeof value);
  }
  return bytes;
}

}  // namespace

// False where nothing has changed since it was sent.
bool Session::pack_change(SeriesIndex series, bool is_full, bool is_short, PackedWriter& out) {
  const std::string& id = model_->plan().series[series].id;
  const std::span<const double> now = model_->values().row(series);
  std::vector<double>& before = sent_[id];
  const bool is_new = before.size() != now.size();
  if (is_new) sent_bytes_ += static_cast<std::int64_t>(now.size_bytes() + id.size());
  const Changed range = is_new || is_full ? Changed{0, now.size()} : difference(before, now);
  if (range.first == range.end) return false;
  const auto part = now.subspan(range.first, range.end - range.first);
  before.resize(now.size());
  // What is remembered are the doubles, also when floats are sent.
  std::copy(part.begin(), part.end(), before.begin() + static_cast<std::ptrdiff_t>(range.first));
  out.map(3).text("name").text(id).text("first").integer(static_cast<std::int64_t>(range.first));
  out.text("data").bytes(value_bytes(part, is_short));
  return true;
}

// What has changed of some series since this session was sent them last.
Session::Outcome Session::frames(const PackedValue& params, StopToken& stop, PackedWriter& out) {
  if (!params.member("names")) return invalid("there are no 'names'", "Send the ids of series.");
  const auto format = params.member("format");
  const std::string_view format_name = format ? format->text().value_or("") : "f64";
  if (format_name != "f32" && format_name != "f64") {
    return invalid("'format' is neither 'f32' nor 'f64'", "Send one of them, or leave it out.");
  }
  // Before the values change: a wrong name leaves the session as it is.
  const auto series = named_series(params, true, model_->plan());
  if (!series) return failed("invalid_params", series.problems());
  Change made;
  if (auto error = change(params, stop, made)) return error;
  const bool is_full = params.member("full") && params.member("full")->boolean().value_or(false);
  const auto bins = static_cast<std::size_t>(model_->plan().bins);
  const auto fits = may_answer(series->size(), bins * sizeof(double));
  if (!fits) return failed("eval_error", fits.problems());

  // The count comes before the parts, and is known only behind them.
  PackedWriter parts;
  std::size_t count = 0;
  for (const SeriesIndex index : *series) {
    count += pack_change(index, is_full, format_name == "f32", parts) ? 1 : 0;
  }
  out.map(6).text("format").text(format_name).text("frames").list(count).packed(parts.take());
  out.text("elapsed_us").integer(made.elapsed_us).text("ignored");
  pack_ignored(out, made.ignored);
  out.text("revision").integer(model_->revision());
  out.text("evaluated").integer(static_cast<std::int64_t>(made.evaluated));
  return std::nullopt;
}

// The judgement of the values as they are.
Session::Outcome Session::findings(const PackedValue& params, StopToken& stop, PackedWriter& out) {
  Change made;
  if (auto error = change(params, stop, made)) return error;
  const std::int64_t begin = env_.monotonic_ns();
  const Judgement judgement = model_->judgement();
  const std::int64_t elapsed = (env_.monotonic_ns() - begin) / kNsPerUs;
  JsonWriter json;
  json.begin_object();
  headline_members(json, judgement.summary);
  json.key("findings").begin_array();
  for (const RankedFinding& finding : judgement.summary.findings) write_finding(json, finding);
  json.end_array().member("elapsed_us", made.elapsed_us + elapsed);
  json.member("revision", model_->revision()).key("ignored").begin_array();
  for (const Ignored& one : made.ignored) {
    json.begin_object().member("id", one.id).member("remedy", one.remedy).end_object();
  }
  out.json(json.end_array().end_object().take());
  return std::nullopt;
}

}  // namespace flowtime::sessions
