// Measured data as people have it: each file imports right or is refused by line.
#include <gtest/gtest.h>

#include <string>

#include "series/absent.h"
#include "sys/memory_env.h"
#include "telemetry/import_settings.h"
#include "telemetry/import_store.h"

namespace flowtime {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

ImportOptions options_of(const Settings& settings) {
  const auto made = import_options_of(
      [&](const ImportSetting& setting) {
        std::vector<std::string> found;
        for (const auto& [name, value] : settings) {
          if (name == setting.query) found.push_back(value);
        }
        return found;
      },
      [](const ImportSetting& setting) { return std::string(setting.query); });
  EXPECT_TRUE(made) << (made ? "" : made.problems().front().message);
  return made ? *made : ImportOptions{};
}

Result<ImportResult> import(const std::string& text, const Settings& settings = {},
                            const std::string& file = "x.csv") {
  const ImportOptions options = options_of(settings);
  const auto zones = posix_env("/usr/share/zoneinfo");
  const auto source = text_source(text);
  return read_import(*source, file, options, zones.get());
}

// "start width: a=1,2,- b=..." of what was imported, or "file:line code".
std::string shown(const Result<ImportResult>& result) {
  if (!result) {
    const Problem& problem = result.problems().front();
    return problem.file + ":" + std::to_string(problem.where.line) + " " + problem.code;
  }
  const AlignedSeries& aligned = result->aligned;
  std::string text = format_utc(*aligned.grid.start_unix_ms) + " " +
                     std::to_string(aligned.grid.bin_size) + " " + name_of(aligned.grid.bin_unit) +
                     ":";
  for (std::size_t c = 0; c < aligned.columns.size(); ++c) {
    text += " " + aligned.columns[c].name + "=";
    for (std::size_t i = 0; i < aligned.values[c].size(); ++i) {
      const double value = aligned.values[c][i];
      std::string number = is_absent(value) ? "-" : std::to_string(value);
      if (number.find('.') != std::string::npos) {
        number.erase(number.find_last_not_of('0') + 1);
        if (number.ends_with('.')) number.pop_back();
      }
      text += (i > 0 ? "," : "") + number;
    }
  }
  return text;
}

struct ShapeRow {
  const char* what;
  std::string text;
  Settings settings;
  std::string expected;
};

class Shapes : public ::testing::TestWithParam<ShapeRow> {};

TEST_P(Shapes, ImportsRightOrIsRefusedByLine) {
  const ShapeRow& row = GetParam();
  EXPECT_EQ(shown(import(row.text, row.settings)), row.expected) << row.what;
}

const std::string kDay = "2026-01-01";

INSTANTIATE_TEST_SUITE_P(
    Tables, Shapes,
    ::testing::Values(
        ShapeRow{"plain",
                 "time,n\n2026-01-01T00:00:00Z,1\n2026-01-01T00:01:00Z,2\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,2"},
        ShapeRow{"BOM and CRLF",
                 "\xef\xbb\xbftime,n\r\n2026-01-01 00:00,1\r\n2026-01-01 00:01,2\r\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,2"},
        ShapeRow{"no header",
                 "2026-01-01 00:00,1\n2026-01-01 00:05,2\n",
                 {},
                 "2026-01-01T00:00:00Z 5 minutes: column2=1,2"},
        ShapeRow{"a gap",
                 "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n2026-01-01 00:02,2\n"
                 "2026-01-01 00:05,3\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,2,2,-,-,3"},
        ShapeRow{"a gap, held",
                 "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n2026-01-01 00:03,3\n",
                 {{"fill", "hold"}},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,2,2,3"},
        ShapeRow{"a gap, a line through it",
                 "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n2026-01-01 00:03,4\n",
                 {{"fill", "linear"}},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,2,3,4"},
        ShapeRow{"a duplicate is counted in the sum",
                 "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n2026-01-01 00:01,3\n"
                 "2026-01-01 00:02,4\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,5,4"},
        ShapeRow{"a step back",
                 "time,n\n2026-01-01 00:00,1\n2026-01-01 00:02,3\n2026-01-01 00:01,2\n"
                 "2026-01-01 00:03,4\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,2,3,4"},
        ShapeRow{"off the grid",
                 "time,n\n2026-01-01 00:00:00,1\n2026-01-01 00:01:00,2\n2026-01-01 00:01:30,9\n"
                 "2026-01-01 00:02:00,4\n2026-01-01 00:03:00,4\n2026-01-01 00:04:00,4\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,11,4,4,4"},
        ShapeRow{"wider bins",
                 "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n2026-01-01 00:02,4\n",
                 {{"bin", "2m"}},
                 "2026-01-01T00:00:00Z 2 minutes: n=3,4"},
        ShapeRow{"a level's mean",
                 "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n2026-01-01 00:02,4\n",
                 {{"bin", "2m"}, {"kind", "mean"}},
                 "2026-01-01T00:00:00Z 2 minutes: n=1.5,4"},
        ShapeRow{"a level's last",
                 "time,n\n2026-01-01 00:00,5\n2026-01-01 00:01,2\n2026-01-01 00:02,4\n",
                 {{"bin", "2m"}, {"kind", "last"}},
                 "2026-01-01T00:00:00Z 2 minutes: n=2,4"},
        ShapeRow{"a level's largest",
                 "time,n\n2026-01-01 00:00,5\n2026-01-01 00:01,2\n2026-01-01 00:02,4\n",
                 {{"bin", "2m"}, {"kind", "max"}},
                 "2026-01-01T00:00:00Z 2 minutes: n=5,4"},
        ShapeRow{"a counter that starts anew",
                 "time,n\n2026-01-01 00:00,10\n2026-01-01 00:01,13\n2026-01-01 00:02,4\n",
                 {{"kind", "counter"}},
                 "2026-01-01T00:01:00Z 1 minutes: n=3,4"},
        ShapeRow{"semicolons and decimal commas",
                 "Zeit;n\n31.12.2026 00:00;1,5\n31.12.2026 00:01;2,25\n",
                 {{"timeColumn", "Zeit"}},
                 "2026-12-31T00:00:00Z 1 minutes: n=1.5,2.25"},
        ShapeRow{"quoted thousands",
                 "time,n\n2026-01-01 00:00,\"1,234\"\n2026-01-01 00:01,\"999\"\n",
                 {{"thousands", ","}},
                 "2026-01-01T00:00:00Z 1 minutes: n=1234,999"},
        ShapeRow{"thousands beyond doubt",
                 "time,n\n2026-01-01 00:00,\"1,234,567\"\n2026-01-01 00:01,\"1,234\"\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1234567,1234"},
        ShapeRow{"one and a bit, or a thousand",
                 "time,n\n2026-01-01 00:00,\"1,234\"\n2026-01-01 00:01,\"2,345\"\n",
                 {},
                 "x.csv:1 import_value"},
        ShapeRow{"an empty column",
                 "time,n,e\n2026-01-01 00:00,1,\n2026-01-01 00:01,2,\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,2"},
        ShapeRow{"blank values",
                 "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,\n2026-01-01 00:02,NaN\n"
                 "2026-01-01 00:03,4\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,-,-,4"},
        ShapeRow{"long form",
                 "time,node,n\n2026-01-01 00:00,A,1\n2026-01-01 00:00,B,5\n2026-01-01 00:01,A,2\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: A=1,2 B=5,-"},
        ShapeRow{"epoch seconds",
                 "ts,n\n1767225600,1\n1767225660,2\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,2"},
        ShapeRow{"epoch milliseconds",
                 "ts,n\n1767225600000,1\n1767225660000,2\n",
                 {},
                 "2026-01-01T00:00:00Z 1 minutes: n=1,2"},
        ShapeRow{"summer begins: an hour that never was",
                 "time,n\n2026-03-29 01:30,1\n2026-03-29 02:30,2\n",
                 {{"timezone", "Europe/Berlin"}},
                 "x.csv:3 import_time_skipped"},
        ShapeRow{"summer ends: an hour that comes twice",
                 "time,n\n2026-10-25 02:00,1\n2026-10-25 02:30,2\n2026-10-25 02:00,3\n"
                 "2026-10-25 02:30,4\n2026-10-25 03:00,5\n",
                 {{"timezone", "Europe/Berlin"}},
                 "2026-10-25T00:00:00Z 30 minutes: n=1,2,3,4,5"},
        ShapeRow{"a zone nobody knows",
                 "time,n\n2026-01-01 00:00,1\n",
                 {{"timezone", "Mars/Olympus"}},
                 ":0 import_timezone_unknown"},
        ShapeRow{"no number",
                 "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,x\n",
                 {{"valueColumn", "n"}, {"decimal", "."}},
                 "x.csv:3 import_value"},
        ShapeRow{"no number among numbers",
                 "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,x\n2026-01-01 00:02,2\n",
                 {},
                 "x.csv:3 import_value"},
        ShapeRow{"no time",
                 "time,n\n2026-01-01 00:00,1\nyesterday,2\n",
                 {{"timeColumn", "time"}, {"timeFormat", "iso"}},
                 "x.csv:3 import_time"},
        ShapeRow{"day or month first",
                 "time,n\n01/02/2026 00:00,1\n02/02/2026 00:00,2\n",
                 {},
                 "x.csv:1 import_time"},
        ShapeRow{"a field too few",
                 "time,n,m\n2026-01-01 00:00,1,2\n2026-01-01 00:01,2\n",
                 {{"delimiter", ","}},
                 "x.csv:3 import_columns"},
        ShapeRow{"a zip", std::string("PK\x03\x04zzzz"), {}, "x.csv:1 import_not_text"},
        ShapeRow{"nothing", "", {}, "x.csv:1 import_empty"}));

TEST(Import, OpenMetrics) {
  const std::string text =
      "# TYPE jobs counter\n# UNIT jobs items\njobs_total{q=\"a b\"} 10 1767225600\n"
      "jobs_total{q=\"a b\"} 14 1767225660\njobs_total{q=\"a b\"} 3 1767225720\n"
      "# TYPE depth gauge\ndepth 4 1767225660\ndepth NaN 1767225720\n# EOF\n";
  EXPECT_EQ(shown(import(text, {}, "x.om")),
            "2026-01-01T00:01:00Z 1 minutes: jobs_total{q=\"a b\"}=4,3 depth=4,-");
  EXPECT_EQ(shown(import("up 1\n", {}, "x.om")), "x.om:1 import_time");
}

TEST(Import, PrometheusAnswer) {
  const std::string text =
      R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up",
"job":"x"},"values":[[1767225600,"1"],[1767225660,"0.5"]]}]}})";
  EXPECT_EQ(shown(import(text, {}, "x.json")),
            "2026-01-01T00:00:00Z 1 minutes: up{job=\"x\"}=1,0.5");
  // What a server computes has no name; labels may hold anything. A live server's answers are read
  // as the lines that these become.
  const std::string computed =
      R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"path":"a\"b\\c\nd"},)"
      R"("values":[[1767225600,"2"],[1767225660,"4"]]},{"metric":{},"values":[[1767225600,"7"]]}]}})";
  const std::string both =
      "2026-01-01T00:00:00Z 1 minutes: value{path=\"a\\\"b\\\\c\\nd\"}=2,4 value=7,-";
  EXPECT_EQ(shown(import(computed, {}, "x.json")), both);
  const auto lines = range_as_metrics(computed, "server");
  ASSERT_TRUE(lines);
  EXPECT_EQ(shown(import(*lines, {}, "x.om")), both);
  const auto failed = import(R"({"status":"error","error":"no such metric"})", {}, "x.json");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.problems().front().code, "import_prometheus");
}

