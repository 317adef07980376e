#include "pipeline/read_and_compile.h"

#include <algorithm>
#include <charconv>

#include "host/limits.h"
#include "model/read_model.h"
#include "pipeline/apply_settings.h"
#include "pipeline/values_file.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

Problem file_not_allowed(const std::string& path) {
  return {.code = "file_not_allowed",
          .message = "the file '" + path + "' is not read here",
          .remedy = "Only the command line reads files; write the values into the request."};
}

Result<ValuesTable> read_rows(const FileReader& reader, const ValuesPath& from,
                              std::string_view id) {
  if (!reader) return file_not_allowed(from.path);
  FT_TRY(const std::string text, reader(from.path));
  return read_values_table(text, from.path, from.column, id);
}

// Which grid it is for is known once the model is read.
bool is_import(const std::string& file) { return file.starts_with("import:"); }

Result<Setting> bind(const SettingText& given, const FileReader& reader) {
  FT_TRY(Setting setting,
         parse_setting(given.text, given.label.empty() ? given.text : given.label, given.path));
  // A file is read here, before the model: its rows need no grid until they are applied.
  if (setting.file.empty() || is_import(setting.file)) return setting;
  auto rows = read_rows(reader, {setting.file, setting.column}, setting.target);
  if (!rows) return in_file(rows.problems(), setting.label);
  setting.rows = *std::move(rows);
  return setting;
}

ReadModelOptions options_of(const ModelSource& source) {
  ReadModelOptions options;
  if (source.read_model_file) {
    // `source` outlives the options: both live in the caller's call.
    options.read_values_file = [&source](const std::string& path,
                                         const TimeGrid& grid) -> Result<std::vector<double>> {
      FT_TRY(const ValuesTable rows,
             read_rows(source.read_model_file, parse_values_path(path), ""));
      return values_of_bins(rows, {0, grid.bins}, grid);
    };
  }
  options.read_import = source.read_import;
  return options;
}

Result<Done> read_imports(const ModelSource& source, const TimeGrid& grid,
                          std::vector<Setting>& settings) {
  for (Setting& setting : settings) {
    if (!is_import(setting.file)) continue;
    if (!source.read_import) return file_not_allowed(setting.file);
    const std::string column = setting.column.empty() ? "" : "#" + setting.column;
    auto values = source.read_import(setting.file + column, grid);
    if (!values) return in_file(values.problems(), setting.label);
    setting.values = *std::move(values);
    // From here on the setting is like one whose values were written out.
    setting.file.clear();
  }
  return Done{};
}

// A look at the tree alone: reading the model for it would cost a second pass for every run.
bool takes_values_from_files(const yaml::Document& document) {
  const yaml::Value* nodes = document.root.find("nodes");
  if (nodes == nullptr) return false;
  for (const yaml::Value& node : nodes->items) {
    const yaml::Value* values = node.find("values");
    if (values != nullptr && values->kind == yaml::Kind::kMapping) return true;
    if (node.find("source") != nullptr) return true;
  }
  return false;
}

// Names and present values are known only once the model is read, so a document that is to be
// changed is read twice: as written, for messages with the right places, and as changed.
Result<yaml::Document> expand(const ModelSource& source, std::vector<Setting>& settings) {
  const yaml::Limits limits{.bytes = kMaxModelBytes, .depth = kMaxYamlDepth};
  FT_TRY(yaml::Document document, yaml::parse(source.text, source.file, limits));
  // The common case: the text is parsed once and read once.
  if (settings.empty() && !takes_values_from_files(document)) return document;
  FT_TRY(const Model model, read_model(document, options_of(source)));
  FT_RETURN_IF_PROBLEM(read_imports(source, model.grid, settings));
  return apply_settings(document, model, settings);
}

std::uint64_t stream_state(const std::string& text) {
  const std::string hex = sha256_hex(text);
  std::uint64_t state = 0;
  // Sixteen hex digits are the first 8 bytes, big-endian.
  std::from_chars(hex.data(), hex.data() + 16, state, 16);
  return state;
}

}  // namespace

const char* name_of(CompileOptions::Sampling sampling) {
  switch (sampling) {
    case CompileOptions::Sampling::kExpected: return "expected";
    case CompileOptions::Sampling::kSample: return "sample";
  }
  return "";
}

