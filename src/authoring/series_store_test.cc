#include "authoring/series_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "authoring/series_summary.h"
#include "authoring/series_table.h"
#include "base/number_text.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

// "1 2 3", or "code line" of the first problem.
std::string read(const std::string& text) {
  const auto table = read_series_table(text);
  if (!table) {
    const Problem& problem = table.problems().front();
    return problem.code + " " + std::to_string(problem.where.line);
  }
  std::string values;
  for (const double value : table->values) {
    values += (values.empty() ? "" : " ") + format_number(value);
  }
  return values;
}

TEST(SeriesTable, ReadsWhatPeopleHave) {
  const struct {
    const char *text, *values;
  } rows[] = {
      {"bin,value\n0,1\n1,2.5\n", "1 2.5"},
      {"0,1\n1,2", "1 2"},
      {"value,bin\n7,1\n6,0\n", "6 7"},      // columns in any order, lines too
      {"Bin\tnote\tValue\n0\tx\t4\n", "4"},  // tabs, another column, any case
      {"\xEF\xBB\xBF"
       "bin,value\r\n0,1\r\n\r\n",
       "1"},                                                 // BOM, CRLF, empty line
      {"0\t1,250\n1\t-12,345,678.5\n", "1250 -12345678.5"},  // thousands separators
      {"0,\"1,250\"\n", "1250"},                             // within quotes
      {"bin , value\n 0 , 3 \n", "3"},
      {"0,1e3\n", "1000"},
      {"", "series_empty 0"},
      {"bin,value\n", "series_empty 0"},
      {"bin,amount\n0,1\n", "series_column_missing 1"},
      {"5\n6\n", "series_column_missing 1"},
      {"0,1\n0,2\n", "series_bin_twice 2"},
      {"0,1\n2,2\n", "series_bins_incomplete 2"},
      {"1,1\n2,2\n", "series_bins_incomplete 1"},
      {"0,1\n-1,2\n", "series_bin_invalid 2"},
      {"0,1\nx,2\n", "series_bin_invalid 2"},
      {"0,1\n1,\n", "series_value_invalid 2"},
      {"0,1\n1,nan\n", "series_value_invalid 2"},
      {"0\t1,5\n", "series_value_invalid 1"},  // a decimal comma is not taken for thousands
      {"0\t1\n1\t12,34,567\n", "series_value_invalid 2"},
      {"0,1\n1\n", "series_value_invalid 2"},
  };
  for (const auto& row : rows) EXPECT_EQ(read(row.text), row.values) << row.text;
}

TEST(SeriesTable, TellsEveryMistakeUpToTwenty) {
  std::string text = "0,1\n";
  for (int i = 0; i < 30; ++i) text += "x,1\n";
  EXPECT_EQ(read_series_table(text).problems().size(), 20u);
}

IngestRequest request_of(const std::string& id, const std::string& content) {
  return {.series_id = id, .content = content};
}

TEST(SeriesStore, KeepsValuesAndWhatIsKnownAboutThem) {
  MemoryEnv env;
  IngestRequest request = request_of("arrivals@shop", "0,1\n1,0.1\n");
  request.metadata.units = "orders";
  request.metadata.bin_size = 5;
  request.metadata.bin_unit = "minutes";
  request.metadata.start = "2026-01-01T00:00:00Z";
  ASSERT_TRUE(ingest_series(env, request));
  const auto series = read_series(env, "arrivals@shop");
  ASSERT_TRUE(series);
  EXPECT_THAT(series->values, ::testing::ElementsAre(1, 0.1));
  EXPECT_EQ(series->metadata.units, "orders");
  EXPECT_EQ(series->metadata.bin_size, 5);
  EXPECT_EQ(series->metadata.bin_unit, "minutes");
  EXPECT_EQ(series->metadata.start, "2026-01-01T00:00:00Z");
  EXPECT_EQ(series->ingested_utc, "2026-01-01T00:00:00.000Z");
  EXPECT_EQ(env.files()["series/arrivals@shop/series.json"],
            R"({"SeriesId":"arrivals@shop","Bins":[0,1],"Values":[1,0.1],"Metadata":{)"
            R"("Units":"orders","Source":null,"BinSize":5,"BinUnit":"minutes","Timezone":null,)"
            R"("TimeRange":{"Start":"2026-01-01T00:00:00Z","End":null}},"SourceFormat":"csv",)"
            R"("IngestedAtUtc":"2026-01-01T00:00:00.000Z"})"
            "\n");
}

TEST(SeriesStore, AnswersBasicAndExpert) {
  MemoryEnv env;
  IngestRequest request = request_of("s", "bin\tvalue\n0\t3\n");
  request.format = "table";
  const std::string basic =
      R"({"seriesId":"s","count":1,"metadata":{"units":null,"source":null,"binSize":null,)"
      R"("binUnit":null,"timezone":null,"timeRange":null})";
  EXPECT_EQ(to_json(*ingest_series(env, request)), basic + "}");
  request.detail = DetailLevel::kExpert;
  EXPECT_EQ(to_json(*ingest_series(env, request)),
            basic +
                R"(,"diagnostics":{"delimiter":"\t","hasHeader":true,"columns":["bin","value"],)"
                R"("rowCount":1,"seriesPath":"series/s/series.json"}})");
}

