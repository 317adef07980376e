// Every reason for which a model is refused: its code and its place, each in one small document.
#include "model/read_model.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/limits.h"

namespace flowtime {
namespace {

// Lines 1 to 5; what is under test begins in line 6.
const std::string kHead =
    "schemaVersion: 1\n"
    "grid: {bins: 3, binSize: 1, binUnit: hours}\n"
    "nodes:\n"
    "- {id: a, kind: const, values: [1]}\n"
    "- {id: b, kind: const, values: [2]}\n";

Problems problems_of(const std::string& text, const ReadModelOptions& options = {}) {
  const Result<yaml::Document> document = yaml::parse(text, "m.yaml");
  if (!document) return document.problems();
  const Result<Model> model = read_model(*document, options);
  return model ? Problems{} : model.problems();
}

// "6:21 wrong_type, 7:3 ..."
std::string shown(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    text += (text.empty() ? "" : ", ") + std::to_string(problem.where.line) + ":" +
            std::to_string(problem.where.column) + " " + problem.code;
  }
  return text;
}

struct DocumentRow {
  const char *text, *problems;
};

// Each problem says what is wrong and what to do.
void expect_rows(const std::string& head, const std::vector<DocumentRow>& rows,
                 const std::string& tail) {
  for (const DocumentRow& row : rows) {
    const Problems problems = problems_of(head + row.text + tail);
    EXPECT_EQ(shown(problems), row.problems) << row.text;
    for (const Problem& problem : problems) {
      EXPECT_FALSE(problem.message.empty()) << row.text;
      // What is wrong within an expression is told by its message alone.
      const bool told = !problem.remedy.empty() || problem.code == "expression_syntax";
      EXPECT_TRUE(told) << row.text;
    }
  }
}

TEST(ReadModel, Root) {
  const std::string nodes = "nodes: [{id: a, kind: const, values: [1]}]\n";
  expect_rows(
      "",
      {
          {"schemaVersion: 3\ngrid: {bins: 3, binSize: 1, binUnit: hours}\n",
           "1:16 unsupported_schema_version"},
          {"schemaVersion: '1'\ngrid: {bins: 3, binSize: 1, binUnit: hours}\n",
           "1:16 unsupported_schema_version"},
          {"grid: {bins: 3, binSize: 1, binUnit: hours}\n", "1:1 missing_field"},
          {"schemaVersion: 1\n", "1:1 missing_field"},
          {"schemaVersion: 1\ngrid: hourly\n", "2:7 wrong_type"},
          {"schemaVersion: 1\ngrid: {bins: 0, binSize: 1, binUnit: hours}\n", "2:14 out_of_range"},
          {"schemaVersion: 1\ngrid: {bins: 10000001, binSize: 1, binUnit: hours}\n",
           "2:14 out_of_range"},
          {"schemaVersion: 1\ngrid: {bins: 3.0, binSize: 1, binUnit: hours}\n", "2:14 wrong_type"},
          {"schemaVersion: 1\ngrid: {bins: 3, binSize: 100001, binUnit: hours}\n",
           "2:26 out_of_range"},
          {"schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: Hours}\n",
           "2:38 unknown_bin_unit"},
          {"schemaVersion: 1\ngrid: {bins: 3, binSize: 1}\n", "2:7 missing_field"},
          {"schemaVersion: 1\ngrid: {binMinutes: 60}\n",
           "2:20 legacy_field, 2:7 missing_field, 2:7 missing_field, 2:7 missing_field"},
          {"schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours, startTimeUtc: x}\n",
           "2:59 legacy_field"},
          {"schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours, start: 2026-02-30}\n",
           "2:52 not_a_time"},
          {"schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours, end: 4}\n",
           "2:45 unknown_field"},
          {"schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours}\nwindow: {}\nmode: x\n",
           "3:9 legacy_field, 4:7 legacy_field"},
          {"schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours}\nsurprise: 1\n",
           "3:1 unknown_field"},
      },
      nodes);
  EXPECT_EQ(shown(problems_of("[]")), "1:1 wrong_type");
  EXPECT_EQ(shown(problems_of(
                "schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours}\nnodes: []\n")),
            "3:8 missing_field");
  EXPECT_EQ(shown(problems_of("schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours}\n")),
            "1:1 missing_field");
}

TEST(ReadModel, Nodes) {
  expect_rows(
      kHead,
      {
          {"- 5\n", "6:3 wrong_type"},
          {"- {kind: const, values: [1]}\n", "6:3 missing_field"},
          {"- {id: '', kind: const, values: [1]}\n", "6:8 missing_field"},
          {"- {id: c}\n", "6:3 missing_field"},
          {"- {id: c, kind: backlog}\n", "6:3 unknown_kind"},
          {"- {id: c, kind: Const, values: [1]}\n", "6:3 unknown_kind"},
          {"- {id: 1c, kind: const, values: [1]}\n", "6:8 bad_id"},
          {"- {id: c-d, kind: const, values: [1]}\n", "6:8 bad_id"},
          {"- {id: a, kind: const, values: [1]}\n", "6:8 duplicate_id"},
          {"- {id: B, kind: const, values: [1]}\n", "6:8 ids_differ_by_case"},
          {"- {id: c, kind: const}\n", "6:8 missing_field"},
          {"- {id: c, kind: const, values: 1}\n", "6:32 wrong_type"},
          {"- {id: c, kind: const, values: []}\n", "6:32 wrong_length"},
          {"- {id: c, kind: const, values: [1, 2]}\n", "6:8 wrong_length"},
          {"- {id: c, kind: const, values: [1, x, 3]}\n", "6:36 wrong_type"},
          {"- {id: c, kind: const, values: [1, '2', 3]}\n", "6:36 wrong_type"},
          {"- {id: c, kind: const, values: [1, NaN, 3]}\n", "6:36 wrong_type"},
          {"- {id: c, kind: const, values: {file: x.csv}}\n", "6:32 file_not_allowed"},
          {"- {id: c, kind: const, values: [1], expr: a}\n", "6:37 unknown_field"},
          {"- {id: c, kind: const, values: [1], source: a}\n", "6:45 legacy_field"},
          {"- {id: c, kind: const, values: [1], initial: 1}\n", "6:46 legacy_field"},
          {"- {id: c, kind: const, values: [1], metadata: {x: [1]}}\n", "6:51 wrong_type"},
          {"- {id: c, kind: expr}\n", "6:3 missing_field"},
          {"- {id: c, kind: expr, expression: a}\n", "6:35 legacy_field, 6:3 missing_field"},
          {"- {id: c, kind: expr, expr: [a]}\n", "6:29 wrong_type"},
          {"- {id: c, kind: expr, expr: ''}\n", "6:30 expression_syntax"},
          {"- {id: c, kind: expr, expr: 'a + '}\n", "6:34 expression_syntax"},
          {"- {id: c, kind: expr, expr: 'a + MIN(a)'}\n", "6:34 argument_count"},
          {"- {id: c, kind: expr, expr: 'FOO(a)'}\n", "6:30 unknown_function"},
          {"- {id: c, kind: expr, expr: 'SHIFT(a, 1.5)'}\n", "6:39 literal_argument"},
          {"- {id: c, kind: expr, expr: 'a + x'}\n", "6:34 unknown_name"},
          {"- {id: c, kind: expr, expr: 'a + A'}\n", "6:34 unknown_name"},
          {"- {id: c, kind: pmf}\n", "6:3 missing_field"},
          {"- {id: c, kind: pmf, pmf: {values: [1]}}\n", "6:27 missing_field, 6:27 pmf_empty"},
          {"- {id: c, kind: pmf, pmf: {values: [1, 2], probabilities: [1]}}\n",
           "6:27 pmf_lengths_differ"},
          {"- {id: c, kind: pmf, pmf: {values: [1, 1], probabilities: [0.5, 0.5]}}\n",
           "6:27 pmf_duplicate_value"},
          {"- {id: c, kind: pmf, pmf: {values: [1, 2], probabilities: [1.5, -0.5]}}\n",
           "6:27 pmf_probability_range"},
          {"- {id: c, kind: pmf, pmf: {values: [1, 2, 3], probabilities: [0.5, 0.3, 0.1]}}\n",
           "6:27 pmf_sum"},
          {"- {id: c, kind: pmf, pmf: {values: [1, 2, 3], probabilities: [0.33333, 0.33333, "
           "0.33333]}}\n",
           ""},
          {"- {id: c, kind: pmf, pmf: {values: [1], probabilities: [1], mean: 1}}\n",
           "6:61 unknown_field"},
      },
      "");
}

TEST(ReadModel, QueuesAndRouters) {
  expect_rows(
      kHead,
      {
          {"- {id: q, kind: serviceWithBuffer, outflow: b}\n", "6:3 missing_field"},
          {"- {id: q, kind: serviceWithBuffer, inflow: '', outflow: b}\n", "6:44 missing_field"},
          {"- {id: q, kind: serviceWithBuffer, inflow: 'series:', outflow: b}\n",
           "6:44 missing_field"},
          {"- {id: q, kind: serviceWithBuffer, inflow: x, outflow: b}\n", "6:44 unknown_name"},
          {"- {id: q, kind: serviceWithBuffer, inflow: a, outflow: y}\n", "6:56 unknown_name"},
          {"- {id: q, kind: serviceWithBuffer, inflow: a, outflow: b, loss: z}\n",
           "6:65 unknown_name"},
          {"- {id: q, kind: serviceWithBuffer, inflow: 'file:x.csv', outflow: b}\n",
           "6:44 file_not_allowed"},
          {"- {id: q, kind: serviceWithBuffer, inflow: a@Gold, outflow: b}\n",
           "6:44 unknown_class"},
          {"- {id: q, kind: serviceWithBuffer, inflow: a, outflow: b, wipLimit: 3}\n",
           "6:59 unknown_field"},
          {"- {id: q, kind: serviceWithBuffer, inflow: a, outflow: b, dispatchSchedule: {}}\n",
           "6:77 missing_field"},
          {"- {id: q, kind: serviceWithBuffer, inflow: a, outflow: b, dispatchSchedule: "
           "{periodBins: 0}}\n",
           "6:90 out_of_range"},
          {"- {id: q, kind: serviceWithBuffer, inflow: a, outflow: b, dispatchSchedule: "
           "{periodBins: 2, kind: daily}}\n",
           "6:99 unknown_schedule_kind"},
          {"- {id: q, kind: serviceWithBuffer, inflow: a, outflow: b, dispatchSchedule: "
           "{periodBins: 2, capacitySeries: x}}\n",
           "6:109 unknown_name"},
          {"- {id: r, kind: router, inputs: {queue: a}}\n", "6:3 missing_field"},
          {"- {id: r, kind: router, routes: [{target: t}]}\n", "6:3 missing_field"},
          {"- {id: r, kind: router, inputs: {}, routes: [{target: t}]}\n", "6:33 missing_field"},
          {"- {id: r, kind: router, inputs: {queue: x}, routes: [{target: t}]}\n",
           "6:41 unknown_name"},
          {"- {id: r, kind: router, inputs: {queue: a}, routes: []}\n", "6:53 missing_field"},
          {"- {id: r, kind: router, inputs: {queue: a}, routes: [{}]}\n", "6:54 missing_field"},
          {"- {id: r, kind: router, inputs: {queue: a}, routes: [{target: t, weight: 0}]}\n",
           "6:74 bad_weight"},
          {"- {id: r, kind: router, inputs: {queue: a}, routes: [{target: t, classes: [X]}]}\n",
           "6:76 unknown_class"},
          {"- {id: r, kind: router, inputs: {queue: a}, routes: [{target: t, classes: [[X]]}]}\n",
           "6:76 wrong_type"},
          {"- {id: r, kind: router, inputs: {queue: a}, routes: [{target: b}]}\n",
           "6:63 route_target_authored"},
          {"- {id: r, kind: router, inputs: {queue: a}, routes: [{target: t, share: 1}]}\n",
           "6:66 unknown_field"},
      },
      "");
}

TEST(ReadModel, ClassesTrafficAndTheRest) {
  expect_rows(
      kHead,
      {
          {"classes: []\n", "6:10 missing_field"},
          {"classes: [{}]\n", "6:11 missing_field"},
          {"classes: [{id: 'a/b'}]\n", "6:16 bad_id"},
          {"classes: [{id: DEFAULT}]\n", "6:16 reserved_class"},
          {"classes: [{id: A}, {id: A}]\n", "6:25 duplicate_id"},
          {"classes: [{id: A}, {id: a}]\n", "6:25 ids_differ_by_case"},
          {"classes: [{id: A, colour: red}]\n", "6:19 unknown_field"},
          {"traffic: {}\n", "6:10 missing_field"},
          {"traffic: {arrivals: []}\n", "6:21 missing_field"},
          {"traffic: {arrivals: [{pattern: {kind: constant}}]}\n", "6:22 missing_field"},
          {"traffic: {arrivals: [{nodeId: x, pattern: {kind: constant}}]}\n", "6:31 unknown_name"},
          {"traffic: {arrivals: [{nodeId: a}]}\n", "6:22 missing_field"},
          {"traffic: {arrivals: [{nodeId: a, pattern: {}}]}\n", "6:43 missing_field"},
          {"traffic: {arrivals: [{nodeId: a, pattern: {kind: burst}}]}\n", "6:50 unknown_pattern"},
          {"traffic: {arrivals: [{nodeId: a, pattern: {kind: constant, ratePerBin: -1}}]}\n",
           "6:43 out_of_range"},
          {"traffic: {arrivals: [{nodeId: a, classId: A, pattern: {kind: constant}}]}\n",
           "6:43 unknown_class"},
          {"classes: [{id: A}]\ntraffic: {arrivals: [{nodeId: a, pattern: {kind: constant}}]}\n",
           "7:22 missing_class"},
          {"classes: [{id: A}]\ntraffic: {arrivals: [{nodeId: a, classId: B, pattern: {kind: "
           "constant}}]}\n",
           "7:43 unknown_class"},
          {"rng: {kind: dice}\n", "6:13 unknown_rng"},
          {"rng: {seed: -1}\n", "6:13 out_of_range"},
          {"rng: {seed: 2147483648}\n", "6:13 out_of_range"},
          {"rng: {seed: 1.5}\n", "6:13 wrong_type"},
          {"outputs: [{}]\n", "6:11 missing_field"},
          {"outputs: [{series: x}]\n", "6:11 unknown_name"},
          {"outputs: [{series: a*}]\n", "6:11 unknown_name"},
          {"outputs: [{series: a@Gold}]\n", "6:11 unknown_class"},
          {"outputs: [{series: a, as: x.json}]\n", "6:27 bad_file_name"},
          {"outputs: [{series: a, as: ../x.csv}]\n", "6:27 bad_file_name"},
          {"outputs: [{series: a, source: b}]\n", "6:31 legacy_field"},
          {"outputs: [{series: a, exclude: [{}]}]\n", "6:33 wrong_type"},
          {"outputs: [{series: '*'}, {series: wait/*, as: w.txt}, {series: a@DEFAULT}]\n", ""},
          {"provenance: {generatedAt: soon}\n", "6:27 not_a_time"},
          {"provenance: {mode: dream}\n", "6:20 unknown_mode"},
          {"provenance: {template_id: x}\n", "6:14 unknown_field"},
      },
      "");
}

// What reads them back compares each name with all before it: 64,000 took 10 s of a core.
TEST(ReadModel, ProvenanceHasFewParameters) {
  const auto model_with = [](const std::string& parameters) {
    return yaml::parse(
        "schemaVersion: 2\ngrid: {bins: 1, binSize: 1, binUnit: hours}\n"
        "nodes: [{id: a, kind: const, values: [1]}]\n"
        "provenance: {parameters: " +
            parameters + "}\n",
        "m.yaml");
  };
  const auto members = [](int count) {
    std::string text = "{";
    for (int i = 0; i < count; ++i) text += (i == 0 ? "p" : ", p") + std::to_string(i) + ": 1";
    return text + "}";
  };
  EXPECT_TRUE(read_model(*model_with(members(1000))));
  for (const std::string& many : {members(1001), "{a: [" + members(1000) + "]}"}) {
    const auto refused = read_model(*model_with(many));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problems().front().code, "limit_exceeded");
    EXPECT_EQ(refused.problems().front().path, "/provenance/parameters");
  }
}