TEST(Import, JsonLines) {
  const std::string text =
      "{\"time\":\"2026-01-01T00:00:00Z\",\"name\":\"a\",\"value\":1}\n"
      "{\"time\":\"2026-01-01T00:01:00Z\",\"name\":\"a\",\"value\":2}\n";
  EXPECT_EQ(shown(import(text, {}, "x.jsonl")), "2026-01-01T00:00:00Z 1 minutes: a=1,2");
  EXPECT_EQ(shown(import(text + "[1]\n", {}, "x.jsonl")), "x.jsonl:3 import_columns");
}

TEST(Import, QualityIsCounted) {
  const auto made = import(
      "time,n\n2026-01-01 00:00:00,1\n2026-01-01 00:01:00,2\n2026-01-01 00:01:00,3\n"
      "2026-01-01 00:02:30,9\n2026-01-01 00:05:00,4\n2026-01-01 00:04:00,5\n"
      "2026-01-01 00:06:00,4\n2026-01-01 00:07:00,4\n");
  ASSERT_TRUE(made);
  const ImportReport& report = made->aligned.report;
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_EQ(report.off_grid, 1);
  EXPECT_EQ(report.clock_steps, 1);
  EXPECT_EQ(report.missing_bins, 1);
  ASSERT_EQ(report.gaps.size(), 1u);
  EXPECT_EQ(format_utc(report.gaps[0].from_unix_ms), "2026-01-01T00:03:00Z");
  EXPECT_EQ(made->aligned.columns[0].before, 32);
  EXPECT_EQ(made->aligned.columns[0].after, 32);
}

