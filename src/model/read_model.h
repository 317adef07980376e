// Model document -> Model. All problems of a document are reported in one pass.
// Reading is pure but for the two callbacks; any number of threads may read documents at once.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "text/yaml.h"

namespace flowtime {

// By place in the document, such as "/nodes/*/pmf", the fields that the reader looks for there.
using FieldsAsked = std::map<std::string, std::set<std::string>>;

// Referred to for the length of the call.
struct ReadModelOptions {
  // Reads the CSV of `values: {file: x.csv}`; empty refuses such values (code file_not_allowed).
  // Gets the path as written and the grid; returns one value, or one per bin.
  std::function<Result<std::vector<double>>(const std::string& path, const TimeGrid& grid)>
      read_values_file;
  // Reads `source: 'import:ID#column'` of a const node without values, one value for every bin of
  // the grid; empty refuses it (code import_not_allowed).
  std::function<Result<std::vector<double>>(const std::string& source, const TimeGrid& grid)>
      read_import{};
  // file: references are legal only inside bundles and captures.
  bool allow_file_references = false;
  // Filled, when given, if the problems are about parts without which the model can be compiled:
  // unknown fields, kinds that are read as the nearest one.
  // The problems are returned all the same.
  std::optional<Model>* kept = nullptr;
  // Filled while reading, when given: shows what a model can say.
  FieldsAsked* fields_asked = nullptr;
};

// Rules and codes: docs/model-format.md. Each Problem has line, column and JSON pointer, and its
// remedy names the nearest known id where there is one.
// At most kMaxListedProblems are returned, and one that counts the rest. About linear in the
// document.
Result<Model> read_model(const yaml::Document& document, const ReadModelOptions& options = {});

// The `events:` of a document that has nothing else, on the grid: the form and the problems are
// those of a model's own.
Result<std::vector<ModelEvent>> read_events(const yaml::Document& document, const TimeGrid& grid);

}  // namespace flowtime
