#include "run/record_facts.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "model/names.h"

namespace flowtime {
namespace {

std::string first_given(const std::string& given, const std::string& otherwise) {
  return given.empty() ? otherwise : given;
}

ModelProvenance provenance_of(const RunRecord& record) {
  return record.model->provenance.value_or(ModelProvenance{});
}

RunTemplate with_title(RunTemplate made) {
  if (made.version.empty()) made.version = "0.0.0";
  if (made.title.empty()) made.title = made.id;
  return made;
}

class FileReferences {
 public:
  void add(const Rare<SeriesRef>& ref) {
    if (!ref || ref->kind != SeriesRef::Kind::kFile) return;
    if (seen_.insert(ref->id).second) paths_.push_back(ref->id);
  }
  std::vector<std::string> paths() && { return std::move(paths_); }

 private:
  std::unordered_set<std::string> seen_;
  std::vector<std::string> paths_;
};

}  // namespace

RunTemplate effective_template(const RunRecord& record) {
  if (!record.run_template.id.empty()) return with_title(record.run_template);
  const ModelProvenance own = provenance_of(record);
  return with_title({.id = first_given(own.template_id, kPlainTemplate),
                     .title = own.template_title,
                     .narrative = "",
                     .version = first_given(own.template_version, "0.0.0")});
}

std::vector<NamedJson> effective_parameters(const RunRecord& record) {
  if (!record.parameters.empty() || !record.model->provenance) return record.parameters;
  std::vector<NamedJson> own;
  for (const auto& [name, json] : record.model->provenance->parameters) own.push_back({name, json});
  return own;
}

std::string effective_generator(const RunRecord& record) {
  return first_given(provenance_of(record).generator, "flowtime/" + record.engine_version);
}

std::string effective_source(const RunRecord& record) {
  return first_given(provenance_of(record).source, "flowtime");
}

std::int64_t effective_seed(const RunRecord& record) {
  // The model's first: it was evaluated with it, and the request's was put into it.
  if (record.model->seed) return *record.model->seed;
  return record.seed.value_or(kDefaultSeed);
}

std::string effective_model_id(const RunRecord& record, const std::string& model_hash) {
  const std::string hex = model_hash.substr(model_hash.find(':') + 1);
  return first_given(provenance_of(record).model_id, "model_" + hex);
}

std::string class_coverage(const RunRecord& record) {
  if (!record.class_coverage.empty()) return record.class_coverage;
  std::set<std::string> captured;
  for (const SeriesInfo& info : record.series->all()) {
    if (!info.class_id.empty() && info.class_id != kDefaultClass) captured.insert(info.class_id);
  }
  if (captured.empty() || record.model->classes.empty()) return "missing";
  const auto has_series = [&](const FlowClass& declared) {
    return captured.count(declared.id) > 0;
  };
  const std::vector<FlowClass>& declared = record.model->classes;
  return std::all_of(declared.begin(), declared.end(), has_series) ? "full" : "partial";
}

std::vector<std::string> file_references(const Model& model) {
  FileReferences found;
  for (const TopologyNode& node : model.topology.nodes) {
    for (const Rare<SeriesRef>& ref : node.semantics.roles) found.add(ref);
  }
  for (const Constraint& constraint : model.topology.constraints) {
    found.add(constraint.arrivals);
    found.add(constraint.served);
    found.add(constraint.errors);
    found.add(constraint.latency_minutes);
  }
  return std::move(found).paths();
}

}  // namespace flowtime
