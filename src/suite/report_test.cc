#include "suite/report.h"

#include <gtest/gtest.h>

#include "suite/snapshot.h"
#include "sys/memory_env.h"

namespace flowtime::suite {
namespace {

constexpr const char* kGood =
    "schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\n"
    "nodes: [{id: x, kind: const, values: [1, 2]}]\n"
    "expect: ['max(x) < 3', 'max(x) < 2']\n";

class Suite : public ::testing::Test {
 protected:
  TestedFile test(const std::string& path, const std::string& text) {
    StageClock clock(env_, observer_);
    return test_file(path, text, context_, clock);
  }
  MemoryEnv env_;
  RunObserver observer_;
  TemplateLibrary library_;
  std::map<std::string, std::string> files_;
  TestContext context_{.templates = library_,
                       .read_file = [this](const std::string& path) -> Result<std::string> {
                         const auto found = files_.find(path);
                         if (found != files_.end()) return found->second;
                         return Problem{.code = "io_not_found", .message = path, .remedy = "Look."};
                       }};
};

TEST_F(Suite, KindsOfFiles) {
  EXPECT_EQ(kind_of("a.yaml", kGood), FileKind::kModel);
  EXPECT_EQ(kind_of("a.flow", "anything"), FileKind::kFlow);
  EXPECT_EQ(kind_of("a.yaml", "services: {}\n"), FileKind::kOther);
  EXPECT_EQ(kind_of("a.yaml", "schemaVersion: 1\nparameters: []\ngrid: {}\n"), FileKind::kTemplate);
  EXPECT_EQ(kind_of("a.yaml", "a: [1\n"), FileKind::kModel);  // reported with its place
  EXPECT_EQ(snapshot_path("models/shop.yaml"), "models/shop.expected.csv");
  EXPECT_EQ(snapshot_path("./shop"), "./shop.expected.csv");
}

TEST_F(Suite, TellsEveryPoint) {
  const TestedFile tested = test("m.yaml", kGood);
  ASSERT_EQ(tested.points.size(), 3u);
  EXPECT_EQ(tap_text({&tested, 1}),
            "TAP version 13\n1..3\nok 1 - m.yaml: evaluates\n"
            "ok 2 - m.yaml: max(x) < 3 (it is 2)\n"
            "not ok 3 - m.yaml: max(x) < 2\n  ---\n  message: |\n    it is 2\n  ...\n");
  EXPECT_EQ(junit_xml({&tested, 1}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"flowtime\" tests=\"3\" failures=\"1\" errors=\"0\">\n"
            "  <testsuite name=\"m.yaml\" tests=\"3\" failures=\"1\" errors=\"0\">\n"
            "    <testcase classname=\"m.yaml\" name=\"evaluates\"/>\n"
            "    <testcase classname=\"m.yaml\" name=\"max(x) &lt; 3\"/>\n"
            "    <testcase classname=\"m.yaml\" name=\"max(x) &lt; 2\">\n"
            "      <failure message=\"it is 2\"/>\n    </testcase>\n"
            "  </testsuite>\n</testsuites>\n");
}

TEST_F(Suite, ARefusedModelIsAPointThatDoesNotHold) {
  const TestedFile tested = test("m.yaml", "schemaVersion: 1\ngrid: 3\nnodes: []\n");
  ASSERT_EQ(tested.points.size(), 1u);
  EXPECT_FALSE(tested.holds());
  EXPECT_NE(tested.points[0].detail.find("m.yaml:2:7"), std::string::npos)
      << tested.points[0].detail;
}

TEST_F(Suite, SnapshotsKeepSeries) {
  context_.update = true;
  context_.series = {"x*"};
  const TestedFile made = test("m.yaml", kGood);
  ASSERT_EQ(made.updates.size(), 1u);
  EXPECT_EQ(made.updates[0].path, "m.expected.csv");
  EXPECT_EQ(made.updates[0].text, "bin,x\n0,1\n1,2\n");
  context_.update = false;
  files_["m.expected.csv"] = "bin,x,gone\n0,1,5\n1,7,5\n";
  const TestedFile again = test("m.yaml", kGood);
  ASSERT_EQ(again.points.size(), 5u);
  EXPECT_EQ(again.points[3].detail, "bin 1 is 2, expected 7");
  EXPECT_EQ(again.points[4].detail, "there is no such series");
}

TEST(Snapshot, Patterns) {
  EXPECT_TRUE(fits_pattern("payment_queue", "*_queue"));
  EXPECT_TRUE(fits_pattern("x", "?"));
  EXPECT_TRUE(fits_pattern("abc", "a*c*"));
  EXPECT_FALSE(fits_pattern("abc", "a?"));
  EXPECT_FALSE(fits_pattern("", "?"));
}

}  // namespace
}  // namespace flowtime::suite
