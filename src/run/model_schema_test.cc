// schemas/model.schema.json and the reader of models say the same.
//
// From two documents that use every field, many more are made: each value in turn is left out,
// emptied, or replaced by one of every other kind, and each mapping in turn gets a field that
// nobody knows. What the reader refuses because of the document's shape, the schema refuses, and
// the other way round.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "model/read_model.h"
#include "run/schema_test_support.h"
#include "text/yaml.h"
#include "text/yaml_emitter.h"

namespace flowtime {
namespace {

using Json = nlohmann::json;

constexpr const char* kEverything = R"yaml(
schemaVersion: 1
grid: {bins: 3, binSize: 1, binUnit: hours, start: "2026-01-05T00:00:00Z"}
classes:
- {id: Gold, displayName: "Gold customers", description: x}
- {id: Basic}
nodes:
- {id: a, kind: const, values: [1, 2, 3], metadata: {unit: items}, dispatchSchedule: {periodBins: 1}}
- {id: b, kind: expr, expr: "a + 1", metadata: {unit: items}, dispatchSchedule: {periodBins: 1}}
- {id: p, kind: pmf, pmf: {values: [1, 2], probabilities: [0.5, 0.5]}, metadata: {unit: items}, dispatchSchedule: {periodBins: 1}}
- {id: q, kind: serviceWithBuffer, inflow: a, outflow: b, loss: z, metadata: {unit: items}, dispatchSchedule: {periodBins: 2, phaseOffset: -1, kind: time-based, capacitySeries: a}}
- {id: z, kind: const, values: [0]}
- {id: r, kind: router, inputs: {queue: a}, routes: [{target: t1, classes: [Gold]}, {target: t2, weight: 2}], metadata: {unit: items}, dispatchSchedule: {periodBins: 1}}
- {id: f, kind: const, values: {file: x.csv}}
traffic:
  arrivals:
  - {nodeId: z, classId: Gold, pattern: {kind: poisson, ratePerBin: 3, rate: 4}}
outputs:
- {series: a, as: a.csv, exclude: [b]}
expect: ["max(a) < 10", "monotone(a)"]
events: [{at: 1, until: 2, text: sale mail}, {at: "23:00", text: rollout}]
rng: {kind: pcg32, seed: 7}
provenance: {generator: x, generatedAt: "2026-01-05", templateId: x, templateVersion: x, mode: simulation, modelId: x, parameters: {x: 1}, source: x, templateTitle: x, receivedAt: x, inputHash: x, schemaVersion: "1", rng: {kind: x}, telemetryBindings: {x: y}, links: {x: y}}
topology:
  nodes:
  - id: One
    kind: serviceWithBuffer
    nodeRole: x
    group: x
    ui: {x: 1, y: 2}
    constraints: [C]
    initialCondition: {queueDepth: 3}
    dispatchSchedule: {periodBins: 2, phaseOffset: 1, kind: time-based, capacitySeries: a}
    discipline: {priority: [Gold]}
    wipLimit: 7
    wipLimitSeries: a
    wipOverflow: Two
    weight: 2
    thresholds: {wait: {warning: 1, critical: 2}, willBeLate: {warning: 1, critical: 2}, full: {warning: 1, critical: 2}, dropped: {warning: 1, critical: 2}, usefulShare: {warning: 1, critical: 2}, failing: {warning: 1, critical: 2}, refused: {warning: 1, critical: 2}, unaccounted: {warning: 1, critical: 2}, departure: {warning: 1, critical: 2}, completion: {warning: 1, critical: 2}, adherence: {warning: 1, critical: 2}, stuck: {warning: 1, critical: 2}, overlay: {warning: 1, critical: 2}}
    description: x
    title: x
    label: x
    metadata: {x: 1}
    semantics:
      arrivals: a
      served: b
      errors: z
      attempts: a
      failures: z
      exhaustedFailures: z
      retryEcho: echo
      retryBudgetRemaining: z
      externalDemand: a
      queueDepth: self
      capacity: a
      processingTimeMsSum: a
      servedCount: b
      parallelism: 2
      retryKernel: [0, 0.5]
      slaMin: 5
      completionTarget: 0.95
      adherenceTarget: 1
      maxAttempts: 3
      backoffStrategy: x
      exhaustedPolicy: x
      aliases: {served: done}
      queue: x
  - {id: Two, kind: queue, discipline: fifo, dispatchSchedule: {at: ["10:30", 2, "2026-01-05T11:00"]}, semantics: {arrivals: a, served: p, parallelism: a}}
  - {id: Three, kind: sink, semantics: {arrivals: a}}
  edges:
  - {id: e, from: "One:out", to: Two, weight: 2, multiplier: 2, lag: 1, type: effort, measure: attempts, description: x, title: x, label: x, field: x}
  constraints:
  - {id: C, description: x, title: x, label: x, semantics: {arrivals: a, served: a, errors: z, latencyMinutes: a}}
)yaml";

// Codes that need more than one place of the document, or arithmetic, to be seen.
const std::set<std::string> kBeyondShape{"unknown_name",          "unknown_class",
                                         "duplicate_id",          "ids_differ_by_case",
                                         "wrong_length",          "pmf_lengths_differ",
                                         "pmf_duplicate_value",   "pmf_sum",
                                         "overflow_cycle",        "overflow_without_queue",
                                         "route_target_authored", "route_target_has_traffic",
                                         "schedules_differ",      "initial_conditions_differ",
                                         "synthesised_id_taken",  "constrained_served_shared",
                                         "missing_class",         "file_not_allowed",
                                         "disciplines_differ",    "discipline_without_queue",
                                         "range_needs_start",     "io_not_found",
                                         "range_backwards",       "import_not_allowed"};

bool is_about_shape(const Problem& problem) {
  // Whether something stands there at all is a matter of shape.
  if (problem.message.ends_with("is an empty list.") || problem.message.ends_with("is empty."))
    return true;
  if (kBeyondShape.count(problem.code) > 0) return false;
  // A const without values waits for traffic; what stands inside an expression has a grammar.
  if (problem.code == "missing_field" && problem.path.ends_with("/values")) {
    return problem.message.find("no traffic") == std::string::npos;
  }
  return !problem.path.ends_with("/expr") || problem.code == "missing_field" ||
         problem.code == "wrong_type";
}

// What schemas see of a YAML document: plain scalars by their form, everything else text.
Json as_json(const yaml::Value& value) {
  switch (value.kind) {
    case yaml::Kind::kNull: return nullptr;
    case yaml::Kind::kScalar: {
      if (const auto integer = value.integer()) return *integer;
      if (const auto number = value.number()) return *number;
      if (const auto boolean = value.boolean()) return *boolean;
      return value.scalar;
    }
    case yaml::Kind::kSequence: {
      Json items = Json::array();
      for (const yaml::Value& item : value.items) items.push_back(as_json(item));
      return items;
    }
    case yaml::Kind::kMapping: {
      Json members = Json::object();
      for (const yaml::Member& member : value.members) members[member.key] = as_json(member.value);
      return members;
    }
  }
  return nullptr;
}

yaml::Value parsed(const std::string& text) {
  auto document = yaml::parse(text, "m.yaml");
  EXPECT_TRUE(document) << text;
  return document->root;
}

class SchemaAndReader {
 public:
  // Both say the same of the document; counts those that are refused.
  void compare(const yaml::Value& root, const std::string& change) {
    yaml::Document document;
    document.text = yaml::emit(root);
    document.root = root;
    ReadModelOptions options;
    options.read_values_file = [](const std::string&, const TimeGrid&) {
      return std::vector<double>{1};
    };
    options.fields_asked = &asked;
    const Result<Model> model = read_model(document, options);
    std::string reader;
    for (const Problem& problem : model ? Problems{} : model.problems()) {
      if (is_about_shape(problem)) reader += problem.path + ": " + problem.message + "\n";
    }
    std::string schema;
    for (const std::string& line : schemas_.check("model.schema.json", as_json(root)))
      schema += line + "\n";
    EXPECT_EQ(reader.empty(), schema.empty())
        << change << "\nreader: " << reader << "schema: " << schema;
    ++(reader.empty() ? accepted : refused);
  }

