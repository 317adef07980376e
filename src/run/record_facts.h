// What follows from a record: defaults of empty members and summaries of the model.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "run/run_record.h"

namespace flowtime {

// Stands for the template of a run that was made from a model.
// Part of the contract: lists of other programs filter by it.
inline constexpr const char* kPlainTemplate = "adhoc-model";
// The seed of a run whose request and model give none.
inline constexpr std::int64_t kDefaultSeed = 123;

// That of the record, else of the model's provenance, else kPlainTemplate in version "0.0.0".
// Title and version are filled in, so that no reader meets an empty one.
RunTemplate effective_template(const RunRecord& record);
// The record's; without any those that the model's provenance names.
std::vector<NamedJson> effective_parameters(const RunRecord& record);
std::string effective_generator(const RunRecord& record);  // "flowtime/<engine version>"
std::string effective_source(const RunRecord& record);     // "flowtime"
std::int64_t effective_seed(const RunRecord& record);  // the record's, the model's, kDefaultSeed
// "model_<64 hex>" of the model hash.
// A name, not another hash: the digits are those of `model_hash`.
std::string effective_model_id(const RunRecord& record, const std::string& model_hash);

// "full" when every declared class has a series, "missing" without classes or class series, else
// "partial"; a capture's own word wins.
// "DEFAULT" counts for no class.
std::string class_coverage(const RunRecord& record);

// Paths of the `file:` references of the model, in order, each once.
std::vector<std::string> file_references(const Model& model);

}  // namespace flowtime
