#include "run/series_naming.h"

#include <gtest/gtest.h>

#include "run/bundle_test_support.h"

namespace flowtime {
namespace {

TEST(SeriesNaming, IdsOfTotalsPartsAndTheRest) {
  const struct {
    std::string in, out, class_kind;
  } rows[] = {
      {"served", "served@SERVED@DEFAULT", "fallback"},
      {"served@Gold", "served@SERVED@Gold", "specific"},
      {"served@DEFAULT", "served@SERVED@DEFAULT.rest", "rest"},
      {"edge_A-B_flowVolume", "edge_A-B_flowVolume@EDGE_A-B_FLOWVOLUME@DEFAULT", "fallback"},
      {"a/../b c", "a_.._b_c@A_.._B_C@DEFAULT", "fallback"},
  };
  for (const auto& row : rows) {
    SeriesCatalog series;
    add_series(series, row.in);
    EXPECT_EQ(stored_series_id(series.all()[0]), row.out);
    EXPECT_EQ(stored_class_kind(series.all()[0]), row.class_kind);
  }
}

// The series of the table: nodes a and b (classed), a pattern pair p_x and p_y, one edge.
std::string selected(const std::string& outputs, const std::string& topology = "") {
  const std::string yaml =
      "schemaVersion: 1\ngrid: { bins: 2, binSize: 1, binUnit: hours }\nclasses: [{ id: G }]\n"
      "nodes:\n  - { id: a, kind: const, values: [1, 2] }\n"
      "  - { id: b, kind: const, values: [1, 2] }\n"
      "  - { id: p_x, kind: const, values: [1, 2] }\n"
      "  - { id: p_y, kind: const, values: [1, 2] }\n" +
      outputs + topology;
  const auto run = prepare(yaml);
  SeriesCatalog series;
  for (const char* id : {"a", "b", "b@G", "b@DEFAULT", "p_x", "p_y", "edge_e_flowVolume"}) {
    add_series(series, id);
  }
  const auto paths = csv_paths(run->model, series);
  if (!paths) return paths.problems()[0].code;
  std::string text;
  for (std::size_t i = 0; i < paths->size(); ++i) {
    if ((*paths)[i].empty()) continue;
    std::string name = (*paths)[i].substr(7);
    const std::string standard = stored_series_id(series.all()[i]) + ".csv";
    text += (text.empty() ? "" : " ") + (name == standard ? series.all()[i].id : name);
  }
  return text;
}

TEST(SeriesNaming, OutputsNarrowTheCsvs) {
  const std::string all = "a b b@G b@DEFAULT p_x p_y edge_e_flowVolume";
  const struct {
    std::string in, out;
  } rows[] = {
      {"", all},
      {"outputs: [{ series: '*' }]\n", all},
      {"outputs: [{ series: a }]\n", "a edge_e_flowVolume"},
      {"outputs: [{ series: b }]\n", "b b@G b@DEFAULT edge_e_flowVolume"},
      {"outputs: [{ series: 'P_/*' }]\n", "p_x p_y edge_e_flowVolume"},
      {"outputs: [{ series: '*', exclude: [b, p_x] }]\n", "a p_y edge_e_flowVolume"},
      {"outputs: [{ series: '*', exclude: [a] }, { series: a, as: first.csv }]\n",
       "first.csv b b@G b@DEFAULT p_x p_y edge_e_flowVolume"},
      {"outputs: [{ series: b, as: out.txt }]\n",
       "out.txt out_G.txt out_DEFAULT.rest.txt edge_e_flowVolume"},
      {"outputs: [{ series: a, as: x.csv }, { series: p_x, as: x.csv }]\n", "output_name_taken"},
      {"outputs: [{ series: 'p_/*', as: x.csv }]\n", "output_name_taken"},
  };
  for (const auto& row : rows) EXPECT_EQ(selected(row.in), row.out) << row.in;
}

TEST(SeriesNaming, WhatTheTopologyNamesIsAlwaysWritten) {
  const std::string topology =
      "topology:\n  nodes:\n    - { id: N, kind: service, semantics: { arrivals: p_y, served: b@G "
      "} }\n";
  EXPECT_EQ(selected("outputs: [{ series: a }]\n", topology), "a b@G p_y edge_e_flowVolume");
  EXPECT_EQ(selected("outputs: [{ series: '*', exclude: [p_y] }]\n", topology),
            "a b b@G b@DEFAULT p_x p_y edge_e_flowVolume");
}

TEST(CsvPolicy, DecidesAboutTheWideTableByItsCells) {
  const struct {
    CsvPolicy policy;
    bool small, large;
  } rows[] = {{CsvPolicy::kAuto, true, false},
              {CsvPolicy::kOn, true, true},
              {CsvPolicy::kOff, false, false},
              {CsvPolicy::kFiles, true, false}};
  const std::vector<std::string> paths{"series/a", "", "series/b"};
  EXPECT_EQ(csv_cells(paths, 500'000), kMaxWideCells);
  for (const auto& row : rows) {
    EXPECT_EQ(writes_wide_csv(row.policy, csv_cells(paths, 500'000)), row.small);
    EXPECT_EQ(writes_wide_csv(row.policy, csv_cells(paths, 500'001)), row.large);
    EXPECT_EQ(parse_csv_policy(name_of(row.policy)), row.policy);
  }
  EXPECT_FALSE(parse_csv_policy("always"));
}

TEST(SeriesNaming, NamesTooLongForAFileAreShortenedButStayApart) {
  const std::string head(150, 'n');
  SeriesCatalog series;
  add_series(series, head + "1");
  add_series(series, head + "2");
  const auto paths = csv_paths(Model(), series);
  ASSERT_TRUE(paths);
  EXPECT_LT((*paths)[0].size(), 140u);
  EXPECT_NE((*paths)[0], (*paths)[1]);
}

}  // namespace
}  // namespace flowtime