  int accepted = 0, refused = 0;
  FieldsAsked asked;

 private:
  SchemaChecker schemas_{FT_SOURCE_DIR "/schemas"};
};

// Calls visit(value, place) for every value below `value`, which may change it for the moment.
void visit_all(yaml::Value& value, const std::string& place,
               const std::function<void(yaml::Value&, const std::string&)>& visit) {
  visit(value, place);
  for (std::size_t i = 0; i < value.items.size(); ++i)
    visit_all(value.items[i], place + "/" + std::to_string(i), visit);
  for (std::size_t i = 0; i < value.members.size(); ++i)
    visit_all(value.members[i].value, place + "/" + value.members[i].key, visit);
}

const std::vector<std::string> kReplacements{
    "~",         "''",       "' '",     "x",       "'7'",
    "7",         "0",        "-1",      "1.5",     "true",
    "[]",        "[1]",      "[x]",     "[~]",     "[[]]",
    "{}",        "{zzz: 1}", "self",    "'file:'", "'file:x'",
    "'series:'", "'@Gold'",  "DEFAULT", "'a b'",   "2026-01-05T10:00",
    "minutes",   "sink",     "loss"};

TEST(ModelSchema, AgreesWithTheReaderOnEveryChangeOfAValue) {
  SchemaAndReader both;
  yaml::Value root = parsed(kEverything);
  both.compare(root, "unchanged");
  ASSERT_EQ(both.accepted, 1);
  visit_all(root, "", [&](yaml::Value& value, const std::string& place) {
    for (const std::string& replacement : kReplacements) {
      const yaml::Value before = value;
      value = parsed(replacement);
      both.compare(root, place + " is " + replacement);
      value = before;
    }
  });
  EXPECT_GT(both.refused, 2000);
  EXPECT_GT(both.accepted, 500);
}

TEST(ModelSchema, AgreesWithTheReaderOnFieldsLeftOutAndAdded) {
  SchemaAndReader both;
  yaml::Value root = parsed(kEverything);
  visit_all(root, "", [&](yaml::Value& value, const std::string& place) {
    const std::vector<yaml::Member> before = value.members;
    for (std::size_t i = 0; i < before.size(); ++i) {
      value.members.erase(value.members.begin() + static_cast<std::ptrdiff_t>(i));
      both.compare(root, place + " without " + before[i].key);
      value.members = before;
    }
    if (value.kind != yaml::Kind::kMapping) return;
    for (const char* added : {"zzz", "source", "wipLimit", "expression", "mode", "binMinutes"}) {
      if (value.find(added) != nullptr) continue;
      value.members.push_back({added, {}, parsed("1")});
      both.compare(root, place + " with " + added);
      value.members = before;
    }
  });
  EXPECT_GT(both.refused, 150);
  EXPECT_GT(both.accepted, 50);
}

TEST(ModelSchema, AgreesWithTheReaderOnWholeDocuments) {
  const std::string head = "schemaVersion: 1\ngrid: {bins: 1, binSize: 1, binUnit: hours}\n";
  const std::string one = "nodes: [{id: a, kind: const, values: [1]}]\n";
  const std::vector<std::string> documents{
      head + one,
      head + "nodes: []\n",
      head + "nodes: [{id: a, kind: const, source: 'import:web#count'}]\n",
      head + "nodes: [{id: a, kind: const, source: 'import:web', values: ~}]\n",
      head + "nodes: [{id: a, kind: const, source: 'import:web', values: [1]}]\n",
      head + "nodes: [{id: a, kind: const, source: web}]\n",
      head + "nodes: [{id: a, kind: expr, expr: '1', source: 'import:web'}]\n",
      head + "nodes: [{id: a, kind: shift}]\n",
      head +
          "nodes: [{id: a, kind: const}]\ntraffic: {arrivals: [{nodeId: a, pattern: {kind: "
          "constant, rate: 1}}]}\n",
      head + one + "topology: {}\n",
      head + one +
          "topology: {nodes: [{id: N, wipOverflow: loss, semantics: {arrivals: a, served: a}}]}\n",
      head + one +
          "topology: {nodes: [{id: N, wipOverflow: loss, wipLimit: 1, semantics: {arrivals: a, "
          "served: a}}]}\n",
      head + one +
          "topology: {nodes: [{id: N, wipOverflow: loss, wipLimitSeries: a, semantics: {arrivals: "
          "a, served: a}}]}\n",
      head + one + "topology: {nodes: [{id: N, kind: SINK, semantics: {arrivals: a}}]}\n",
      head + one + "topology: {nodes: [{id: N, nodeRole: Sink, semantics: {arrivals: a}}]}\n",
      head + one + "topology: {nodes: [{id: N, semantics: {arrivals: a}}]}\n",
      head +
          "nodes: [{id: a, kind: const, values: [1]}, {id: r, kind: router, inputs: {queue: a}, "
          "routes: [{target: t, classes: [], weight: 1}]}]\n",
      head +
          "nodes: [{id: a, kind: const, values: [1]}, {id: r, kind: router, inputs: {queue: a}, "
          "routes: [{target: t, classes: [A], weight: 1}]}]\nclasses: [{id: A}]\n",
      "schemaVersion: 3\n",
      "{}",
      "[]",
      "7",
      "~"};
  SchemaAndReader both;
  for (const std::string& document : documents) both.compare(parsed(document), document);
  EXPECT_EQ(both.accepted, 10);
  EXPECT_EQ(both.refused, static_cast<int>(documents.size()) - 10);
}

// Every member a schema knows, by place: "/nodes/*/pmf" -> values, probabilities.
void collect(const Json& all, const Json& schema, const std::string& place, FieldsAsked& known) {
  if (schema.contains("$ref")) {
    const std::string target = schema["$ref"];
    collect(all, all.at(Json::json_pointer(target.substr(1))), place, known);
  }
  for (const char* choice : {"anyOf", "allOf"}) {
    if (!schema.contains(choice)) continue;
    for (const Json& part : schema[choice]) collect(all, part, place, known);
  }
  if (schema.contains("items")) collect(all, schema["items"], place + "/*", known);
  if (!schema.contains("properties")) return;
  for (const auto& [name, member] : schema["properties"].items()) {
    known[place].insert(name);
    collect(all, member, place + "/" + name, known);
  }
}

TEST(ModelSchema, AcceptsTheExampleOfTheDocument) {
  std::ifstream in(FT_SOURCE_DIR "/docs/model-format.md");
  std::stringstream read;
  read << in.rdbuf();
  const std::string fence = "```yaml\n", text = read.str();
  const std::size_t begin = text.find(fence);
  ASSERT_NE(begin, std::string::npos);
  const std::size_t from = begin + fence.size();
  SchemaAndReader both;
  both.compare(parsed(text.substr(from, text.find("```", from) - from)), "docs/model-format.md");
  EXPECT_EQ(both.accepted, 1);
}

TEST(ModelSchema, HasExactlyTheFieldsOfTheReader) {
  SchemaAndReader both;
  both.compare(parsed(kEverything), "unchanged");
  std::ifstream in(FT_SOURCE_DIR "/schemas/model.schema.json");
  const Json schema = Json::parse(in);
  FieldsAsked known;
  collect(schema, schema, "", known);
  EXPECT_EQ(both.asked, known);
  EXPECT_GE(known.size(), 20u);
}

}  // namespace
}  // namespace flowtime