// By time: a bin, a clock time (the first on the grid), a time with a date. The grid has 6 bins of
// an hour from 22:30: 23:00 is in bin 0, 01:15 in bin 2, and 22:00 comes after its end.
TEST(ReadModel, EventsAreOnTheGrid) {
  const auto document = yaml::parse(R"(schemaVersion: 2
grid: {bins: 6, binSize: 1, binUnit: hours, start: '2026-01-05T22:30:00Z'}
nodes: [{id: a, kind: const, values: [1]}]
events:
- {at: 5, text: the last bin}
- {at: '23:00', text: sale mail}
- {at: '01:15', until: '03:00', text: rollout}
- {at: 2026-01-06T00:30, until: 99, text: to the end and beyond}
- {at: '22:00', text: tomorrow}
- {at: 6, text: behind the grid}
)",
                                    "m.yaml");
  ASSERT_TRUE(document);
  const auto model = read_model(*document);
  ASSERT_TRUE(model);
  std::string said;
  for (const ModelEvent& event : model->events) {
    said += std::to_string(event.from_bin) + ".." + std::to_string(event.to_bin) + " " +
            event.text + "; ";
  }
  EXPECT_EQ(said, "0..0 sale mail; 2..4 rollout; 2..5 to the end and beyond; 5..5 the last bin; ");
}