// Totals are kept, whatever the width of the bins.
TEST(Import, TotalsAreConserved) {
  std::string text = "time,n\n";
  double total = 0;
  std::uint64_t state = 7;
  for (int i = 0; i < 30'000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const auto value = static_cast<double>(state >> 44) / 8;
    total += value;
    text += format_utc(1767225600000 + std::int64_t{i} * 60'000 + (state >> 60) * 1000) + "," +
            std::to_string(value) + "\n";
  }
  for (const char* width : {"1m", "7m", "1h", "1d"}) {
    const auto made = import(text, {{"bin", width}});
    ASSERT_TRUE(made) << width;
    EXPECT_EQ(made->aligned.columns[0].before, total) << width;
    EXPECT_EQ(made->aligned.columns[0].after, total) << width;
  }
}

TEST(Import, ALineWithoutEndIsBounded) {
  const auto made = import("time,n\n2026-01-01 00:00,1\n" + std::string(3u << 20, '9'));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.problems().front().code, "import_line_too_long");
  EXPECT_EQ(made.problems().front().where.line, 3);
}

TEST(Import, TimesTooFarApartAreRefusedByLine) {
  EXPECT_EQ(shown(import("time,n\n1970-01-01 00:00,1\n2026-01-01 00:00,1\n2026-01-01 00:01,1\n"
                         "2026-01-01 00:02,1\n")),
            "x.csv:3 import_span");
}

