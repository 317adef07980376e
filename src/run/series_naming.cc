#include "run/series_naming.h"

#include <algorithm>
#include <unordered_set>

#include "base/ascii.h"
#include "model/names.h"
#include "run/bundle_paths.h"
#include "run/output_patterns.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

constexpr std::string_view kRestOfDefault = "DEFAULT.rest";
constexpr std::size_t kMaxStem = 200;  // of a file name, well below what file systems take

// The part of a classed series that no class accounts for.
bool is_rest(const SeriesInfo& info) { return info.class_id == kDefaultClass; }
bool is_total(const SeriesInfo& info) { return info.class_id.empty(); }

bool is_safe(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}
std::string safe(std::string text) {
  for (char& c : text) {
    if (!is_safe(c)) c = '_';
  }
  return text;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

std::string shortened(const std::string& stem) {
  if (stem.size() <= kMaxStem) return stem;
  // Long ids that begin alike still get different names.
  return stem.substr(0, kMaxStem / 2) + "." + sha256_hex(stem).substr(0, 16);
}

// What an output leaves out, looked up once for each of its series.
class Exclusions {
 public:
  explicit Exclusions(const OutputSpec& output)
      : names_(output.exclude.begin(), output.exclude.end()) {}
  bool has(const SeriesInfo& info) const { return names_.count(info.measure) > 0; }

 private:
  std::unordered_set<std::string_view> names_;
};

OutputSpec everything() {
  OutputSpec output;
  output.series = "*";
  return output;
}

// `*` and `prefix/*`.
bool is_pattern(const OutputSpec& output) {
  return output.series == "*" || output.series.ends_with("/*");
}

// A pattern with a name of its own for every series may be overruled by its like.
// Above it each row is named by the first pattern that has it: the cost of patterns times rows
// ends.
constexpr std::size_t kMaxRenamedRows = 64;

// `as` names the total; a class part puts its class before the extension.
std::string renamed(const OutputSpec& output, const SeriesInfo& info) {
  const std::string file_name = safe(output.file_name);
  if (is_total(info) || output.series == info.id) return file_name;
  const std::size_t dot = file_name.rfind('.');
  return file_name.substr(0, dot) + "_" + stored_class(info) + file_name.substr(dot);
}

class Selection {
 public:
  Selection(const Model& model, const SeriesCatalog& series)
      : model_(model), series_(series), patterns_(series), names_(series.size()) {}

  Result<std::vector<std::string>> names() {
    for (const OutputSpec& output : model_.outputs) select_outputs(output);
    const bool nothing = std::all_of(names_.begin(), names_.end(),
                                     [](const std::string& name) { return name.empty(); });
    // Outputs that match nothing are a mistake of the author; a run without any CSV would be worse.
    if (nothing) select_outputs(everything());
    select_edges();
    for (const TopologyNode& node : model_.topology.nodes) select_node(node);
    for (const Constraint& constraint : model_.topology.constraints) select_constraint(constraint);
    FT_RETURN_IF_PROBLEM(check_distinct());
    return std::move(names_);
  }

 private:
  void select(std::size_t at) {
    // A name that an output gave stays.
    if (names_[at].empty()) names_[at] = shortened(stored_series_id(series_.all()[at])) + ".csv";
  }

  void select_output(const OutputSpec& output, std::size_t at) {
    const SeriesInfo& info = series_.all()[at];
    if (output.file_name.empty())
      select(at);
    else
      names_[at] = renamed(output, info);
  }

  void select_outputs(const OutputSpec& output) {
    if (is_pattern(output)) return select_pattern(output);
    const std::optional<SeriesIndex> first = series_.find(output.series);
    if (!first) return;
    // A total is followed by its class parts.
    const std::span<const SeriesInfo> all = series_.all();
    std::size_t at = first->value;
    const bool with_parts = is_total(all[at]);
    if (Exclusions(output).has(all[at])) return;  // its parts have the same measure
    do select_output(output, at);
    while (++at < all.size() && with_parts && !is_total(all[at]) &&
           all[at].measure == output.series);
  }

  // A row that has been selected needs no second look for the same pattern.
  void select_pattern(const OutputSpec& output) {
    const Exclusions exclusions(output);
    std::vector<std::uint32_t>& rows = patterns_.rows(output.series);
    const bool is_kept = !output.file_name.empty() && rows.size() <= kMaxRenamedRows;
    std::erase_if(rows, [&](std::uint32_t row) {
      if (exclusions.has(series_.all()[row])) return false;
      select_output(output, row);
      return !is_kept;
    });
  }

  void select_edges() {
    for (std::size_t i = 0; i < series_.size(); ++i) {
      if (series_.all()[i].kind == SeriesKind::kEdge) select(i);
    }
  }

  void select_ref(const Rare<SeriesRef>& ref) {
    if (!ref || ref->kind != SeriesRef::Kind::kSeries) return;
    select_id(id_of(*ref));
  }

  void select_id(const std::string& id) {
    if (const auto index = series_.find(id)) select(index->value);
  }

  void select_node(const TopologyNode& node) {
    for (const Rare<SeriesRef>& ref : node.semantics.roles) select_ref(ref);
    if (node.semantics.parallelism) {
      if (const auto* ref = std::get_if<SeriesRef>(&*node.semantics.parallelism)) select_ref(*ref);
    }
    // `queueDepth: self` names it without saying so.
    if (const auto depth = queue_depth_id(model_, node)) select_id(*depth);
  }

  void select_constraint(const Constraint& constraint) {
    select_ref(constraint.arrivals);
    select_ref(constraint.served);
    select_ref(constraint.errors);
    select_ref(constraint.latency_minutes);
  }

  Result<Done> check_distinct() const {
    std::unordered_set<std::string> taken;
    for (std::size_t i = 0; i < series_.size(); ++i) {
      if (names_[i].empty() || taken.insert(names_[i]).second) continue;
      return Problem{.code = "output_name_taken",
                     .message = "the file name '" + names_[i] + "' of series '" +
                                series_.all()[i].id + "' belongs to another series too",
                     .remedy = "Give every output its own name in 'as'.",
                     .path = "/outputs"};
    }
    return Done{};
  }

  const Model& model_;
  const SeriesCatalog& series_;
  OutputPatterns patterns_;
  std::vector<std::string> names_;
};

}  // namespace

