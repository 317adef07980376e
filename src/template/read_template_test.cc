#include <gtest/gtest.h>

#include "template/template.h"
#include "template/template_test_support.h"

namespace flowtime {
namespace {

TEST(ReadTemplate, ReadsAllOfIt) {
  std::string text = with(kSmallTemplate, "  version: 1.0.0\n",
                          "  version: 2.1.0-beta.1\n  description: What it is\n"
                          "  narrative: What happens\n  tags: [queue, retries]\n"
                          "  category: it\n  captureKey: small-capture\n  author: somebody\n");
  text = with(text, "window:", "generator: flowtime-sim\nmode: telemetry\nwindow:");
  text = with(text, "outputs:",
              "rng: {kind: pcg32, seed: 7}\n"
              "provenance: {generator: hand/1, generatedAt: 2026-01-01T00:00:00Z}\noutputs:");
  const auto read = read_template(text, "t.yaml");
  ASSERT_TRUE(read) << to_text(read.problems(), "t.yaml");
  EXPECT_EQ(read->id, "small");
  EXPECT_EQ(read->title, "A small one");
  EXPECT_EQ(read->version, "2.1.0-beta.1");
  EXPECT_EQ(read->description, "What it is");
  EXPECT_EQ(read->narrative, "What happens");
  EXPECT_EQ(read->tags, (std::vector<std::string>{"queue", "retries"}));
  EXPECT_EQ(read->category, "it");
  EXPECT_EQ(read->capture_key, "small-capture");
  EXPECT_EQ(read->mode, "telemetry");
  EXPECT_TRUE(read->has_rng);
  EXPECT_EQ(read->pinned_generator, "hand/1");
  EXPECT_EQ(read->pinned_generated_at, "2026-01-01T00:00:00Z");
  EXPECT_EQ(template_id_of(read->document), "small");
}

TEST(ReadTemplate, ReadsParametersWithTypesBoundsAndDefaults) {
  const std::string text = with(kSmallTemplate, "  - {name: gain",
                                "  - {name: n, type: integer, default: \"12\", minimum: 2}\n"
                                "  - {name: on, type: boolean, default: true}\n"
                                "  - {name: id, type: string, default: \"\", title: T}\n"
                                "  - {name: pick, type: string, default: a, choices: [a, b]}\n"
                                "  - {name: list, type: array, default: [1, 2.5], max: 3}\n"
                                "  - {name: whole, type: array, arrayOf: int, default: [1, 2]}\n"
                                "  - {name: must, type: number, required: true, unit: items}\n"
                                "  - {name: gain");
  const auto read = read_template(text, "t.yaml");
  ASSERT_TRUE(read) << to_text(read.problems(), "t.yaml");
  const auto value_of = [&](const char* name) {
    const TemplateParameter* parameter = read->find_parameter(name);
    return parameter == nullptr || !parameter->default_value ? std::string("none")
                                                             : to_json(*parameter->default_value);
  };
  EXPECT_EQ(value_of("n"), "12");
  EXPECT_EQ(value_of("on"), "true");
  EXPECT_EQ(value_of("id"), "\"\"");
  EXPECT_EQ(value_of("pick"), "\"a\"");
  EXPECT_EQ(value_of("list"), "[1,2.5]");
  EXPECT_EQ(value_of("whole"), "[1,2]");
  EXPECT_EQ(value_of("must"), "none");
  EXPECT_EQ(read->find_parameter("n")->min, 2);
  EXPECT_EQ(read->find_parameter("list")->max, 3);
  EXPECT_TRUE(read->find_parameter("whole")->whole_elements);
  EXPECT_FALSE(read->find_parameter("list")->whole_elements);
  EXPECT_TRUE(read->find_parameter("must")->required);
  EXPECT_EQ(read->find_parameter("pick")->choices.size(), 2u);
  EXPECT_EQ(read->find_parameter("n")->where, (SourcePos{9, 12}));
  EXPECT_EQ(read->parameters.size(), 9u);
  EXPECT_EQ(read->find_parameter("nothing"), nullptr);
}

TEST(ReadTemplate, RefusesWithThePlace) {
  struct Row {
    std::string from, to, places;
  };
  const Row rows[] = {
      {"schemaVersion: 1\n", "", "1:1 missing_field"},
      {"schemaVersion: 1", "schemaVersion: 3", "1:16 unsupported_schema_version"},
      {"metadata:\n  id: small\n  title: A small one\n  version: 1.0.0\n", "", "1:1 missing_field"},
      {"  id: small\n", "", "3:3 missing_field"},
      {"id: small", "id: \" \"", "3:7 missing_field"},
      {"id: small", "id: ../small", "3:7 bad_id"},
      {"id: small", "id: a/b", "3:7 bad_id"},
      {"id: small", "id: [a]", "3:7 wrong_type"},
      {"  title: A small one\n", "", "3:3 missing_field"},
      {"1.0.0", "1.0", "5:12 bad_version"},
      {"1.0.0", "v1.0.0", "5:12 bad_version"},
      {"1.0.0", "1.0.0-", "5:12 bad_version"},
      {"  title:", "  tittle: x\n  title:", "4:3 unknown_field"},
      {"window: {start: 2026-01-01T00:00:00Z, timezone: UTC}\n", "", "1:1 template_window_missing"},
      {"start: 2026-01-01T00:00:00Z, ", "", "6:9 missing_field"},
      {", timezone: UTC", "", "6:9 missing_field"},
      {"window:", "mode: demo\nwindow:", "6:7 bad_mode"},
      {"window:", "generator: other\nwindow:", "6:12 bad_generator"},
      {"window:", "windows: 1\nwindow:", "6:1 unknown_field"},
      {"window:", "parametres: 1\nwindow:", "6:1 unknown_field"},
      {"outputs:\n  - {series: served}\n", "", "1:1 missing_field"},
      {"name: bins, ", "", "8:5 missing_field\n10:15 unknown_placeholder"},
      {"name: bins", "name: 1st", "8:12 bad_id\n10:15 unknown_placeholder"},
      {"name: gain", "name: bins", "9:12 duplicate_parameter\n13:46 unknown_placeholder"},
      {"type: integer", "type: int", "8:24 bad_parameter"},
      {"min: 1, max", "min: 200, max", "8:5 bad_parameter"},
      {"default: 4", "default: many", "8:42 bad_default"},
      {"default: 4", "default: 0", "8:42 bad_default"},
      {"default: 4", "default: 2.5", "8:42 bad_default"},
      {"min: 1", "minimun: 1", "8:45 unknown_field"},
      {"type: integer", "type: string", "8:5 bad_parameter"},
      {"type: integer", "type: integer, arrayOf: int", "8:42 bad_parameter"},
      {"min: 1", "step: 0, min: 1", "8:5 bad_parameter"},
      {"min: 1", "step: 0.5, min: 1", "8:5 bad_parameter"},
      {"min: 1", "step: some, min: 1", "8:51 wrong_type"},
      {"  title:", "  claim: " + std::string(61, 'x') + "\n  title:", "4:10 bad_claim"},
      {"  title:", "  whatIf: {parameters: {gain: 1}}\n  title:", "4:11 missing_field"},
      {"  title:", "  whatIf: {says: Less.}\n  title:", "4:11 missing_field"},
      {"  title:", "  whatIf: {says: Less., parameters: {gian: 1}}\n  title:", "4:38 bad_what_if"},
      {"  title:", "  whatIf: {says: Less., parameters: {gain: 9}}\n  title:", "4:44 bad_what_if"},
      {"  title:", "  whatIf: {says: Less., parameters: {gain: }}\n  title:", "4:44 bad_what_if"},
      {"  title:", "  whatIf: {saying: Less.}\n  title:",
       "4:11 missing_field\n4:11 missing_field\n4:12 unknown_field"},
      {"${bins}", "${bin}", "10:15 unknown_placeholder"},
      {"${gain}", "${Gain}", "13:46 unknown_placeholder"},
      {"{series: served}", "{\"${gain}\": served}", "15:6 placeholder_in_key"},
      {"  nodes:\n    - id: Desk\n      kind: service\n"
       "      semantics: {arrivals: demand, served: served}\n",
       "  nodes: []\n", "17:3 template_topology_missing"},
  };
  for (const Row& row : rows) {
    const auto read = read_template(with(kSmallTemplate, row.from, row.to), "t.yaml");
    EXPECT_EQ(places(read), row.places) << row.from << " -> " << row.to << "\n"
                                        << (read ? "" : to_text(read.problems(), "t.yaml"));
  }
}

TEST(ReadTemplate, TellsItsStory) {
  std::string text = with(kSmallTemplate, "  title:",
                          "  claim: Gäste warten\n  whatIf:\n    parameters: {gain: 1, bins: 8}\n"
                          "    says: Twice as many are served.\n  title:");
  text = with(text, "window:", "itemNoun: guests\nwindow:");
  text = with(text, "default: 0.5", "unit: per guest, step: 0.1, default: 0.5");
  const auto read = read_template(text, "t.yaml");
  ASSERT_TRUE(read) << to_text(read.problems(), "t.yaml");
  EXPECT_EQ(read->claim, "Gäste warten");
  EXPECT_EQ(read->item_noun, "guests");
  EXPECT_EQ(read->what_if->says, "Twice as many are served.");
  ASSERT_EQ(read->what_if->changes.size(), 2u);
  EXPECT_EQ(read->what_if->changes[0].name, "gain");
  EXPECT_EQ(read->what_if->changes[0].value, TemplateValue(1.0));
  EXPECT_EQ(read->what_if->changes[1].value, TemplateValue(std::int64_t{8}));
  EXPECT_EQ(read->find_parameter("gain")->unit, "per guest");
  EXPECT_EQ(read->find_parameter("gain")->step, 0.1);
  EXPECT_FALSE(read->find_parameter("bins")->step);
  EXPECT_TRUE(read_template(with(text, "Gäste warten", std::string(58, 'x') + "ää"), "t.yaml"));
}

TEST(ReadTemplate, ATopologyIsNeeded) {
  const std::string text = kSmallTemplate.substr(0, kSmallTemplate.find("topology:"));
  EXPECT_EQ(places(read_template(text, "t.yaml")), "1:1 template_topology_missing");
}

TEST(ReadTemplate, TellsEverythingAtOnce) {
  std::string text = with(kSmallTemplate, "1.0.0", "one");
  text = with(text, "default: 4", "default: four");
  text = with(text, "${gain}", "${gains}");
  const auto read = read_template(text, "t.yaml");
  EXPECT_EQ(places(read), "5:12 bad_version\n8:42 bad_default\n13:46 unknown_placeholder");
  EXPECT_EQ(read.problems().back().remedy, "Did you mean 'gain'?");
}

TEST(ReadTemplate, MetadataAndParametersAreReadAsWritten) {
  const std::string text = with(kSmallTemplate, "A small one", "costs ${nobody} knows");
  const auto read = read_template(text, "t.yaml");
  ASSERT_TRUE(read) << to_text(read.problems(), "t.yaml");
  EXPECT_EQ(read->title, "costs ${nobody} knows");
}

TEST(ParseTemplate, TakesPlaceholdersWithoutQuotesAnywhere) {
  const auto document = parse_template(
      "a: [${x}, $(y), ${x}]  # ${z}\nb: {c: ${x}, ${k}: \"$^ ${x}\"}\nd: ${x} and ${y}\n", "t");
  ASSERT_TRUE(document) << to_text(document.problems(), "t");
  const yaml::Value& a = *document->root.find("a");
  ASSERT_EQ(a.items.size(), 3u);
  EXPECT_EQ(a.items[0].scalar, "${x}");
  EXPECT_EQ(a.items[1].scalar, "$(y)");
  EXPECT_EQ(a.items[2].where, (SourcePos{1, 17}));
  EXPECT_EQ(document->root.find("b")->members[1].key, "${k}");
  EXPECT_EQ(document->root.find("b")->members[1].value.scalar, "$^ ${x}");
  EXPECT_EQ(document->root.find("d")->scalar, "${x} and ${y}");
  EXPECT_EQ(document->text.substr(0, 9), "a: [${x},");
  EXPECT_EQ(places(parse_template("a: [${x}\n", "t")), places(yaml::parse("a: [x\n", "t")));
}

TEST(ReadTemplate, WhatIsNoTemplateIsRefusedToo) {
  EXPECT_EQ(places(read_template("[1, 2]", "t.yaml")), "1:1 wrong_type");
  EXPECT_EQ(places(read_template("a: [", "t.yaml")), "2:1 yaml_syntax");
  EXPECT_EQ(places(read_template("", "t.yaml")), "1:1 yaml_empty");
}

}  // namespace
}  // namespace flowtime