TEST(ImportStore, IsReadBackOntoTheGridOfAModel) {
  MemoryEnv env;
  const auto source = text_source(
      "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n2026-01-01 00:02,4\n2026-01-01 00:03,8\n"
      "2026-01-01 00:05,9\n");
  const auto stored = store_import(env, *source, {.file = "x.csv", .id = "web"}, nullptr);
  ASSERT_TRUE(stored);
  const auto values = [&](std::int64_t bins, std::int64_t size, const char* start,
                          const std::string& ref = "import:web#n") {
    TimeGrid grid{
        .bins = bins, .bin_size = size, .bin_unit = BinUnit::kMinutes, .start_unix_ms = {}};
    if (*start != 0) grid.start_unix_ms = parse_utc(start);
    return read_import_values(env, *parse_import_ref(ref), grid);
  };
  EXPECT_EQ(*values(4, 1, ""), (std::vector<double>{1, 2, 4, 8}));
  EXPECT_EQ(*values(2, 2, "2026-01-01T00:00:00Z"), (std::vector<double>{3, 12}));
  EXPECT_EQ(*values(1, 1, "2026-01-01T00:02:00Z"), std::vector<double>{4});
  EXPECT_EQ(values(6, 1, "").problems().front().code, "import_gap");
  EXPECT_EQ(values(7, 1, "").problems().front().code, "import_grid");
  EXPECT_EQ(values(1, 1, "2026-01-01T00:00:30Z").problems().front().code, "import_grid");
  EXPECT_EQ(values(1, 1, "", "import:web#m").problems().front().code, "unknown_column");
  EXPECT_EQ(values(1, 1, "", "import:none#n").problems().front().code, "import_not_found");
  EXPECT_EQ(values(1, 1, "", "import:../x#n").problems().front().code, "invalid_id");
}

TEST(ImportStore, TheSameContentHasTheSameId) {
  MemoryEnv env;
  const std::string text = "time,n\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n";
  const auto first = store_import(env, *text_source(text), {.file = "a.csv"}, nullptr);
  const auto second = store_import(env, *text_source(text), {.file = "a.csv"}, nullptr);
  const auto other =
      store_import(env, *text_source(text + "2026-01-01 00:02,2\n"), {.file = "a.csv"}, nullptr);
  ASSERT_TRUE(first && second && other);
  EXPECT_EQ(first->id, second->id);
  EXPECT_TRUE(second->was_reused);
  EXPECT_NE(first->id, other->id);
  const auto named = store_import(env, *text_source(text), {.file = "a", .id = "x"}, nullptr);
  ASSERT_TRUE(named);
  const auto taken = store_import(env, *text_source(text), {.file = "a", .id = "x"}, nullptr);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.problems().front().code, "import_exists");
}

}  // namespace
}  // namespace flowtime
