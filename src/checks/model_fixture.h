// A model read by the real reader, its series written by hand, and what the checks say of them.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "checks/check_run.h"
#include "model/read_model.h"
#include "series/absent.h"

namespace flowtime {

using Values = std::vector<double>;
using Series = std::map<std::string, Values>;

// Precondition: `more` has no id of `series`; ids that are there keep their values.
inline Series with(Series series, const Series& more) {
  series.insert(more.begin(), more.end());
  return series;
}

inline const std::string kTwoClasses = "classes: [{id: Gold}, {id: Std}]\n";

// "a b" -> const nodes a and b, as list items of nodes[].
inline std::string const_nodes(const std::string& ids) {
  std::istringstream words(ids);
  std::string text, id;
  while (words >> id) text += "  - {id: " + id + ", kind: const, values: [0]}\n";
  return text;
}

// A model that the reader refuses fails the test, and an empty one is returned.
inline Model model_of(const std::string& text) {
  Result<yaml::Document> document = yaml::parse(text, "model.yaml");
  EXPECT_TRUE(document) << text;
  Result<Model> model = read_model(*document);
  EXPECT_TRUE(model) << (model ? "" : to_text(model.problems(), "model.yaml")) << "\n" << text;
  return model ? *model : Model{};
}

// What the parts of a model document are; every text is YAML as it is written in the document.
struct ModelParts {
  std::string consts;    // ids of const nodes, separated by spaces
  std::string nodes;     // further items of nodes[]
  std::string topology;  // members of topology, indented by two
  std::string rest;      // further members of the root
};

// Bins are hours. There is always a const node "unused", so that `nodes` is never empty.
inline Model model_of(const ModelParts& parts, std::size_t bins) {
  return model_of("schemaVersion: 1\ngrid: {bins: " + std::to_string(bins) +
                  ", binSize: 1, binUnit: hours}\n" + parts.rest + "nodes:\n" +
                  const_nodes("unused " + parts.consts) + parts.nodes +
                  (parts.topology.empty() ? "" : "topology:\n" + parts.topology));
}

// Series as evaluation would publish them; an id with '@' is a class part.
// In the order of their ids, not of the model: what the checks say must not depend on it.
class SeriesByHand {
 public:
  explicit SeriesByHand(const std::map<std::string, Values>& series) : series_(series) {
    for (const auto& [id, values] : series_) {
      SeriesInfo info;
      info.id = id;
      info.measure = id.substr(0, id.find('@'));
      if (info.measure != id) info.class_id = id.substr(info.measure.size() + 1);
      catalog_.add(std::move(info));
    }
  }
  const SeriesCatalog& catalog() const { return catalog_; }

  // Feeds all bins in tiles of `tile_bins`.
  // The last tile may be shorter. all_finite is 1 or 0 as evaluation would set it, never 2 ("not
  // negative either"), which is an optional promise.
  void feed(RunChecks& checks, std::int64_t tile_bins) const {
    const auto bins = static_cast<std::int64_t>(series_.begin()->second.size());
    for (std::int64_t first = 0; first < bins; first += tile_bins) {
      std::vector<const double*> pointers;
      std::vector<std::uint8_t> finite;
      SeriesTile tile;
      tile.first_bin = first;
      tile.bins = std::min(tile_bins, bins - first);
      for (const auto& [id, values] : series_) {
        EXPECT_EQ(values.size(), static_cast<std::size_t>(bins)) << id;
        pointers.push_back(values.data() + first);
        bool all = true;
        for (std::int64_t t = 0; t < tile.bins; ++t) all = all && is_finite(pointers.back()[t]);
        finite.push_back(all ? 1 : 0);
      }
      tile.series = pointers;
      tile.all_finite = finite;
      checks.accept(tile);
    }
  }

 private:
  std::map<std::string, Values> series_;
  SeriesCatalog catalog_;
};

// With tile_bins = 1 every boundary between tiles is tried.
inline std::vector<Finding> findings_of(const Model& model,
                                        const std::map<std::string, Values>& series,
                                        RunMode mode = RunMode::kSimulation,
                                        std::int64_t tile_bins = 1000) {
  const SeriesByHand by_hand(series);
  RunChecks checks(model, by_hand.catalog(), mode);
  by_hand.feed(checks, tile_bins);
  return checks.findings();
}

}  // namespace flowtime
