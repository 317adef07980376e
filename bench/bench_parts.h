// What the parts of the bench share.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "compile/compile.h"
#include "eval/evaluate.h"
#include "model/read_model.h"
#include "text/yaml.h"

namespace flowtime::bench {

// Sees every tile and keeps nothing.
class LookAtTiles : public TileSink {
 public:
  void accept(const SeriesTile& tile) override { bins += tile.bins; }
  std::int64_t bins = 0;
};
template <class T>
T must(Result<T> result) {
  if (result) return std::move(result).value();
  std::fputs(to_text(result.problems(), "model").c_str(), stderr);
  std::exit(1);
}

inline Plan plan_of(const std::string& text) {
  const yaml::Document document = must(yaml::parse(text, "model"));
  return must(compile(must(read_model(document)))).plan;
}

inline void look_at(const Plan& plan) {
  LookAtTiles sink;
  evaluate(plan, {}, sink);
}

// "12.3x", or "-" when one of the two is not known.
inline std::string ratio(double above, double below) {
  if (above <= 0 || below <= 0) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.2fx", above / below);
  return text;
}

}  // namespace flowtime::bench