TEST(ReadModel, EventsThatAreNone) {
  expect_rows(kHead,
              {
                  {"events: {at: 1, text: x}\n", "6:9 wrong_type"},
                  {"events: [x]\n", "6:10 wrong_type"},
                  {"events: [{at: 1}]\n", "6:10 missing_field"},
                  {"events: [{text: x}]\n", "6:10 missing_field"},
                  {"events: [{at: 1, text: x, till: 2}]\n", "6:27 unknown_field"},
                  {"events: [{at: -1, text: x}]\n", "6:15 out_of_range"},
                  {"events: [{at: soon, text: x}]\n", "6:15 not_a_time"},
                  {"events: [{at: [1], text: x}]\n", "6:15 not_a_time"},
                  {"events: [{at: '2026-01-05T10:00', text: x}]\n", "6:15 range_needs_start"},
                  {"events: [{at: 2, until: 1, text: x}]\n", "6:25 range_backwards"},
              },
              "");
}

TEST(ReadModel, Topology) {
  const std::string head = kHead + "topology:\n";
  expect_rows(
      head,
      {
          {"  edges: 1\n", "7:10 wrong_type"},
          {"  nodes: [1]\n", "7:11 wrong_type"},
          {"  nodes: [{semantics: {arrivals: a, served: b}}]\n", "7:11 missing_field"},
          {"  nodes: [{id: N}]\n", "7:11 missing_field"},
          {"  nodes: [{id: N, semantics: {}}]\n", "7:30 missing_field, 7:30 missing_field"},
          {"  nodes: [{id: N, semantics: {arrivals: '', served: b}}]\n", "7:41 missing_field"},
          {"  nodes: [{id: N, kind: sink, semantics: {arrivals: a}}]\n", ""},
          {"  nodes: [{id: N, nodeRole: sink, semantics: {arrivals: a}}]\n", ""},
          {"  nodes: [{id: N, semantics: {arrivals: x, served: b}}]\n", "7:41 unknown_name"},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b, errors: x}}]\n",
           "7:63 unknown_name"},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b, queueDepth: x}}]\n",
           "7:67 unknown_name"},
          {"  nodes: [{id: N, kind: queue, semantics: {arrivals: a, served: b, queueDepth: x}}]\n",
           ""},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b, retryEcho: x}}]\n",
           "7:66 unknown_name"},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b, failures: b, retryEcho: x}}]\n",
           ""},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b, parallelism: 0.5}}]\n",
           "7:68 out_of_range"},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b, parallelism: x}}]\n",
           "7:68 unknown_name"},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b, retryKernel: 0.5}}]\n",
           "7:68 wrong_type"},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b, slaMin: x}}]\n",
           "7:63 wrong_type"},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b, aliases: {x: {}}}}]\n",
           "7:68 wrong_type"},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b, latency: x}}]\n",
           "7:55 unknown_field"},
          {"  nodes: [{id: N, colour: red, semantics: {arrivals: a, served: b}}]\n",
           "7:19 unknown_field"},
          {"  nodes: [{id: N, wipLimit: -1, semantics: {arrivals: a, served: b}}]\n",
           "7:16 out_of_range"},
          {"  nodes: [{id: N, wipLimitSeries: x, semantics: {arrivals: a, served: b}}]\n",
           "7:35 unknown_name"},
          {"  nodes: [{id: N, wipOverflow: loss, semantics: {arrivals: a, served: b}}]\n",
           "7:16 overflow_without_limit"},
          {"  nodes: [{id: N, kind: queue, wipLimit: 1, wipOverflow: M, semantics: {arrivals: a, "
           "served: b}}]\n",
           "7:16 unknown_name"},
          {"  nodes: [{id: N, kind: queue, wipLimit: 1, wipOverflow: n, semantics: {arrivals: a, "
           "served: b}}]\n",
           "7:16 unknown_name"},
          {"  nodes: [{id: N, kind: queue, wipLimit: 1, wipOverflow: N, semantics: {arrivals: a, "
           "served: b}}]\n",
           "7:16 overflow_cycle"},
          {"  nodes: [{id: N, kind: queue, wipLimit: 1, wipOverflow: S, semantics: {arrivals: a, "
           "served: b}},\n"
           "          {id: S, semantics: {arrivals: a, served: b}}]\n",
           "7:16 overflow_without_queue"},
          {"  nodes: [{id: N, initialCondition: {depth: 1}, semantics: {arrivals: a, served: "
           "b}}]\n",
           "7:38 unknown_field"},
          {"  nodes: [{id: N, initialCondition: {queueDepth: x}, semantics: {arrivals: a, served: "
           "b}}]\n",
           "7:50 wrong_type"},
          {"  nodes: [{id: N, semantics: {arrivals: a, served: b}}, {id: n, semantics: {arrivals: "
           "a, served: b}}]\n",
           "7:62 ids_differ_by_case"},
          {"  nodes: [{id: A B, kind: queue, semantics: {arrivals: a, served: b}},\n"
           "          {id: A-B, kind: queue, semantics: {arrivals: a, served: b}}]\n",
           "8:16 synthesised_id_taken"},
          {"  nodes: [{id: N, constraints: [C], semantics: {arrivals: a, served: b}}]\n",
           "7:16 unknown_name"},
          {"  nodes: [{id: N, constraints: [{}], semantics: {arrivals: a, served: b}}]\n",
           "7:33 wrong_type"},
      },
      "");
}

