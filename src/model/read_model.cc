#include "model/read_model.h"

#include <algorithm>

#include "model/limits.h"
#include "model/model_reader.h"
#include "text/yaml_json.h"

namespace flowtime {
namespace model_detail {
namespace {

bool is_output_file_name(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos || !is_word(name.substr(0, dot))) return false;
  return name.substr(dot) == ".csv" || name.substr(dot) == ".txt";
}

}  // namespace

Result<Model> ModelReader::read() {
  const Title title("the model");
  if (!expect_mapping(document_.root, kDocument, title, context_)) return context_.take();
  Fields root(document_.root, kDocument, title, context_);
  read_root(root);
  // Before the references: what a misspelt key would have declared is missed there as well.
  root.refuse_unknown();
  check_references();
  // Any problem refuses the model; `kept` is for callers that show what can be shown.
  if (context_.empty()) return std::move(model_);
  if (options_.kept != nullptr && context_.is_model_whole()) *options_.kept = std::move(model_);
  return context_.take();
}

void ModelReader::read_root(Fields& root) {
  const yaml::Value* version = root.require("schemaVersion");
  const std::optional<std::int64_t> number = version == nullptr ? 1 : version->integer();
  if (number && (*number == 1 || *number == 2)) {
    model_.schema_version = static_cast<int>(*number);
  } else {
    root.problem("unsupported_schema_version", "'schemaVersion' is not 1 or 2",
                 "Write schemaVersion: 2, or 1 for a model from before queue disciplines.",
                 version->where, "schemaVersion");
  }
  for (const char* key : {"window", "mode", "generator", "metadata", "parameters", "template"}) {
    root.legacy(
        key,
        "This belongs to a template; expand the template first (flowtime templates generate).");
  }
  model_.item_noun = root.text("itemNoun");
  // Order matters: const values need the grid, nodes and traffic the classes, traffic the nodes,
  // the topology all of them.
  read_grid(root);
  read_classes(root);
  read_nodes(root);
  read_traffic(root);
  read_outputs(root);
  read_rng(root);
  read_topology(root);
  read_expected(root);
  read_events(root);
  read_provenance(root);
}

void ModelReader::read_expected(Fields& root) {
  const std::vector<yaml::Value>* items = root.items("expect", kMaxExpectations);
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    const yaml::Value& item = (*items)[i];
    if (item.kind == yaml::Kind::kScalar) {
      model_.expected.push_back({item.scalar, item.where, "/expect/" + std::to_string(i)});
      continue;
    }
    root.problem("wrong_type", "expectation " + std::to_string(i) + " is not text",
                 "Write it in quotes: \"max(queue) < 100\".", item.where,
                 "expect/" + std::to_string(i));
  }
}

void ModelReader::read_grid(Fields& root) {
  const yaml::Value* value = root.require("grid");
  const Place place(kDocument, "grid");
  const Title title("the grid");
  if (value == nullptr || !expect_mapping(*value, place, title, context_)) return;
  Fields grid(*value, place, title, context_);
  grid.legacy("binMinutes",
              "Write binSize and binUnit, for example binSize: 60 and binUnit: minutes.");
  grid.legacy("startTimeUtc", "Write start.");
  const auto in_range = [&](const char* key, std::int64_t most) -> std::int64_t {
    if (grid.require(key) == nullptr) return 0;
    const std::optional<std::int64_t> number = grid.integer(key);
    if (!number) return 0;
    // Bins of 0 mean "not known": checks that need the length leave the model alone.
    if (*number >= 1 && *number <= most) return *number;
    grid.problem("out_of_range", std::string("'grid.") + key + "' is " + std::to_string(*number),
                 "Write a whole number from 1 to " + std::to_string(most) + ".",
                 value->find(key)->where, key);
    return 0;
  };
  model_.grid.bins = in_range("bins", kMaxBins);
  model_.grid.bin_size = std::max<std::int64_t>(1, in_range("binSize", kMaxBinSize));
  if (const std::string unit = grid.required_text("binUnit"); !unit.empty()) {
    const std::optional<BinUnit> parsed = parse_bin_unit(unit);
    // As written in the contract, in lower case and plural; parse_bin_unit also takes other cases.
    if (parsed && unit == name_of(*parsed)) {
      model_.grid.bin_unit = *parsed;
    } else {
      grid.problem("unknown_bin_unit",
                   "'grid.binUnit' is '" + unit + "', which is not a unit of bins",
                   "Write milliseconds, seconds, minutes, hours, days or weeks.",
                   value->find("binUnit")->where, "binUnit");
    }
  }
  // In double: the product of two valid numbers may exceed 64 bits.
  const double length = static_cast<double>(model_.grid.bins) * model_.grid.bin_ms();
  if (length > static_cast<double>(kMaxGridMs)) {
    grid.problem("out_of_range", "the grid is longer than 10,000,000 bins of 1,000 weeks",
                 "Use fewer or shorter bins.", value->where, "bins");
    model_.grid.bins = 0;
  }
  if (const std::string start = grid.text("start"); !start.empty()) {
    model_.grid.start_unix_ms = parse_utc(start);
    if (!model_.grid.start_unix_ms) {
      grid.problem("not_a_time", "'grid.start' is '" + start + "', which is not a date and time",
                   "Write ISO-8601, for example 2026-01-01T00:00:00Z.", value->find("start")->where,
                   "start");
    }
  }
  grid.refuse_unknown();
}

