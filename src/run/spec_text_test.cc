#include "run/spec_text.h"

#include <gtest/gtest.h>

#include "run/bundle_test_support.h"
#include "run/run_identity.h"
#include "run/series_naming.h"
#include "text/yaml_emitter.h"

namespace flowtime {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string without_provenance_lines(const std::string& text) {
  return text.substr(0, text.find("provenance:"));
}

std::string stored(const std::string& text) {
  const auto document = yaml::parse(text, "");
  EXPECT_TRUE(document) << text;
  return stored_model_text(*document);
}

TEST(StoredModelText, KeepsEveryByteButTheProvenanceBlock) {
  EXPECT_EQ(stored(kShopModel), without_provenance_lines(kShopModel));
  const struct {
    std::string in, out;
  } rows[] = {
      {"a: 1\n# end", "a: 1\n# end"},
      {"\xef\xbb\xbf"
       "a: 1\r\nb: 2\r\n",
       "a: 1\r\nb: 2\r\n"},
      {"provenance:\n  generator: x\na: 1\n", "a: 1\n"},
      {"\xef\xbb\xbf"
       "provenance: {}\na: 1\n",
       "a: 1\n"},
      {"a: 1\nprovenance:\n  x: 1\n\n  y: 2\nb: 2\n", "a: 1\nb: 2\n"},
      {"a: 1\r\nprovenance: { x: 1 }\r\n", "a: 1\r\n"},
      {"a: { provenance: 1 }\n", "a: { provenance: 1 }\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(stored(row.in), row.out) << row.in;
}

TEST(StoredModelText, LayoutsThatAllowNoCutAreWrittenAnew) {
  const struct {
    std::string in, out;
  } rows[] = {
      {"{a: 1, provenance: {x: 1}, b: [1, 2]}", "{a: 1, b: [1, 2]}"},
      {"provenance: { x: &x 5 }\na: *x\n", "a: 5\n"},
      {"\"provenance\": { x: 1 }\na: 1\n", "a: 1\n"},
  };
  for (const auto& row : rows) {
    const auto expected = yaml::parse(row.out, "");
    EXPECT_EQ(stored(row.in), yaml::emit(expected->root)) << row.in;
  }
}

std::string spec_of(const Prepared& run) {
  const auto paths = csv_paths(run.model, run.series);
  EXPECT_TRUE(paths);
  return spec_text(run.document, run.model, run.series, series_places(run.series, *paths, true));
}

TEST(SpecText, BindsSemanticsAndKeepsEverythingElse) {
  const auto run = prepare_shop();
  std::string expected = without_provenance_lines(kShopModel);
  expected = replaced(expected, "arrivals: visitors        #",
                      "arrivals: file:../series.csv#visitors@VISITORS@DEFAULT        #");
  expected = replaced(expected, "served: \"served\"",
                      "served: \"file:../series.csv#served@SERVED@DEFAULT\"");
  expected = replaced(expected, "capacity: till_capacity",
                      "capacity: file:../series.csv#till_capacity@TILL_CAPACITY@DEFAULT");
  expected = replaced(expected, "arrivals: visitors, served: visitors",
                      "arrivals: file:../series.csv#visitors@VISITORS@DEFAULT, "
                      "served: file:../series.csv#visitors@VISITORS@DEFAULT");
  EXPECT_EQ(spec_of(*run), expected);
  const auto again = yaml::parse(spec_of(*run), "");
  ASSERT_TRUE(again);
  const auto& semantics = *again->root.find("topology")->find("nodes")->items[0].find("semantics");
  EXPECT_EQ(semantics.find("served")->scalar, "file:../series.csv#served@SERVED@DEFAULT");
}

const char* const kHead =
    "schemaVersion: 1\ngrid: { bins: 2, binSize: 1, binUnit: hours }\n"
    "nodes:\n  - { id: a, kind: const, values: [1, 2] }\n"
    "  - { id: s, kind: const, values: [1, 2] }\n"
    "topology:\n  nodes:\n";

TEST(SpecText, PrefixesClassesSelfAndFilesAreBoundByWhatTheyMean) {
  const auto run =
      prepare(std::string("classes: [{ id: Gold }]\n") + kHead +
                  "    - { id: N, kind: serviceWithBuffer, semantics: { arrivals: 'series:a', "
                  "served: s@Gold, queueDepth: self, errors: 'file:x.csv' } }\n",
              {"n_queue"});
  run->series = SeriesCatalog();
  for (const char* id : {"a", "s", "s@Gold", "n_queue"}) add_series(run->series, id);
  const std::string text = spec_of(*run);
  EXPECT_NE(text.find("arrivals: 'file:../series.csv#a@A@DEFAULT', "), std::string::npos) << text;
  EXPECT_NE(text.find("served: file:../series.csv#s@S@Gold, "), std::string::npos) << text;
  EXPECT_NE(text.find("queueDepth: file:../series.csv#n_queue@N_QUEUE@DEFAULT, "),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("errors: 'file:x.csv'"), std::string::npos) << text;
}

TEST(SpecText, ADocumentWithAnchorsIsWrittenAnewWithoutTouchingWhatTheyName) {
  const auto run = prepare(
      std::string(kHead) +
      "    - { id: N, kind: service, semantics: { arrivals: &x a, served: s } }\n"
      "    - { id: M, kind: service, group: *x, semantics: { arrivals: *x, served: s } }\n");
  const auto again = yaml::parse(spec_of(*run), "");
  ASSERT_TRUE(again);
  const auto& nodes = again->root.find("topology")->find("nodes")->items;
  EXPECT_EQ(nodes[1].find("group")->scalar, "a");
  for (const yaml::Value& node : nodes) {
    EXPECT_EQ(node.find("semantics")->find("arrivals")->scalar, "file:../series.csv#a@A@DEFAULT");
  }
}

TEST(SpecText, WithoutPlacesTheReferencesStay) {
  const auto run = prepare_shop();
  const std::vector<std::string> none(run->series.size());
  EXPECT_EQ(spec_text(run->document, run->model, run->series, none),
            without_provenance_lines(kShopModel));
}

}  // namespace
}  // namespace flowtime
