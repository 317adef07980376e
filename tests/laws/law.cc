#include "laws/law.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/number_text.h"
#include "text/yaml.h"

namespace flowtime::tests {

ReadOutcome read_text(const std::string& text) {
  ReadOutcome outcome;
  const Result<yaml::Document> document = yaml::parse(text, "model.yaml");
  if (!document) {
    outcome.problems = document.problems();
    return outcome;
  }
  Result<Model> model = read_model(*document);
  if (model) {
    outcome.model = std::move(model).value();
  } else {
    outcome.problems = model.problems();
  }
  return outcome;
}

Result<Compiled> compile_model(const Model& model) {
  CompileOptions options;
  options.stream_state = [](const std::string& text) {
    std::uint64_t state = 14695981039346656037u;
    for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 1099511628211u;
    return state;
  };
  options.sampling = CompileOptions::Sampling::kExpected;
  return compile(model, options);
}

std::optional<LawModel> law_model(const RandomModelOptions& options) {
  LawModel law;
  law.text = random_model(options);
  ReadOutcome read = read_text(law.text);
  if (!read.model) {
    ADD_FAILURE() << to_text(read.problems, "model") << "\n" << law.text;
    return std::nullopt;
  }
  law.model = std::move(*read.model);
  Result<Compiled> compiled = compile_model(law.model);
  if (!compiled) {
    ADD_FAILURE() << to_text(compiled.problems(), "model") << "\n" << law.text;
    return std::nullopt;
  }
  law.plan = std::move(compiled.value().plan);
  return law;
}

bool long_run() { return std::getenv("FT_LONG") != nullptr; }

std::vector<std::uint64_t> seeds() {
  if (const char* seed = std::getenv("FT_SEED")) return {std::strtoull(seed, nullptr, 10)};
  std::vector<std::uint64_t> all;
  for (std::uint64_t seed = 1; seed <= (long_run() ? 1000u : 100u); ++seed) all.push_back(seed);
  return all;
}

void for_each_seed(const std::function<void(std::uint64_t)>& law) {
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE("seed " + std::to_string(seed) + " (FT_SEED=" + std::to_string(seed) + ")");
    law(seed);
    if (testing::Test::HasFatalFailure()) return;
  }
}

SeriesTable evaluate_all(const Plan& plan, const EvaluateOptions& options) {
  KeepTiles sink(plan);
  evaluate(plan, {}, sink, nullptr, options);
  return std::move(sink.table);
}

std::string first_difference(const Plan& plan, const SeriesTable& expected,
                             const SeriesTable& got) {
  for (std::uint32_t i = 0; i < plan.series.size(); ++i) {
    for (std::int64_t t = 0; t < plan.bins; ++t) {
      const double want = expected[{i}][static_cast<std::size_t>(t)];
      const double have = got[{i}][static_cast<std::size_t>(t)];
      if (same_bits(want, have)) continue;
      return plan.series[{i}].id + " bin " + std::to_string(t) + ": expected " +
             std::to_string(want) + ", got " + std::to_string(have);
    }
  }
  return "";
}

}  // namespace flowtime::tests
