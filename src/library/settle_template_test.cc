#include "library/settle_template.h"

#include <gtest/gtest.h>

#include "model/read_model.h"
#include "template/template_test_support.h"

namespace flowtime {
namespace {

const std::string kShift = R"yaml(schemaVersion: 1
metadata: {id: shift, title: A shift, version: 1.0.0}
window: {start: 2026-01-01T08:00:00Z, timezone: UTC}
parameters:
  - {name: bins, type: integer, default: 4, min: 2, max: 100}
  - {name: capacity, type: number, default: 10, min: 0, max: 50}
  - {name: agents, type: integer, default: 2, min: 0, max: 9}
  - {name: gain, type: number, default: 0.5}
  - {name: lag, type: integer, default: 1}
  - {name: room, type: number, default: 7}
  - {name: pattern, type: array, default: [1, 2]}
  - {name: name, type: string, default: x}
grid: {bins: "${bins}", binSize: 1, binUnit: hours}
nodes:
  - {id: demand, kind: const, values: [10]}
  - {id: gain, kind: const, values: ["${capacity}"]}
  - {id: served, kind: expr, expr: "MIN(gain, demand * ${gain} + SHIFT(demand, ${lag}))"
}
  - {id: spare, kind: expr, expr: "3"}
outputs:
  - {series: "*"}
topology:
  nodes:
    - id: Desk
      kind: serviceWithBuffer
      wipLimit: "${room}"
      semantics: {arrivals: demand, served: served, parallelism: "${agents}"}
)yaml";

struct Made {
  SettledParameters settled;
  Expansion expansion;
};

Result<Made> make(const std::vector<std::string>& settings,
                  const std::vector<GivenParameter>& values = {}) {
  FT_TRY(const Template from, read_template(kShift, "shift.yaml"));
  std::vector<Setting> parsed;
  for (const std::string& text : settings) {
    FT_TRY(Setting setting, parse_setting(text, "--set " + text));
    parsed.push_back(std::move(setting));
  }
  Made made;
  FT_TRY(made.settled, settle_parameters(from, values, {}, parsed));
  FT_TRY(made.expansion,
         expand_with_settings(from, made.settled.values, made.settled.node_settings));
  const auto model = read_model(made.expansion.document);
  if (!model) return model.problems();
  return made;
}

std::string value_of(const Made& made, const std::string& name) {
  return to_json(made.settled.values.find(name)->value);
}

TEST(SettleTemplate, AParameterForSomeBins) {
  struct Row {
    std::vector<std::string> settings;
    std::string parameter, value, line;
  };
  const Row rows[] = {
      {{"capacity[09:00..11:00]*=1.2"}, "capacity", "[10,12,12,10]", "values: [10, 12, 12, 10]"},
      {{"capacity*=2"}, "capacity", "20", "values: [20]"},
      {{"capacity=1,2,3,4"}, "capacity", "[1,2,3,4]", "values: [1, 2, 3, 4]"},
      {{"capacity[0]=5", "capacity*=2"}, "capacity", "[10,20,20,20]", "values: [10, 20, 20, 20]"},
      {{"bins=3", "capacity[2]=5"}, "capacity", "[10,10,5]", "values: [10, 10, 5]"},
      {{"gain[1]=2"}, "gain", "[0.5,2,0.5,0.5]", "demand * gain_over_time + SHIFT(demand, 1)"},
      {{"gain[1]=2"}, "gain", "[0.5,2,0.5,0.5]", "values: [0.5, 2, 0.5, 0.5]"},
      {{"agents[3]=3"}, "agents", "[2,2,2,3]", "parallelism: agents"},
      {{"agents=3"}, "agents", "3", "parallelism: 3"},
      {{"room[0]=1"}, "room", "[1,7,7,7]", "wipLimitSeries: room"},
      {{"node:gain=9"}, "capacity", "10", "values: [9]"},
      {{"node:gain[0]=9"}, "gain", "0.5", "values: [9, 10, 10, 10]"},
      {{"spare[0]=1"}, "gain", "0.5", "values: [1, 3, 3, 3]"},
      {{"demand*=2"}, "gain", "0.5", "values: [20]"},
  };
  for (const Row& row : rows) {
    const auto made = make(row.settings);
    ASSERT_TRUE(made) << row.settings[0] << "\n" << to_text(made.problems(), "");
    EXPECT_EQ(value_of(*made, row.parameter), row.value) << row.settings[0];
    EXPECT_NE(made->expansion.model_text.find(row.line), std::string::npos)
        << row.settings[0] << "\n"
        << made->expansion.model_text;
    EXPECT_EQ(made->settled.texts, row.settings);
  }
}

// A value of the request comes first, a setting changes it.
TEST(SettleTemplate, SettingsBuildOnWhatWasGiven) {
  const auto made = make({"capacity*=2"}, {given("capacity", plain_scalar("4"))});
  ASSERT_TRUE(made);
  EXPECT_EQ(value_of(*made, "capacity"), "8");
  ASSERT_EQ(made->settled.values.given.size(), 1u);
  EXPECT_EQ(made->settled.values.given[0].json, "8");
}

TEST(SettleTemplate, Refusals) {
  struct Row {
    const char *setting, *code, *says, *places;
  };
  const Row rows[] = {
      {"bins[0]=3", "parameter_not_over_time", "A number for the whole run", "13:15"},
      {"lag[0]=3", "parameter_not_over_time", "The lag of SHIFT must be", "17:80"},
      {"capacity[0]=99", "parameter_range", "Element 0 of parameter 'capacity' is 99", "0:0"},
      {"agents[0]=1.5", "parameter_type", "not a whole number", "0:0"},
      {"agents*=1.4", "parameter_type", "2.8", "0:0"},
      {"capacity[7]=1", "range_outside_grid", "leaves the grid", "0:0"},
      {"capacity=1,2", "setting_length", "2 values are given for 4 bins", "0:0"},
      {"pattern[0]=1", "parameter_not_over_time", "2 values for 4 bins", "0:0"},
      {"name=1", "parameter_not_a_number", "of type string", "0:0"},
      {"capacty=1", "unknown_parameter", "capacty", "0:0"},
      {"node:capacity=1", "unknown_parameter", "capacity", "0:0"},
      {"served=1", "setting_not_const", "computed by the model", "0:0"},
  };
  for (const Row& row : rows) {
    const auto made = make({row.setting});
    ASSERT_FALSE(made) << row.setting;
    const Problem& problem = made.problems().front();
    EXPECT_EQ(problem.code, row.code) << row.setting << ": " << problem.message;
    EXPECT_NE(problem.message.find(row.says), std::string::npos) << problem.message;
    EXPECT_EQ(places({problem}), row.places + (" " + problem.code)) << row.setting;
    EXPECT_FALSE(problem.remedy.empty()) << row.setting;
  }
  EXPECT_EQ(make({"capacty=1"}).problems().front().remedy, "Did you mean 'capacity'?");
}

TEST(SettleTemplate, NodeSettingsOfAStoredRun) {
  const auto from = read_template(kShift, "shift.yaml");
  const auto settings = node_settings_of(*from, {"capacity=3", "node:gain[0]=9", "spare=1"});
  ASSERT_TRUE(settings);
  ASSERT_EQ(settings->size(), 2u);
  EXPECT_EQ(written_out((*settings)[0]), "node:gain[0]=9");
}

}  // namespace
}  // namespace flowtime
