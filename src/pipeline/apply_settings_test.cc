#include "pipeline/apply_settings.h"

#include <gtest/gtest.h>

#include "model/read_model.h"
#include "pipeline/read_and_compile.h"
#include "run/run_record.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

constexpr const char* kShopOfSixHours = R"yaml(# Six hours of a shop.
schemaVersion: 1
grid: {bins: 6, binSize: 1, binUnit: hours, start: 2026-01-01T09:00:00Z}
nodes:
  - {id: visitors, kind: const, values: [1, 2, 3, 4, 5, 6]}   # six
  - {id: capacity, kind: const, values: [10]}
  - {id: served, kind: expr, expr: "MIN(visitors, capacity)"}
  - {id: mail, kind: const}
  - {id: limit, kind: const, values: [4]}
  - {id: lanes, kind: expr, expr: "2 * -(1 - 3)"}
  - {id: level, kind: expr, expr: "5", initial: 7}
topology:
  nodes:
    - {id: Till, kind: serviceWithBuffer, wipLimit: 9, semantics: {arrivals: visitors, served: served}}
    - {id: Desk, kind: serviceWithBuffer, wipLimitSeries: limit, semantics: {arrivals: mail, served: served}}
    - {id: Back, kind: serviceWithBuffer, semantics: {arrivals: mail, served: served}}
  edges:
    - {from: Till, to: Back}
traffic:
  arrivals:
    - {nodeId: mail, pattern: {kind: constant, ratePerBin: 2}}
)yaml";

ModelSource source_with(std::vector<std::string> settings) {
  ModelSource source;
  source.text = kShopOfSixHours;
  source.file = "shop.yaml";
  for (std::string& text : settings) source.settings.push_back({text, "--set " + text});
  source.read_setting_file = [](const std::string& path) -> Result<std::string> {
    if (path == "six.csv") return std::string("value\n9\n8\n7\n6\n5\n4\n");
    if (path == "bad.csv") return std::string("1\ntwo\n");
    return Problem{.code = "io_not_found", .message = "cannot read " + path, .remedy = ""};
  };
  return source;
}

class Settings : public ::testing::Test {
 protected:
  Result<ReadSource> read(std::vector<std::string> settings) {
    StageClock clock(env_, observer_);
    return read_source(source_with(std::move(settings)), clock);
  }
  // The values of a const node after the settings, through the document that would be stored.
  std::vector<double> values_of(const std::string& id, std::vector<std::string> settings) {
    const auto source = read(std::move(settings));
    if (!source) {
      ADD_FAILURE() << to_text(source.problems(), "");
      return {};
    }
    const auto again = yaml::parse(source->document.text, "stored");
    const auto model = read_model(*again);
    if (!model) ADD_FAILURE() << to_text(model.problems(), "");
    return std::get<ConstNode>(model->find_node(id)->body).values;
  }
  MemoryEnv env_;
  RunObserver observer_;
};

TEST_F(Settings, ChangeValues) {
  struct Row {
    std::vector<std::string> settings;
    const char* id;
    std::vector<double> values;
  };
  const Row rows[] = {
      {{"capacity=3"}, "capacity", {3}},
      {{"capacity*=1.5"}, "capacity", {15}},
      {{"visitors=7"}, "visitors", {7}},
      {{"visitors=6,5,4,3,2,1"}, "visitors", {6, 5, 4, 3, 2, 1}},
      {{"visitors=@six.csv"}, "visitors", {9, 8, 7, 6, 5, 4}},
      {{"visitors-=@six.csv"}, "visitors", {-8, -6, -4, -2, 0, 2}},
      {{"visitors*=2"}, "visitors", {2, 4, 6, 8, 10, 12}},
      {{"visitors[1..2]=0"}, "visitors", {1, 0, 0, 4, 5, 6}},
      {{"visitors[1..2]+=10,20"}, "visitors", {1, 12, 23, 4, 5, 6}},
      {{"visitors[10:00..12:00]/=2"}, "visitors", {1, 1, 1.5, 4, 5, 6}},
      {{"capacity[11:00..13:00]*=1.2"}, "capacity", {10, 10, 12, 12, 10, 10}},
      {{"capacity[0]=1", "capacity[5]=2", "capacity*=10"},
       "capacity",
       {10, 100, 100, 100, 100, 20}},
      {{"mail=3"}, "mail", {3}},
      {{"mail=3", "mail[0]+=1"}, "mail", {4, 3, 3, 3, 3, 3}},
      {{"capacity+=1,2,3,4,5,6"}, "capacity", {11, 12, 13, 14, 15, 16}},
  };
  for (const Row& row : rows)
    EXPECT_EQ(values_of(row.id, row.settings), row.values) << row.settings[0];
}

TEST_F(Settings, ChangeLimits) {
  for (const auto& [text, limit] :
       {std::pair("Till.wipLimit=3", 3.0), {"Till.wipLimit*=2", 18.0}, {"Back.wipLimit=5", 5.0}}) {
    const auto source = read({text});
    ASSERT_TRUE(source) << to_text(source.problems(), "");
    const auto model = read_model(source->document);
    const std::string node = std::string(text).substr(0, 4);
    EXPECT_EQ(model->topology.nodes[model->topology_index(node)->value].wip_limit, limit) << text;
  }
}

