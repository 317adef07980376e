#include "targets.h"

#include <cstdint>
#include <cstring>
#include <string>

#include "base/check.h"
#include "checks/check_run.h"
#include "compile/compile.h"
#include "eval/evaluate.h"
#include "expr/expr.h"
#include "model/read_model.h"
#include "text/yaml.h"

namespace flowtime::fuzz {
namespace {

// Longer grids cost time and find nothing that short ones do not.
constexpr std::int64_t kMostBins = 500;

// A refusal has a cause in words, and a place inside the text.
void expect_reasons(const Problems& problems, std::string_view text) {
  std::size_t lines = 1;
  for (const char c : text) lines += c == '\n' || c == '\r' ? 1 : 0;
  for (const Problem& problem : problems) {
    FT_CHECK(!problem.code.empty());
    FT_CHECK(!problem.message.empty());
    FT_CHECK(problem.where.line >= 0 && static_cast<std::size_t>(problem.where.line) <= lines + 1);
  }
}

std::uint64_t any_stream(const std::string& text) {
  return std::hash<std::string_view>{}(text) | 1;
}

bool same_bits(const SeriesTable& a, const SeriesTable& b) {
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (std::memcmp(a[{i}].data(), b[{i}].data(), a[{i}].size_bytes()) != 0) return false;
  }
  return true;
}

// Evaluates in one tile and in tiles of three bins, which must not change a bit.
void evaluate_and_check(const Model& model, const Plan& plan) {
  KeepTiles whole(plan), pieces(plan);
  evaluate(plan, {}, whole);
  evaluate(plan, {}, pieces, nullptr, {.tile_bins = 3});
  FT_CHECK(same_bits(whole.table, pieces.table));
  RunChecks checks(model, plan.series, RunMode::kSimulation);
  std::vector<const double*> pointers;
  std::vector<std::uint8_t> all_finite;
  checks.accept(whole.table.as_tile(pointers, all_finite));
  for (const Finding& finding : checks.findings()) FT_CHECK(!finding.message.empty());
}

void run_sampled(const Model& model, CompileOptions::Sampling sampling) {
  CompileOptions options;
  options.sampling = sampling;
  options.stream_state = any_stream;
  const Result<Compiled> compiled = compile(model, options);
  if (compiled) evaluate_and_check(model, compiled->plan);
}

}  // namespace

void run_model(std::string_view text) {
  const Result<yaml::Document> document = yaml::parse(std::string(text), "fuzz.yaml");
  if (!document) return expect_reasons(document.problems(), text);
  const Result<Model> model = read_model(*document);
  if (!model) return expect_reasons(model.problems(), text);
  if (model->grid.bins > kMostBins) return;
  run_sampled(*model, CompileOptions::Sampling::kExpected);
  run_sampled(*model, CompileOptions::Sampling::kSample);
}

void run_expression(std::string_view text) {
  const Result<Expr> expr = parse_expression(text);
  if (!expr) return expect_reasons(expr.problems(), text);
  for (const ExprNode& node : expr->nodes) FT_CHECK(node.offset < text.size());
  std::string model =
      "schemaVersion: 1\ngrid: {bins: 7, binSize: 1, binUnit: hours}\nnodes:\n"
      "- {id: a, kind: const, values: [3, -1, 0, 2.5, 1e9, 7, 1]}\n"
      "- {id: b, kind: const, values: [0, 2, 0, -4, 1, 1, 1e-9]}\n- id: x\n  kind: expr\n  expr: '";
  for (const char c : text) model += c == '\'' ? std::string("''") : std::string(1, c);
  run_model(model + "'\n");
}

}  // namespace flowtime::fuzz
