// Runs every .flow file below this folder. FT_UPDATE=1 rewrites what came out differently; the
// reviewed diff is the evidence.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/check.h"
#include "suite/flow_file.h"
#include "suite/flow_judgement.h"
#include "suite/points.h"
#include "template/template.h"

namespace flowtime::flows {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> flow_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(FT_SOURCE_DIR "/tests/flows")) {
    if (entry.path().extension() == ".flow") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Templates are those that the program carries; models are named from the project's root.
FlowReport run_flow(const std::string& path, const std::string& text) {
  static const TemplateLibrary library;
  const auto from_root = [](const std::string& file) -> Result<std::string> {
    return read_file(fs::path(FT_SOURCE_DIR) / file);
  };
  return flows::run_flow(path, text, {library, from_root});
}

class Flow : public testing::TestWithParam<fs::path> {};

TEST_P(Flow, ComesOutAsWritten) {
  abort_on_check_failure();
  const std::string text = read_file(GetParam());
  const FlowReport report = run_flow(fs::relative(GetParam(), FT_SOURCE_DIR).string(), text);
  if (std::getenv("FT_UPDATE") != nullptr && report.updated_text != text) {
    std::ofstream(GetParam(), std::ios::binary) << report.updated_text;
  }
  for (const std::string& failure : report.failures) ADD_FAILURE() << failure;
}

std::string test_name(const testing::TestParamInfo<fs::path>& info) {
  std::string name =
      info.param.parent_path().filename().string() + "_" + info.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); },
      '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, Flow, testing::ValuesIn(flow_files()), test_name);

TEST(Examples, EachHasAFlowFile) {
  for (const auto& entry : fs::directory_iterator(FT_SOURCE_DIR "/examples")) {
    const std::string name = entry.path().stem().string() + ".flow";
    EXPECT_TRUE(fs::exists(FT_SOURCE_DIR "/tests/flows/examples/" + name)) << name;
  }
}

TEST(Catalogue, EachTemplateHasAFlowFile) {
  int templates = 0;
  for (const auto& entry : fs::directory_iterator(FT_SOURCE_DIR "/templates")) {
    if (entry.path().extension() != ".yaml") continue;
    ++templates;
    const std::string name = entry.path().stem().string() + ".flow";
    EXPECT_TRUE(fs::exists(FT_SOURCE_DIR "/tests/flows/templates/" + name)) << name;
  }
  EXPECT_GE(templates, 12);
}

// What lists, cards and sliders show of a template; each what-if is tried in its flow file.
TEST(Catalogue, EachTemplateTellsItsStory) {
  for (const auto& entry : fs::directory_iterator(FT_SOURCE_DIR "/templates")) {
    const std::string id = entry.path().stem().string();
    const auto read = read_template(read_file(entry.path()), id);
    ASSERT_TRUE(read) << to_text(read.problems(), id);
    EXPECT_FALSE(read->claim.empty()) << id;
    EXPECT_FALSE(read->item_noun.empty()) << id;
    EXPECT_TRUE(read->what_if) << id;
    for (const TemplateParameter& parameter : read->parameters) {
      EXPECT_FALSE(parameter.unit.empty()) << id << " " << parameter.name;
      EXPECT_TRUE(parameter.step) << id << " " << parameter.name;
    }
    const std::string flow = read_file(FT_SOURCE_DIR "/tests/flows/templates/" + id + ".flow");
    for (const char* command : {"\nwhat-if\n", "\nheadline ", "\nsentence "}) {
      EXPECT_NE(flow.find(command), std::string::npos) << id << command;
    }
  }
}

TEST(FlowFile, ComparesFindings) {
  RankedFinding finding;
  finding.kind = FindingKind::kLoss;
  finding.verdict = Verdict::kWarning;
  finding.node_id = "Link";
  finding.from_bin = 3;
  finding.to_bin = 5;
  finding.harmed = 10.04;
  EXPECT_EQ(finding_text(finding), "loss warning Link 3..5 10");
  EXPECT_TRUE(fits(finding, "loss warning Link 3..5 10"));
  EXPECT_TRUE(fits(finding, "loss warning Link 3..5 11 within 1"));
  EXPECT_FALSE(fits(finding, "loss warning Link 3..5 12 within 1"));
  EXPECT_FALSE(fits(finding, "loss warning Link 3..6 10 within 1"));
  EXPECT_FALSE(fits(finding, "loss critical Link 3..5 10"));
  EXPECT_FALSE(fits(finding, "constraint:Link within 1"));
}

TEST(Points, ReadAndPrint) {
  EXPECT_EQ(parse_points("5"), (std::vector<double>{5}));
  EXPECT_EQ(parse_points("10x3"), (std::vector<double>{10, 10, 10}));
  EXPECT_EQ(parse_points("7+7x3"), (std::vector<double>{7, 14, 21, 28}));
  EXPECT_EQ(parse_points("-1-2x2 1e3"), (std::vector<double>{-1, -3, -5, 1000}));
  EXPECT_EQ(parse_points("3x"), std::nullopt);
  EXPECT_EQ(parse_points("a"), std::nullopt);
  EXPECT_EQ(format_points({1, 1, 2}), "1x2 2");
}

TEST(FlowFile, SaysWhereAndHowAFileFails) {
  const std::string model =
      "model\n  schemaVersion: 1\n  grid: {bins: 2, binSize: 1, binUnit: hours}\n"
      "  nodes: [{id: x, kind: const, values: [1, 2]}]\nend\nrun\n";
  EXPECT_TRUE(run_flow("a.flow", model + "series x 1 2\n").failures.empty());
  const FlowReport wrong = run_flow("a.flow", model + "series x 1 3  # hand-made\n");
  ASSERT_EQ(wrong.failures.size(), 1u);
  EXPECT_EQ(wrong.failures[0], "a.flow:7: x bin 1: expected 3, got 2");
  EXPECT_NE(wrong.updated_text.find("series x 1 2 # hand-made"), std::string::npos);
  EXPECT_EQ(run_flow("a.flow", model).failures.size(), 1u);
  EXPECT_EQ(run_flow("a.flow", model + "series y 1\n").failures.size(), 1u);
  EXPECT_EQ(run_flow("a.flow", model + "error 1:1 cycle \"\"\n").failures.size(), 1u);
  EXPECT_TRUE(run_flow("a.flow", model + "total x 3\nat -1 x 2\nfindings none\n").failures.empty());
  EXPECT_EQ(run_flow("a.flow", model + "total x 4\nat 0 x 2\n").failures.size(), 2u);
  EXPECT_EQ(run_flow("a.flow", model + "narrative \"x\"\nat 2 x 1\nfindings a b\n").failures.size(),
            3u);
  EXPECT_EQ(run_flow("a.flow", "template none\nrun\nat 0 x 1\n").failures.size(), 2u);
}

}  // namespace
}  // namespace flowtime::flows