// What was one number becomes one per bin: the model says so itself.
TEST_F(Settings, NumbersLimitsAndWeights) {
  struct Row {
    const char *setting, *written;
  };
  const Row rows[] = {
      {"lanes*=2", "expr: \"8\""},
      {"lanes=3", "expr: \"3\""},
      {"lanes[1..2]=0", "values: [4, 0, 0, 4, 4, 4]"},
      {"level[0]=1", "expr: level_set"},
      {"level[0]=1", "values: [1, 5, 5, 5, 5, 5]"},
      {"Till.wipLimit[1]=3", "wipLimitSeries: till_wip_limit"},
      {"Till.wipLimit[1]=3", "values: [9, 3, 9, 9, 9, 9]"},
      {"Till->Back.weight*=3", "weight: 3"},
      {"Till->Back.weight[0]=3", "weight: till_back_weight"},
      {"Till->Back.weight[0]=3", "values: [3, 1, 1, 1, 1, 1]"},
  };
  for (const Row& row : rows) {
    const auto source = read({row.setting});
    ASSERT_TRUE(source) << row.setting << to_text(source.problems(), "");
    EXPECT_NE(source->document.text.find(row.written), std::string::npos) << row.setting << "\n"
                                                                          << source->document.text;
    EXPECT_TRUE(read_model(source->document)) << row.setting;
  }
}

TEST_F(Settings, WithoutThemTheTextStaysAsItIs) {
  const auto source = read({});
  ASSERT_TRUE(source);
  EXPECT_EQ(source->document.text, kShopOfSixHours);
}

TEST_F(Settings, Refusals) {
  struct Row {
    const char *text, *code, *remedy_names;
  };
  const Row rows[] = {
      {"capcity=3", "unknown_parameter", "capacity"},
      {"Capacity=3", "unknown_parameter", "capacity"},
      {"Til.wipLimit=3", "unknown_parameter", "Till.wipLimit"},
      {"completely_else=3", "unknown_parameter", "const node"},
      {"node:completely_else=3", "unknown_parameter", "const node"},
      {"served=3", "setting_not_const", "computed from"},
      {"visitors=1,2", "setting_length", "grid"},
      {"visitors[1..3]=1,2", "setting_length", "range"},
      {"visitors[9..2]=1", "range_backwards", "Write bins"},
      {"visitors[2..9]=1", "range_outside_grid", "bins 0..5"},
      {"visitors[soon]=1", "range_syntax", "Write bins"},
      {"visitors*=1e308,1,1,1,1,1e308", "setting_number", "1.8e308"},
      {"visitors=one", "setting_number", "Write id=3"},
      {"visitors", "setting_syntax", "Write id=3"},
      {"visitors=@bad.csv", "csv_value", "number per row"},
      {"visitors=@none.csv", "io_not_found", ""},
      {"mail*=2", "setting_needs_values", "whole values"},
      {"Till.wipLimit=-1", "setting_number", "0 or more"},
      {"Till.wipLimit=1,2", "setting_length", "grid"},
      {"Till.wipLimit[0]=-1", "setting_number", "0 or more"},
      {"Till->Back.weight=0", "setting_number", "above 0"},
      {"Till->Bck.weight=2", "unknown_parameter", "Till->Back.weight"},
      {"Desk.wipLimit=1", "setting_limit_series", "wipLimitSeries"},
      {"Back.wipLimit+=1", "setting_needs_values", "Give it one"},
  };
  for (const Row& row : rows) {
    const auto source = read({row.text});
    ASSERT_FALSE(source) << row.text;
    const Problem& problem = source.problems().front();
    EXPECT_EQ(problem.code, row.code) << row.text << ": " << problem.message;
    EXPECT_NE(problem.remedy.find(row.remedy_names), std::string::npos) << problem.remedy;
    if (problem.code != "csv_value") {
      EXPECT_EQ(problem.file, "--set " + std::string(row.text)) << row.text;
    }
  }
  EXPECT_NE(read({"served=3"}).problems().front().remedy.find("visitors and capacity"),
            std::string::npos);
  EXPECT_EQ(read({"capcity=3", "served=1"}).problems().size(), 2u);  // all of them are told
}

TEST_F(Settings, AreRecordedByTarget) {
  const auto source = read({"capacity=3", "visitors[0]=1", "capacity[1..2]*=2"});
  ASSERT_TRUE(source);
  const std::vector<NamedJson> parameters = settings_as_parameters(source->settings);
  ASSERT_EQ(parameters.size(), 2u);
  EXPECT_EQ(parameters[0].name, "capacity");
  EXPECT_EQ(parameters[0].json, R"(["=3","[1..2]*=2"])");
  EXPECT_EQ(parameters[1].name, "visitors");
  EXPECT_EQ(parameters[1].json, R"(["[0]=1"])");
}

TEST_F(Settings, ValuesOfFilesAreWrittenIntoTheText) {
  ModelSource source;
  source.text =
      "schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours}\n"
      "nodes:\n  - {id: a, kind: const, values: {file: a.csv}}\n";
  StageClock clock(env_, observer_);
  const auto refused = read_source(source, clock);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problems().front().code, "file_not_allowed");
  EXPECT_GT(refused.problems().front().where.line, 0);

  source.read_model_file = [](const std::string& path) -> Result<std::string> {
    EXPECT_EQ(path, "a.csv");
    return std::string("bin_index,value\n0,5\n1,6\n2,7.5\n");
  };
  StageClock again(env_, observer_);
  const auto read = read_source(source, again);
  ASSERT_TRUE(read) << to_text(read.problems(), "");
  EXPECT_NE(read->document.text.find("values: [5, 6, 7.5]"), std::string::npos)
      << read->document.text;
  EXPECT_EQ(read->document.text.find("file"), std::string::npos);
}

}  // namespace
}  // namespace flowtime