std::optional<CompileOptions::Sampling> parse_sampling(std::string_view text) {
  if (text == "expected") return CompileOptions::Sampling::kExpected;
  if (text == "sample") return CompileOptions::Sampling::kSample;
  return std::nullopt;
}

Result<std::vector<Setting>> read_settings(const ModelSource& source) {
  if (source.settings.size() > kMaxSettings) {
    return Problem{.code = "too_many_settings",
                   .message = std::to_string(source.settings.size()) +
                              " settings are given; at most " + std::to_string(kMaxSettings) +
                              " are allowed",
                   .remedy = "Write the values into the model."};
  }
  std::vector<Setting> settings;
  Problems problems;
  for (const SettingText& given : source.settings) {
    auto setting = bind(given, source.read_setting_file);
    if (setting) {
      settings.push_back(*std::move(setting));
    } else {
      problems.insert(problems.end(), setting.problems().begin(), setting.problems().end());
    }
  }
  if (!problems.empty()) return problems;
  return settings;
}

Result<ReadSource> read_source(const ModelSource& source, StageClock& clock) {
  clock.start(Stage::kBindParameters);
  FT_TRY(std::vector<Setting> settings, read_settings(source));
  clock.end({{"settings", static_cast<std::int64_t>(settings.size())}});
  clock.start(Stage::kExpand);
  FT_TRY(yaml::Document document, expand(source, settings));
  clock.end({{"bytes", static_cast<std::int64_t>(document.text.size())}});
  return ReadSource{std::move(document), std::move(settings)};
}

Result<yaml::Document> with_values_inline(const yaml::Document& document,
                                          const ModelSource& source) {
  if (!takes_values_from_files(document)) return document;
  FT_TRY(const Model model, read_model(document, options_of(source)));
  std::vector<Setting> none;
  return apply_settings(document, model, none);
}

Result<Model> validate_document(const yaml::Document& document, const ModelSource& source,
                                StageClock& clock, std::optional<Model>* kept) {
  clock.start(Stage::kValidate);
  ReadModelOptions options = options_of(source);
  options.kept = kept;
  FT_TRY(Model model, read_model(document, options));
  if (source.seed) model.seed = source.seed;
  clock.end({{"nodes", static_cast<std::int64_t>(model.nodes.size())},
             {"topologyNodes", static_cast<std::int64_t>(model.topology.nodes.size())},
             {"bins", model.grid.bins}});
  return model;
}

Result<Done> check_cells(std::int64_t series, std::int64_t bins, const Limits& limits) {
  // Divided, because the product may exceed 64 bits.
  if (series <= limits.cells_per_run / std::max<std::int64_t>(1, bins)) return Done{};
  return Problem{.code = "too_many_cells",
                 .message = std::to_string(series) + " series of " + std::to_string(bins) +
                            " bins are more than " + std::to_string(limits.cells_per_run) +
                            " cells",
                 .remedy = "Use fewer or wider bins, or raise FLOWTIME_MAX_CELLS."};
}

Result<Compiled> compile_model(const Model& model, const ModelSource& source, const Limits& limits,
                               StageClock& clock) {
  clock.start(Stage::kCompile);
  CompileOptions options;
  options.sampling = source.sampling;
  // compile knows no hash: the engine must not depend on the room that has SHA-256.
  options.stream_state = stream_state;
  options.measured = source.measured;
  options.with_computed = source.with_computed;
  FT_TRY(Compiled compiled, compile(model, options));
  const auto series = static_cast<std::int64_t>(compiled.plan.series.size());
  // Only the plan knows how many series are published, class parts included.
  FT_RETURN_IF_PROBLEM(check_cells(series, model.grid.bins, limits));
  clock.end({{"steps", static_cast<std::int64_t>(compiled.plan.steps.size())}, {"series", series}});
  return compiled;
}

std::vector<Finding> CompiledModel::notes() const {
  std::vector<Finding> notes = model.notes;
  notes.insert(notes.end(), compiled.notes.begin(), compiled.notes.end());
  return notes;
}

Result<CompiledModel> read_and_compile(const ModelSource& source, const Limits& limits,
                                       StageClock& clock) {
  FT_TRY(ReadSource read, read_source(source, clock));
  FT_TRY(Model model, validate_document(read.document, source, clock));
  FT_TRY(Compiled compiled, compile_model(model, source, limits, clock));
  return CompiledModel{std::move(read.document), std::move(read.settings), std::move(model),
                       std::move(compiled)};
}

}  // namespace flowtime