TEST(ReadModel, EdgesAndConstraints) {
  const std::string head = kHead +
                           "topology:\n"
                           "  nodes: [{id: N, semantics: {arrivals: a, served: b}}]\n";
  expect_rows(
      head,
      {
          {"  edges: [{to: N}]\n", "8:11 missing_field"},
          {"  edges: [{from: N, to: M}]\n", "8:11 unknown_name"},
          {"  edges: [{from: 'n:out', to: N}]\n", "8:11 unknown_name"},
          {"  edges: [{source: N, target: N}]\n",
           "8:20 legacy_field, 8:31 legacy_field, 8:11 missing_field, 8:11 missing_field"},
          {"  edges: [{from: N, to: N, lag: -1}]\n", "8:11 out_of_range"},
          {"  edges: [{from: N, to: N, lag: 1.5}]\n", "8:33 wrong_type"},
          {"  edges: [{from: N, to: N, type: flow}]\n", "8:34 unknown_edge_type"},
          {"  edges: [{from: N, to: N, measure: items}]\n", "8:37 unknown_edge_measure"},
          {"  edges: [{from: N, to: N}, {from: N, to: N}]\n", "8:29 duplicate_id"},
          {"  edges: [{from: N, to: N, width: 2}]\n", "8:28 unknown_field"},
          {"  constraints: [{semantics: {arrivals: a, served: b}}]\n", "8:17 missing_field"},
          {"  constraints: [{id: C}]\n", "8:17 missing_field"},
          {"  constraints: [{id: C, semantics: {arrivals: a}}]\n", "8:36 missing_field"},
          {"  constraints: [{id: C, semantics: {arrivals: a, served: x}}]\n", "8:58 unknown_name"},
          {"  constraints: [{id: C, semantics: {arrivals: a, served: b}}, {id: C, semantics: "
           "{arrivals: a, served: b}}]\n",
           "8:63 duplicate_id"},
          {"  constraints: [{id: C, semantics: {arrivals: a, served: b, limit: 1}}]\n",
           "8:61 unknown_field"},
      },
      "");
}