TEST(SeriesStore, MakesAnIdWhenNoneIsGiven) {
  MemoryEnv env;
  const auto answer = ingest_series(env, request_of("", "0,1\n"));
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->series.id, ::testing::MatchesRegex("series-[0-9a-f]{32}"));
  EXPECT_TRUE(read_series(env, answer->series.id));
}

TEST(SeriesStore, Refuses) {
  MemoryEnv env;
  const auto code = [](const auto& result) { return result.problems().front().code; };
  EXPECT_EQ(code(ingest_series(env, request_of("a/b", "0,1\n"))), "invalid_id");
  EXPECT_EQ(code(ingest_series(env, request_of("..", "0,1\n"))), "invalid_id");
  IngestRequest unknown = request_of("s", "0,1\n");
  unknown.format = "parquet";
  EXPECT_EQ(code(ingest_series(env, unknown)), "series_format_unknown");
  EXPECT_EQ(code(ingest_series(env, request_of("s", "x"))), "series_column_missing");
  EXPECT_EQ(code(read_series(env, "s")), "series_not_found");
  EXPECT_EQ(code(read_series(env, "../s")), "invalid_id");
  ASSERT_TRUE(ingest_series(env, request_of("s", "0,1\n")));
  env.set_file("series/s/series.json", R"({"Values":[1,"x"]})");
  EXPECT_EQ(code(read_series(env, "s")), "series_damaged");
  EXPECT_EQ(code(summarize_series(env, "nobody")), "series_not_found");
}

StoredSeries series_of(std::vector<double> values) {
  StoredSeries series;
  series.id = "s";
  series.values = std::move(values);
  return series;
}

TEST(SeriesSummary, PercentilesAreLinearOverCountLessOne) {
  const double sorted[] = {10, 20, 30, 40, 50};
  EXPECT_EQ(percentile(sorted, 0), 10);
  EXPECT_EQ(percentile(sorted, 0.5), 30);
  EXPECT_EQ(percentile(sorted, 0.9), 46);  // position 3.6
  EXPECT_EQ(percentile(sorted, 1), 50);
  EXPECT_EQ(percentile(std::span(sorted, 1), 0.99), 10);
}

TEST(SeriesSummary, Figures) {
  // mean 5, squares of the differences 9 1 1 1 0 0 4 16: 32 / 8
  const SeriesSummary summary = summarize(series_of({2, 4, 4, 4, 5, 5, 7, 9}));
  EXPECT_EQ(to_json(summary, DetailLevel::kExpert),
            R"({"seriesId":"s","count":8,"min":2,"max":9,"avg":5,)"
            R"("peak":{"peakBin":7,"peakValue":9},)"
            R"("percentiles":{"p50":4.5,"p90":7.6,"p95":8.299999999999999,"p99":8.86},)"
            R"("periodicity":{"detected":false},)"
            R"("diagnostics":{"sum":40,"median":4.5,"stdDev":2}})");
  EXPECT_EQ(to_json(summary, DetailLevel::kBasic).find("diagnostics"), std::string::npos);
  EXPECT_EQ(summarize(series_of({1, 9, 9})).peak_bin, 1);  // the first of equals
}

std::vector<double> repeated(const std::vector<double>& pattern, int times) {
  std::vector<double> values;
  for (int i = 0; i < times; ++i) values.insert(values.end(), pattern.begin(), pattern.end());
  return values;
}

std::string periodicity(const std::vector<double>& values, int bin_size, const char* unit) {
  const Periodicity found = find_periodicity(values, bin_size, unit);
  const std::string score = found.score ? format_number(*found.score) : "-";
  if (!found.detected) return "none " + score;
  return found.label + " " + std::to_string(found.period_bins) + " " + score;
}

TEST(SeriesSummary, Periodicity) {
  const std::vector<double> day = {1, 5, 9, 2};  // bins of six hours
  EXPECT_EQ(periodicity(repeated(day, 3), 6, "hours"), "daily 4 1");
  EXPECT_EQ(periodicity(repeated(day, 2), 360, "minutes"), "daily 4 1");
  EXPECT_EQ(periodicity(day, 6, "hours"), "none -");               // one day is not enough
  EXPECT_EQ(periodicity(repeated(day, 3), 5, "hours"), "none -");  // does not divide the day
  EXPECT_EQ(periodicity(repeated(day, 3), 6, "moons"), "none -");
  EXPECT_EQ(periodicity({0, 0, 0, 0}, 12, "hours"), "none -");  // nothing to compare
  // Of every 10 items 8 come at the other half of the next day.
  EXPECT_EQ(periodicity({1, 9, 9, 1}, 12, "hours"), "none 0");
  // Five busy days and two quiet ones repeat by the week: the day scores 1 - 32/92 at best.
  EXPECT_EQ(periodicity(repeated({9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 1, 1, 1, 1}, 2), 12, "hours"),
            "weekly 14 1");
  EXPECT_EQ(periodicity({5, 6, 5, 6, 5, 6}, 1, "days"), "none -");  // a day of one bin says nothing
  EXPECT_EQ(periodicity(repeated({9, 1, 5, 7, 3, 2, 2}, 2), 1, "days"), "weekly 7 1");
}

}  // namespace
}  // namespace flowtime