std::string component_id(const SeriesInfo& info) {
  std::string text = safe(info.measure);
  std::transform(text.begin(), text.end(), text.begin(), upper);
  return text;
}

std::string stored_class(const SeriesInfo& info) {
  if (is_total(info)) return std::string(kDefaultClass);
  return is_rest(info) ? std::string(kRestOfDefault) : safe(info.class_id);
}

std::string stored_class_kind(const SeriesInfo& info) {
  if (is_total(info)) return "fallback";
  return is_rest(info) ? "rest" : "specific";
}

std::string stored_series_id(const SeriesInfo& info) {
  return safe(info.measure) + "@" + component_id(info) + "@" + stored_class(info);
}

Result<std::vector<std::string>> csv_paths(const Model& model, const SeriesCatalog& series) {
  FT_TRY(std::vector<std::string> names, Selection(model, series).names());
  for (std::string& name : names) {
    if (!name.empty()) name = "series/" + name;
  }
  return names;
}

std::int64_t csv_cells(const std::vector<std::string>& paths, std::int64_t bins) {
  const auto count = std::count_if(paths.begin(), paths.end(),
                                   [](const std::string& path) { return !path.empty(); });
  return static_cast<std::int64_t>(count) * bins;
}

std::vector<std::string> series_places(const SeriesCatalog& series,
                                       const std::vector<std::string>& csv_paths,
                                       bool has_wide_csv) {
  std::vector<std::string> places(series.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (csv_paths[i].empty()) continue;
    places[i] = has_wide_csv ? bundle::kWideCsv + ("#" + stored_series_id(series.all()[i]))
                             : bundle::kValues + ("#" + std::to_string(i));
  }
  return places;
}

}  // namespace flowtime