TEST(ReadModel, AFieldThatIsNullIsNotThere) {
  EXPECT_EQ(shown(problems_of(kHead + "topology: ~\nclasses:\noutputs: null\nrng: {seed: ~}\n")),
            "");
  EXPECT_EQ(shown(problems_of(kHead + "- {id: c, kind: const, values: [3], metadata: null}\n")),
            "");
}

TEST(ReadModel, PathsAndNearNames) {
  const Problems problems = problems_of(kHead +
                                        "- {id: arrivals, kind: const, values: [1]}\n"
                                        "- {id: c, kind: expr, expr: arivals}\n"
                                        "- {id: d, kind: cosnt, valeus: [1]}\n");
  ASSERT_EQ(shown(problems), "8:3 unknown_kind, 8:24 unknown_field, 7:29 unknown_name");
  EXPECT_EQ(problems[0].path, "/nodes/4/kind");
  EXPECT_EQ(problems[1].path, "/nodes/4/valeus");
  EXPECT_EQ(problems[1].remedy, "Did you mean 'values'?");
  EXPECT_EQ(problems[2].path, "/nodes/3/expr");
  EXPECT_EQ(problems[2].remedy, "Did you mean 'arrivals'?");
}

TEST(ReadModel, LimitsAreNamed) {
  std::string classes = "classes:\n";
  for (std::size_t i = 0; i <= kMaxClasses; ++i) classes += "- {id: c" + std::to_string(i) + "}\n";
  EXPECT_EQ(shown(problems_of(kHead + classes)), "7:1 limit_exceeded");
}