void ModelReader::read_rng(Fields& root) {
  const yaml::Value* value = root.mapping("rng");
  if (value == nullptr) return;
  Fields rng(*value, Place(kDocument, "rng"), Title("'rng'"), context_);
  const std::string kind = rng.text("kind");
  if (!kind.empty() && kind != "pcg32") {
    rng.problem("unknown_rng", "'rng.kind' is '" + kind + "'", "Write pcg32.",
                value->find("kind")->where, "kind");
  }
  model_.seed = rng.integer("seed");
  if (model_.seed && (*model_.seed < 0 || *model_.seed > 2147483647)) {
    rng.problem("out_of_range", "'rng.seed' is out of range",
                "Write a whole number from 0 to 2147483647.", value->find("seed")->where, "seed");
  }
  rng.refuse_unknown();
}

void ModelReader::read_outputs(Fields& root) {
  const std::vector<yaml::Value>* items = root.items("outputs", kMaxOutputs);
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    const Place outputs(kDocument, "outputs"), place(outputs, i);
    if (!expect_mapping((*items)[i], place, Title("an output"), context_)) continue;
    Fields fields((*items)[i], place, Title("output", i), context_);
    fields.legacy("source", "Write series.");
    fields.legacy("filename", "Write as.");
    OutputSpec output;
    output.series = fields.required_text("series");
    output.file_name = fields.text("as");
    output.exclude = fields.texts("exclude");
    // Also of an output that is refused below: places are by output.
    output_places_.push_back((*items)[i].where);
    if (!output.file_name.empty() && !is_output_file_name(output.file_name)) {
      fields.problem("bad_file_name", "'" + output.file_name + "' is not a name for an output file",
                     "Use letters, digits, _ and -, and the ending .csv or .txt.",
                     (*items)[i].find("as")->where, "as");
    }
    fields.refuse_unknown();
    model_.outputs.push_back(std::move(output));
  }
}

namespace {

// Of a value, and of what is in it.
std::size_t count_members(const yaml::Value& value) {
  std::size_t count = value.members.size();
  for (const yaml::Member& member : value.members) count += count_members(member.value);
  for (const yaml::Value& item : value.items) count += count_members(item);
  return count;
}

std::string json_of(const yaml::Value& value) {
  JsonWriter json;
  yaml::write_json(json, value);
  return json.take();
}

}  // namespace

void ModelReader::read_provenance(Fields& root) {
  const yaml::Value* value = root.mapping("provenance");
  if (value == nullptr) return;
  Fields fields(*value, Place(kDocument, "provenance"), Title("'provenance'"), context_);
  ModelProvenance provenance;
  provenance.generator = fields.text("generator");
  provenance.generated_at = fields.text("generatedAt");
  provenance.template_id = fields.text("templateId");
  provenance.template_version = fields.text("templateVersion");
  provenance.mode = fields.text("mode");
  provenance.model_id = fields.text("modelId");
  provenance.template_title = fields.text("templateTitle");
  provenance.source = fields.text("source");
  const yaml::Value* parameters = fields.mapping("parameters");
  const std::size_t count = parameters == nullptr ? 0 : count_members(*parameters);
  if (count > kMaxProvenanceParameters) {
    fields.problem("limit_exceeded", "'provenance' has " + std::to_string(count) + " parameters",
                   "At most " + std::to_string(kMaxProvenanceParameters) + " are read.",
                   parameters->where, "parameters");
    parameters = nullptr;
  }
  if (parameters != nullptr) {
    for (const yaml::Member& member : parameters->members) {
      provenance.parameters.emplace(member.key, json_of(member.value));
    }
  }
  if (!provenance.mode.empty() && provenance.mode != "simulation" &&
      provenance.mode != "telemetry") {
    fields.problem("unknown_mode", "'provenance.mode' is '" + provenance.mode + "'",
                   "Write simulation or telemetry.", value->find("mode")->where, "mode");
  }
  if (!provenance.generated_at.empty() && !parse_utc(provenance.generated_at)) {
    fields.problem("not_a_time", "'provenance.generatedAt' is not a date and time",
                   "Write ISO-8601.", value->find("generatedAt")->where, "generatedAt");
  }
  // What others write there, too; a run has its own answer to each.
  // Asked for and dropped, so that they are not unknown.
  for (const char* known : {"receivedAt", "inputHash", "schemaVersion"}) {
    static_cast<void>(fields.text(known));
  }
  static_cast<void>(fields.mapping("rng"));
  static_cast<void>(fields.mapping("telemetryBindings"));
  static_cast<void>(fields.mapping("links"));
  fields.refuse_unknown();
  model_.provenance = std::move(provenance);
}

}  // namespace model_detail

Result<Model> read_model(const yaml::Document& document, const ReadModelOptions& options) {
  return model_detail::ModelReader(document, options).read();
}

Result<std::vector<ModelEvent>> read_events(const yaml::Document& document, const TimeGrid& grid) {
  const ReadModelOptions options;
  return model_detail::ModelReader(document, options).read_events_alone(grid);
}

}  // namespace flowtime
