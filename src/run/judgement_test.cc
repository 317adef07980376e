#include <gtest/gtest.h>

#include "answers/judgement_json.h"
#include "run/judgement_file.h"

namespace flowtime {
namespace {

Judgement sample() {
  Judgement judgement;
  NodeJudgement node;
  node.verdict = Verdict::kCritical;
  node.first_bin = 3;
  node.share = 0.25;
  node.promise_minutes = 15;
  node.promise_declared = true;
  node.harmed = 4587.5;
  node.p95 = 28.75;
  node.rows.push_back({"wait", Verdict::kCritical, 3, 2.0, 1.5});
  node.spans.push_back({0, NodeActivity::kFlowing, Verdict::kGood, false, kNobody, kNobody});
  node.spans.push_back({3, NodeActivity::kShared, Verdict::kCritical, true, 7, 0});
  node.first_wait_bin = 3;
  node.wait = {1.5, 30};
  judgement.nodes.push_back(node);
  judgement.constraints.push_back({Verdict::kWarning, 1.0, 4, 12.5, {0}});
  return judgement;
}

TEST(JudgementFile, ReadsWhatItWrote) {
  const Judgement written = sample();
  const auto read = read_judgement_bytes(judgement_bytes(written), 12);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->nodes.size(), 1u);
  const NodeJudgement& node = read->nodes[0];
  EXPECT_EQ(node.verdict, Verdict::kCritical);
  EXPECT_EQ(node.harmed, 4587.5);
  EXPECT_EQ(node.spans, written.nodes[0].spans);
  EXPECT_EQ(node.rows[0].row, "wait");
  EXPECT_EQ(node.wait, written.nodes[0].wait);
  EXPECT_EQ(read->constraints[0].held, std::vector<std::uint32_t>{0});
  EXPECT_EQ(judgement_bytes(*read), judgement_bytes(written));
}

// Whatever happened to the file, reading it is an answer and never a fault.
TEST(JudgementFile, EveryCutOffFileIsNone) {
  const std::string bytes = judgement_bytes(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(read_judgement_bytes(std::string_view(bytes).substr(0, size), 12)) << size;
  }
  EXPECT_FALSE(read_judgement_bytes(bytes + "x", 12));
}

TEST(JudgementFile, EveryChangedByteIsNoneOrSound) {
  const std::string bytes = judgement_bytes(sample());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const unsigned flip : {0x01u, 0x80u, 0xFFu}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ flip);
      const auto read = read_judgement_bytes(changed, 12);
      if (!read) continue;
      for (const NodeJudgement& node : read->nodes) {
        for (const JudgedSpan& span : node.spans) {
          EXPECT_LT(span.first_bin, 12);
          EXPECT_STRNE(name_of(span.activity), nullptr);
        }
        EXPECT_LE(node.first_wait_bin + static_cast<std::int64_t>(node.wait.size()), 12);
      }
    }
  }
}

TEST(JudgementFile, ARunOfFewerBinsHasAnotherOne) {
  EXPECT_FALSE(read_judgement_bytes(judgement_bytes(sample()), 3));
}

TEST(JudgementJson, AFindingReadsBackAsItWasWritten) {
  RankedFinding finding;
  finding.kind = FindingKind::kLoss;
  finding.verdict = Verdict::kCritical;
  finding.node_id = "Core";
  finding.members = {"Edge"};
  finding.from_bin = 192;
  finding.to_bin = 212;
  finding.peak_bin = 200;
  finding.dropped = 8177.7;
  finding.cause.capacity = 330;
  finding.cause.undecided = true;
  finding.parts = {
      {.text = "Core dropped "},
      {.text = "8,178", .value = 8177.7, .series = "core_overflow", .bin = 200, .unit = "items"},
      {.text = " items."}};
  JsonWriter writer;
  write_finding(writer, finding);
  JsonReader reader(writer.text());
  const RankedFinding read = read_finding(reader);
  EXPECT_EQ(read.text(), "Core dropped 8,178 items.");
  EXPECT_TRUE(read.cause.undecided);
  JsonWriter again;
  write_finding(again, read);
  EXPECT_EQ(again.text(), writer.text());
}

TEST(Judgement, NamesReadBack) {
  for (int i = 0; i < kFindingKindCount; ++i) {
    const auto kind = static_cast<FindingKind>(i);
    EXPECT_EQ(parse_finding_kind(name_of(kind)), kind);
  }
  for (int i = 0; i < kNodeActivityCount; ++i) {
    const auto activity = static_cast<NodeActivity>(i);
    EXPECT_EQ(parse_node_activity(name_of(activity)), activity);
  }
  EXPECT_FALSE(parse_verdict(""));
  EXPECT_FALSE(parse_finding_kind("melting"));
}

}  // namespace
}  // namespace flowtime
