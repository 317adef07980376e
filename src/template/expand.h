// Template + values -> model document.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "template/bind_parameters.h"
#include "template/template.h"
#include "text/yaml.h"

namespace flowtime {

// Where a parameter went.
// Line and column in the template's text.
struct FilledPlace {
  SourcePos where{};   // of the placeholder
  SourcePos scalar{};  // of the scalar it is written in
  std::string parameter;
};

// Owns everything; it does not point into the template. Trees are as large as the model.
struct Expansion {
  // The model: `root` is what read_model takes; file, lines and columns of its values are those of
  // the template. `text` stays the template's: places are found in it. The model's own text is
  // model_text.
  yaml::Document document;
  std::string model_text;  // emit(root): what is stored, hashed and parsed again; no provenance
  // Sorted, so that a problem's parameter is found by its place.
  std::vector<FilledPlace> filled;  // by place
  // The request's seed wins over it.
  std::optional<std::int64_t> seed;    // of the rng block
  std::string window_start;            // as written
  bool has_telemetry_sources = false;  // some node names a source
};

// Puts the values into their places on the tree, draws profiles out over the grid, makes up what a
// sink leaves unsaid, and leaves out what only a template has. Problems: parameter_not_an_id,
// wrong_length (an array for a const node), profile_*, window_*, and the rules of docs/templates.md
// on topologies; each with its place in the template.
// Pure. The same template and values give the same bytes. All problems in one pass.
Result<Expansion> expand(const Template& from, const BoundParameters& values);

// The problems that read_model and compile have with an expansion, each telling which parameter a
// value at its place came through.
// Adds " (from parameter 'x')" to the message; problems at other places stay as they are.
Problems name_parameters(Problems problems, const Expansion& expansion);

}  // namespace flowtime
