#include "model/node_reads.h"

#include <gmock/gmock.h>

#include "model/read_model.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Model model_of(const char* nodes) {
  const std::string text =
      std::string("schemaVersion: 1\ngrid: {bins: 4, binSize: 1, binUnit: hours}\nnodes:\n") +
      nodes;
  auto document = yaml::parse(text, "model.yaml");
  EXPECT_TRUE(document);
  auto model = read_model(*document);
  EXPECT_TRUE(model) << (model ? "" : to_text(model.problems(), ""));
  return std::move(*model);
}

std::vector<std::string> names_read(const Node& node) {
  std::vector<std::string> names;
  for (const NodeRead& read : reads_of(node)) names.emplace_back(read.id);
  return names;
}

TEST(NodeReads, AnExpressionReadsEachNameOnce) {
  const Model model = model_of(
      "- {id: a, kind: const, values: [1]}\n"
      "- {id: b, kind: expr, expr: 'a + SHIFT(b, 1) * a'}\n");
  EXPECT_THAT(names_read(model.nodes[0]), IsEmpty());
  EXPECT_THAT(names_read(model.nodes[1]), ElementsAre("a", "b"));
}

TEST(NodeReads, AQueueReadsItsFlowsAndWhatItsGateMayRelease) {
  const Model model = model_of(
      "- {id: in, kind: const, values: [1]}\n"
      "- {id: out, kind: const, values: [1]}\n"
      "- {id: lost, kind: const, values: [0]}\n"
      "- {id: most, kind: const, values: [9]}\n"
      "- {id: q, kind: serviceWithBuffer, inflow: in, outflow: out, loss: lost,\n"
      "   dispatchSchedule: {kind: time-based, periodBins: 2, phaseOffset: 0, capacitySeries: "
      "most}}\n");
  const std::vector<NodeRead> reads = reads_of(model.nodes[4]);
  EXPECT_THAT(names_read(model.nodes[4]), ElementsAre("in", "out", "lost", "most"));
  EXPECT_EQ(reads[2].use, ReadUse::kLoss);
  EXPECT_EQ(reads[3].use, ReadUse::kGateCapacity);
}

TEST(NodeReads, ARouterReadsItsSourceAndWeightsAndFeedsItsTargets) {
  const Model model = model_of(
      "- {id: in, kind: const, values: [1]}\n"
      "- {id: w, kind: const, values: [3]}\n"
      "- id: r\n"
      "  kind: router\n"
      "  inputs: {queue: in}\n"
      "  routes: [{target: left, weight: w}, {target: right, weight: 1}]\n");
  EXPECT_THAT(names_read(model.nodes[2]), ElementsAre("in", "w"));
  EXPECT_THAT(feeds_of(model.nodes[2]), ElementsAre("left", "right"));
  EXPECT_THAT(feeds_of(model.nodes[0]), IsEmpty());
}

}  // namespace
}  // namespace flowtime
