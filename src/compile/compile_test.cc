// Plans as text for the cases where their shape matters, and refusals with the cycle's names.
// What models compute is tested in tests/flows.
#include "compile/compile.h"

#include <gtest/gtest.h>

#include "model/read_model.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

const char* const kHeader =
    "schemaVersion: 1\n"
    "grid: {bins: 4, binSize: 1, binUnit: hours}\n";

Result<Compiled> compile_text(const std::string& body) {
  FT_TRY(const yaml::Document document, yaml::parse(kHeader + body, "test.yaml"));
  FT_TRY(const Model model, read_model(document));
  return compile(model);
}

std::string plan_of(const std::string& body) {
  const Result<Compiled> compiled = compile_text(body);
  return compiled ? to_text(compiled->plan) : to_text(compiled.problems(), "test.yaml");
}

TEST(Compile, LiteralsAndConstantNodesBecomeImmediates) {
  EXPECT_EQ(plan_of("nodes:\n"
                    "- {id: x, kind: const, values: [1, 2, 3, 4]}\n"
                    "- {id: y, kind: expr, expr: 'x * rate + (2 + 3) * 0'}\n"
                    "- {id: rate, kind: expr, expr: '10 / 4'}\n"),
            "bins 4\n"
            "parameter x = 1 2 3 4\n"
            "map rate = copy 2.5\n"
            "map t0 = multiply x 2.5\n"
            "map y = add t0 0\n");
}

TEST(Compile, EqualSubexpressionsMerge) {
  EXPECT_EQ(plan_of("nodes:\n"
                    "- {id: a, kind: const, values: [1]}\n"
                    "- {id: b, kind: const, values: [2]}\n"
                    "- {id: y, kind: expr, expr: 'MAX(a + b, 1)'}\n"
                    "- {id: z, kind: expr, expr: 'MIN(a + b, 9)'}\n"),
            "bins 4\n"
            "parameter a = 1\n"
            "parameter b = 2\n"
            "map t0 = add a b\n"
            "map y = max t0 1\n"
            "map z = min t0 9\n");
}

TEST(Compile, ShiftIsAnOperandNotAnOp) {
  EXPECT_EQ(plan_of("nodes:\n"
                    "- {id: x, kind: const, values: [1, 2, 3, 4]}\n"
                    "- {id: y, kind: expr, expr: 'x - SHIFT(x, 2)'}\n"),
            "bins 4\n"
            "parameter x = 1 2 3 4\n"
            "map y = subtract x x[-2]\n");
}

TEST(Compile, AServerWorkingOffItsBacklogIsOneOp) {
  EXPECT_EQ(
      plan_of("nodes:\n"
              "- {id: arr, kind: const, values: [5, 9, 2, 0]}\n"
              "- {id: srv, kind: expr, expr: 'MIN(4, arr + SHIFT(q, 1))'}\n"
              "topology:\n"
              "  nodes:\n"
              "  - {id: Desk, kind: serviceWithBuffer, semantics: {arrivals: arr, served: srv, "
              "queueDepth: q}}\n"
              "  edges: []\n"),
      "bins 4\n"
      "parameter arr = 5 9 2 0\n"
      "map srv q desk_served_effective = backlog_server arr 4 arr 0 initial=0\n");
}

TEST(Compile, FeedbackRunsInBlocksOfItsSmallestLag) {
  EXPECT_EQ(plan_of("nodes:\n"
                    "- {id: base, kind: const, values: [10]}\n"
                    "- {id: a, kind: expr, expr: 'base + 0.5 * SHIFT(b, 2)'}\n"
                    "- {id: b, kind: expr, expr: 'a - SHIFT(a, 3)'}\n"),
            "bins 4\n"
            "parameter base = 10\n"
            "loop block=2\n"
            "  t0 = multiply 0.5 b[-2]\n"
            "  a = add base t0\n"
            "  b = subtract a a[-3]\n");
}

TEST(Compile, ARouterTargetIsTheSumOfItsRoutes) {
  EXPECT_EQ(
      plan_of("nodes:\n"
              "- {id: src, kind: const, values: [8]}\n"
              "- {id: r, kind: router, inputs: {queue: src}, routes: [{target: left, weight: 3}, "
              "{target: right, weight: 1}]}\n"),
      "bins 4\n"
      "parameter src = 8\n"
      "map left = multiply src 0.75\n"
      "map right = multiply src 0.25\n");
}

TEST(Compile, AConstraintCapsBetweenTheAuthoredAndTheReadSeries) {
  EXPECT_EQ(
      plan_of("nodes:\n"
              "- {id: arr, kind: const, values: [8]}\n"
              "- {id: cap, kind: const, values: [5]}\n"
              "- {id: srv, kind: expr, expr: 'arr * 1'}\n"
              "- {id: next, kind: expr, expr: 'srv + 1'}\n"
              "topology:\n"
              "  nodes:\n"
              "  - {id: W, kind: service, constraints: [pool], semantics: {arrivals: arr, served: "
              "srv}}\n"
              "  edges: []\n"
              "  constraints: [{id: pool, semantics: {arrivals: arr, served: cap}}]\n"),
      "bins 4\n"
      "parameter arr = 8\n"
      "parameter cap = 5\n"
      "map srv:authored = multiply arr 1\n"
      "map w_alloc_pool = allocate cap srv:authored\n"
      "map srv = min srv:authored w_alloc_pool\n"
      "map next = add srv 1\n"
      "map w_limited_pool = limited_flag w_alloc_pool srv:authored\n");
}

TEST(Compile, ACycleWithinOneBinIsNamedWhole) {
  const Result<Compiled> compiled = compile_text(
      "nodes:\n"
      "- {id: ring_a, kind: expr, expr: 'ring_b + 1'}\n"
      "- {id: ring_b, kind: expr, expr: 'ring_c + 1'}\n"
      "- {id: ring_c, kind: expr, expr: 'ring_a + SHIFT(ring_b, 1)'}\n");
  ASSERT_FALSE(compiled);
  const Problem& problem = compiled.problems().front();
  EXPECT_EQ(problem.code, "cycle");
  EXPECT_NE(problem.message.find("ring_a -> ring_b -> ring_c -> ring_a"), std::string::npos)
      << problem.message;
  EXPECT_EQ(problem.where.line, 4);
}

TEST(Compile, ALoopThroughALagIsNoCycle) {
  EXPECT_TRUE(compile_text("nodes:\n- {id: x, kind: expr, expr: 'SHIFT(x, 1) + 1'}\n"));
  EXPECT_TRUE(compile_text("nodes:\n- {id: x, kind: expr, expr: '1 + CONV(x, [0, 0, 1])'}\n"));
  EXPECT_FALSE(compile_text("nodes:\n- {id: x, kind: expr, expr: 'SHIFT(x, 0) + 1'}\n"));
  EXPECT_FALSE(compile_text("nodes:\n- {id: x, kind: expr, expr: '1 + CONV(x, [0.5, 1])'}\n"));
}

}  // namespace
}  // namespace flowtime