// A document full of mistakes is answered in bounded time with a bounded list.
TEST(ReadModel, ManyProblemsAreCounted) {
  std::string text = kHead;
  for (int i = 0; i < 3000; ++i) {
    const std::string number = std::to_string(i);
    text += "- {id: n" + number + ", kind: expr, expr: m" + number + "}\n";
  }
  const Problems problems = problems_of(text);
  ASSERT_EQ(problems.size(), kMaxListedProblems + 1);
  EXPECT_EQ(problems.back().code, "more_problems");
  EXPECT_EQ(problems.back().message, "2000 more problems are not listed.");
  EXPECT_EQ(problems.front().remedy, "Did you mean 'n0'?");
  // A miss by case alone is found even when looking further would cost too much.
  text += "- {id: last, kind: const, values: [1]}\n";
  text.insert(text.find("- {id: n990,"), "- {id: x, kind: expr, expr: LAST}\n");
  const Problems more = problems_of(text);
  EXPECT_EQ(std::count_if(more.begin(), more.end(),
                          [](const Problem& p) { return p.remedy == "Did you mean 'last'?"; }),
            1);
}

TEST(ReadModel, LongNamesAreShortened) {
  const Problems problems =
      problems_of(kHead + "- {id: " + std::string(100'000, 'x') + "!, kind: const, values: [1]}\n");
  ASSERT_EQ(shown(problems), "6:8 bad_id");
  EXPECT_LT(problems[0].message.size(), 500u);
}

TEST(ReadModel, FilesOfValues) {
  ReadModelOptions options;
  options.read_values_file = [](const std::string& path,
                                const TimeGrid&) -> Result<std::vector<double>> {
    if (path == "three.csv") return std::vector<double>{1, 2, 3};
    return Problem{.code = "io_not_found", .message = "no " + path, .remedy = "Look."};
  };
  const auto node = [](const std::string& file) {
    return kHead + "- {id: c, kind: const, values: {file: " + file + "}}\n";
  };
  EXPECT_EQ(shown(problems_of(node("three.csv"), options)), "");
  EXPECT_EQ(shown(problems_of(node("none.csv"), options)), "6:32 io_not_found");
  EXPECT_EQ(shown(problems_of(node("''"), options)), "6:39 missing_field");
}

}  // namespace
}  // namespace flowtime
