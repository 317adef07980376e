// spec.yaml: the model with its semantics bound to the series of the run.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "series/series_view.h"
#include "text/yaml.h"

namespace flowtime {

// Bytes [begin, end) of a text and what takes their place.
// Offsets are bytes of the original text, whatever other edits do.
struct TextEdit {
  std::size_t begin = 0, end = 0;
  std::string replacement;
};

// The text with the edits made and without a byte order mark. Of edits that overlap the first
// counts.
// Edits in any order.
std::string edited_text(std::string_view text, std::vector<TextEdit> edits);

// What removes the top-level `provenance` block (an empty edit when there is none); nothing when
// the layout does not allow a cut by lines.
std::optional<TextEdit> provenance_cut(const yaml::Document& document);
// A copy of the tree. Only the block at the top level is left out.
yaml::Value without_provenance(const yaml::Value& root);

// The stored model text in which every series that topology semantics and constraints name is
// replaced by `file:../<place>`. `places` by SeriesIndex, as series_places() gives them. Everything
// else keeps its bytes; a document with anchors, or one that stored_model_text writes anew, is
// written anew.
// For other programs, which read a model whose series are files.
std::string spec_text(const yaml::Document& document, const Model& model,
                      const SeriesCatalog& series, const std::vector<std::string>& places);

}  // namespace flowtime
