// schemas/template.schema.json accepts and refuses what the reader does.
#include <gtest/gtest.h>

#include "library/template_catalogue.h"
#include "run/schema_test_support.h"
#include "template/template_test_support.h"

namespace flowtime {
namespace {

constexpr const char* kSchema = "template.schema.json";

nlohmann::json as_json(const std::string& text) {
  const auto document = yaml::parse(text, "t.yaml");
  EXPECT_TRUE(document) << text;
  return nlohmann::json::parse(to_json(document->root));
}

std::string complaints(const std::string& text) {
  SchemaChecker checker(FT_SOURCE_DIR "/schemas");
  std::string all;
  for (const std::string& complaint : checker.check(kSchema, as_json(text)))
    all += complaint + "\n";
  return all;
}

TEST(TemplateSchema, AcceptsTheCatalogue) {
  for (const CatalogueFile& file : catalogue_files()) {
    EXPECT_EQ(complaints(std::string(file.text)), "") << file.file;
  }
}

TEST(TemplateSchema, JudgesAsTheReaderDoes) {
  struct Row {
    std::string from, to;
    bool accepted;
  };
  const Row rows[] = {
      {"schemaVersion: 1", "schemaVersion: 1", true},
      {"schemaVersion: 1\n", "", false},
      {"schemaVersion: 1", "schemaVersion: 2", true},
      {"schemaVersion: 1", "schemaVersion: 3", false},
      {"  id: small\n", "", false},
      {"id: small", "id: a b", false},
      {"id: small", "id: -a", false},
      {"id: small", "id: A.b_c-1", true},
      {"  title: A small one\n", "", false},
      {"  version: 1.0.0\n", "", false},
      {"1.0.0", "1.0.0-rc.1", true},
      {"1.0.0", "1.0.0+5", false},
      {"1.0.0", "v1.0.0", false},
      {"  title:", "  owner: me\n  title:", true},
      {"  title:", "  tags: [a, b]\n  title:", true},
      {"  title:", "  tags: a\n  title:", false},
      {"  title:", "  tags: [[a]]\n  title:", false},
      {"window: {start: 2026-01-01T00:00:00Z, timezone: UTC}\n", "", false},
      {"start: 2026-01-01T00:00:00Z, ", "", false},
      {", timezone: UTC", "", false},
      {"timezone: UTC}", "timezone: UTC, end: x}", false},
      {"window:", "mode: telemetry\nwindow:", true},
      {"window:", "mode: Simulation\nwindow:", false},
      {"window:", "generator: FlowTime-sim\nwindow:", true},
      {"window:", "generator: sim\nwindow:", false},
      {"window:", "rng: {kind: pcg32, seed: 7}\nwindow:", true},
      {"window:", "rng: {kind: pcg32, sed: 7}\nwindow:", false},
      {"window:", "provenance: {generator: x}\nwindow:", true},
      {"window:", "provenance: x\nwindow:", false},
      {"window:", "imports: []\nwindow:", false},
      {"outputs:\n  - {series: served}\n", "", false},
      {"grid: {bins: \"${bins}\", binSize: 1, binUnit: hours}\n", "", false},
      {"name: gain", "name: 2gain", false},
      {"name: gain, ", "", false},
      {"type: number", "type: float", false},
      {"type: number", "type: number, unit: items", true},
      {"type: number", "type: number, title: T, description: D", true},
      {"min: -2, max: 2", "minimum: -2, maximum: 2", true},
      {"min: -2, max: 2", "min: low", false},
      {"min: -2, max: 2", "required: false", true},
      {"min: -2, max: 2", "required: maybe", false},
      {"min: -2, max: 2", "choices: [0.5, 1]", true},
      {"min: -2, max: 2", "choices: 0.5", false},
      {"topology:\n  nodes:\n    - id: Desk\n      kind: service\n"
       "      semantics: {arrivals: demand, served: served}\n",
       "topology: {nodes: []}\n", false},
      {"topology:\n  nodes:\n    - id: Desk\n      kind: service\n"
       "      semantics: {arrivals: demand, served: served}\n",
       "", false},
  };
  for (const Row& row : rows) {
    std::string text = with(kSmallTemplate, row.from, row.to);
    if (row.to.find("2gain") != std::string::npos || row.from == "name: gain, ")
      text = with(text, " * ${gain}", "");
    const auto read = read_template(text, "t.yaml");
    EXPECT_EQ(read.has_value(), row.accepted) << row.to << "\n" << places(read);
    EXPECT_EQ(complaints(text).empty(), row.accepted) << row.to << "\n" << complaints(text);
  }
}

TEST(TemplateSchema, KnowsTheKeysOfTheReader) {
  SchemaChecker::Json schema;
  std::ifstream(FT_SOURCE_DIR "/schemas/template.schema.json") >> schema;
  for (const auto& [key, shape] : schema["properties"].items()) {
    if (kSmallTemplate.find("\n" + key + ":") != std::string::npos || key == "schemaVersion")
      continue;
    // A wrong type, not an unknown key.
    const auto read = read_template(kSmallTemplate + key + ": ~\n", "t.yaml");
    EXPECT_TRUE(read) << key << " " << places(read);
  }
}

}  // namespace
}  // namespace flowtime
