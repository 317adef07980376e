#include "inspect/run_card.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/iceberg.h"
#include "inspect/query_test_support.h"

namespace flowtime {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// 10 of capacity; 5 wait at the end of bin 1, 15 of bin 2, then 10, 5, none.
constexpr const char* kTillsOfCards = R"yaml(schemaVersion: 1
grid: {bins: 6, binSize: 30, binUnit: minutes}
nodes:
  - {id: visitors, kind: const, values: [5, 15, 20, 5, 5, 5]}
  - {id: tills, kind: const, values: [10]}
  - {id: served, kind: expr, expr: "MIN(tills, visitors + SHIFT(waiting, 1))"}
topology:
  nodes:
    - {id: Till, kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, queueDepth: waiting, capacity: tills, slaMin: 10}}
  edges: []
)yaml";

class Cards : public QueriedRuns {};

TEST(Icebergs, AreCutAtTwiceThePromiseAndNeverDifferInScale) {
  Picture picture(100, 100, kPage);
  const IcebergLines lines =
      draw_iceberg({.load = {0.5, 1}, .wait = {0, 3}}, {0, 0, 100, 100, 2}, picture);
  EXPECT_EQ(lines.base, 56);
  EXPECT_EQ(lines.full, 14);
  EXPECT_EQ(lines.depth_of(1), lines.promise);
  EXPECT_EQ(lines.depth_of(2), lines.depth_of(9));
  EXPECT_DOUBLE_EQ(lines.depth_of(2) - lines.base, 2 * (lines.promise - lines.base));
  EXPECT_LE(lines.depth_of(9), 100);
}

TEST(Icebergs, AreDarkerTheBusier) {
  EXPECT_EQ(load_colour(0), "#EBF6F5");
  EXPECT_EQ(load_colour(1), "#302171");
  EXPECT_EQ(load_colour(7), load_colour(1));
  EXPECT_EQ(load_colour(0.1), "#C6E5E6");
  EXPECT_EQ(load_colour(0.05), "#D9EEEE");  // half way, rounded
}

TEST_F(Cards, TellTheWholeFindingAndWhatWouldHelp) {
  const auto run = opened(kTillsOfCards)->run;
  const std::string headline = run->judgement()->summary.findings.front().text();
  ASSERT_THAT(headline, HasSubstr("Till fell behind"));
  const CardFix fix{.parameter = "tills",
                    .title = "Tills",
                    .from = 10,
                    .to = 14,
                    .effect = "Nothing waits longer than promised; before 9 were late."};
  const std::string svg = to_svg(run_card(*run, fix), card_title(*run));
  EXPECT_THAT(svg, HasSubstr("<title>" + headline + "</title>"));
  EXPECT_THAT(svg, HasSubstr(">Till, full</text>"));
  for (const char* words :
       {">10</text>", ">would need 14</text>", ">Nothing waits longer</text>"}) {
    EXPECT_THAT(svg, HasSubstr(words));
  }
  // All of the first sentence is on the card.
  const Picture card = run_card(*run, std::nullopt);
  std::string sentence;
  for (const PictureShape& shape : card.shapes()) {
    if (shape.words.size >= 27 && !shape.text.empty()) {
      sentence += (sentence.empty() ? "" : " ") + shape.text;
    }
  }
  EXPECT_EQ(sentence + headline.substr(sentence.size()), headline);
  EXPECT_THAT(sentence, HasSubstr("promised"));
}

// As card_fix() fills it in.
TEST_F(Cards, ShowTheNodeWithTheChangeMade) {
  const auto run = opened(kTillsOfCards)->run;
  CardFix fix{.parameter = "tills", .title = "Tills", .from = 10, .to = 20, .effect = "E."};
  fix.load = {0.25, 0.75, 1, 0.25, 0.25, 0.25};
  fix.wait_minutes = {0, 0, 0, 0, 0, 0};
  const auto drawn = [&] { return to_svg(run_card(*run, fix), card_title(*run)); };
  EXPECT_THAT(drawn(), HasSubstr(">would need 20:</text>"));
  EXPECT_THAT(drawn(), HasSubstr(">nothing waits</text>"));
  fix.wait_minutes[2] = 9.5;  // of 10 promised
  EXPECT_THAT(drawn(), HasSubstr(">9.5 min</text>"));
  EXPECT_THAT(drawn(), HasSubstr(">at most, nothing late</text>"));
  fix.wait_minutes[2] = 12.9;
  EXPECT_THAT(drawn(), HasSubstr(">12.9 min</text>"));
  EXPECT_THAT(drawn(), HasSubstr(">at most</text>"));
}

TEST_F(Cards, SayThatARunHasNoNodes) {
  const auto run = opened(
                       "schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\n"
                       "nodes:\n- {id: a, kind: const, values: [1, 2]}\n")
                       ->run;
  EXPECT_THAT(to_svg(run_card(*run, std::nullopt), card_title(*run)),
              HasSubstr(">This run has not been judged</text>"));
  EXPECT_EQ(to_png(run_card(*run, std::nullopt)).substr(1, 3), "PNG");
}

TEST_F(Cards, ReadTheFixFromSuggestions) {
  const auto fix = next_fix(
      R"({"entries":[],"next":{"parameter":"tills","title":"","from":10,"to":14,"effect":"E."}})");
  ASSERT_TRUE(fix);
  EXPECT_EQ(fix->title, "tills");
  EXPECT_EQ(fix->parameter, "tills");
  EXPECT_EQ(fix->from, 10);
  EXPECT_EQ(fix->to, 14);
  EXPECT_FALSE(next_fix(R"({"entries":[],"next":null})"));
}

}  // namespace
}  // namespace flowtime
