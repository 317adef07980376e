// What follows from a record: defaults of empty members and summaries of the model.
#pragma once

#include <string>
#include <vector>

#include "run/run_record.h"

namespace flowtime {

// Given as such, else by the document's own provenance, else the default of a plain model.
RunTemplate effective_template(const RunRecord& record);  // id "adhoc-model", version "0.0.0"
std::vector<NamedJson> effective_parameters(const RunRecord& record);
std::string effective_generator(const RunRecord& record);  // "flowtime/<engine version>"
std::string effective_source(const RunRecord& record);     // "flowtime"
std::int64_t effective_seed(const RunRecord& record);      // the record's, the model's, else 123
// "model_<64 hex>" of the model hash.
std::string effective_model_id(const RunRecord& record, const std::string& model_hash);

// "full" when every declared class has a series, "missing" without classes or class series, else
// "partial"; a capture's own word wins.
std::string class_coverage(const RunRecord& record);

// "entities" for depths of queues, which are levels at the end of a bin; else "entities/bin".
std::vector<std::string> series_units(const Model& model, const SeriesCatalog& series);

// Paths of the `file:` references of the model, in order, each once.
std::vector<std::string> file_references(const Model& model);

}  // namespace flowtime
