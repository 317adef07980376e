#include "run/run_identity.h"

#include <gtest/gtest.h>

#include "run/canonical_json.h"
#include "sys/ids.h"
#include "sys/memory_env.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

RunInputs picker() {
  RunInputs inputs;
  inputs.template_id = "warehouse-picker";
  inputs.template_version = "1.0.0";
  inputs.mode = "Telemetry";
  inputs.parameters = {{"title", "\"Warehouse Picker\""}, {"bins", "12"}, {"binSize", "60"}};
  inputs.telemetry_bindings = {{"served", "\"OrderService_served.csv\""},
                               {"arrivals", "\"OrderService_arrivals.csv\""}};
  return inputs;
}

TEST(InputHash, CanonicalFormSortsNamesAndLowersTheMode) {
  const auto text = canonical_inputs(picker());
  ASSERT_TRUE(text);
  EXPECT_EQ(*text,
            R"({"templateId":"warehouse-picker","templateVersion":"1.0.0","mode":"telemetry",)"
            R"("parameters":{"binSize":60,"bins":12,"title":"Warehouse Picker"},)"
            R"("telemetryBindings":{"arrivals":"OrderService_arrivals.csv",)"
            R"("served":"OrderService_served.csv"},"rng":{"kind":"pcg32","seed":123}})");
}

TEST(InputHash, KnownValues) {
  RunInputs seed42 = picker(), seed99 = picker(), served_v2 = picker();
  seed42.seed = 42;
  seed99.seed = 99;
  served_v2.telemetry_bindings[0].json = "\"OrderService_served_v2.csv\"";
  RunInputs simulation;
  simulation.template_id = "sim-order";
  simulation.template_version = "1.0.0";
  simulation.mode = "simulation";
  const struct {
    const RunInputs& in;
    std::string out;
  } rows[] = {
      {picker(), "sha256:e9af9ecec956f64724002040cbfe55ad5fa686eaf4ba67f6400b82a997e63e5c"},
      {seed42, "sha256:8c2c4b3653fda1b152777940622eba11e6b377b240e8e2283441eabbd01e5fb0"},
      {seed99, "sha256:897b095bb2348e7034840a51eb170ccdf0d986c86c6d1b8624bfd8ba54ee9cc9"},
      {served_v2, "sha256:ebc62207b613648d6daca4ad487664b86ba13e46e6dc9cba06ae5eace1df913f"},
      {simulation, "sha256:cd78e6a63952f711b6e62ad3c650f523258212890e2209126e1210994c295d27"},
  };
  for (const auto& row : rows) EXPECT_EQ(*input_hash(row.in), row.out);
}

TEST(CanonicalJson, Numbers) {
  const struct {
    double in;
    std::string out;
  } rows[] = {
      {0.30000000000000004, "0.30000000000000004"},
      {1.0 / 3, "0.3333333333333333"},
      {100, "100"},
      {1e15, "1E+15"},
      {123456789012345, "123456789012345"},
      {1234567890123456, "1234567890123456"},
      {1e16, "1E+16"},
      {1e-4, "0.0001"},
      {1e-5, "1E-05"},
      {5e-324, "5E-324"},
      {1.5e300, "1.5E+300"},
      {-0.25, "-0.25"},
      {-0.0, "-0"},
      {1.0, "1"},
      {123456789012345680.0, "1.2345678901234568E+17"},
  };
  for (const auto& row : rows) EXPECT_EQ(canonical_number(row.in), row.out);
}

TEST(CanonicalJson, Strings) {
  const struct {
    std::string in, out;
  } rows[] = {
      {"plain /text", "\"plain /text\""},
      {"a\"b", "\"a\\u0022b\""},
      {"<&>'+`", "\"\\u003C\\u0026\\u003E\\u0027\\u002B\\u0060\""},
      {"\\\n\r\t\b\f\x01\x7f", "\"\\\\\\n\\r\\t\\b\\f\\u0001\\u007F\""},
      {"\xc3\xa9", "\"\\u00E9\""},
      {"\xf0\x9f\x98\x80", "\"\\uD83D\\uDE00\""},
      {"\xff", "\"\\uFFFD\""},
  };
  for (const auto& row : rows) EXPECT_EQ(canonical_string(row.in), row.out);
}

TEST(CanonicalJson, ValuesOfEveryKind) {
  const struct {
    std::string in, out;
  } rows[] = {
      {"1.0", "1"},
      {"1e2", "100"},
      {"12345678901234567890", "12345678901234567890"},
      {"true", "true"},
      {"null", "null"},
      {"[ 1, 2.5, \"x\" ]", "[1,2.5,\"x\"]"},
      {"{\"b\":{\"z\":1,\"a\":2},\"B\":[]}", "{\"B\":[],\"b\":{\"a\":2,\"z\":1}}"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(*canonical_object({{"x", row.in}}), "{\"x\":" + row.out + "}");
}

// U+FF5E sorts behind U+1F600 in UTF-16 (D83D DE00), though not in UTF-8.
TEST(CanonicalJson, NamesSortByUtf16) {
  EXPECT_EQ(*canonical_object({{"\xef\xbd\x9e", "1"}, {"\xf0\x9f\x98\x80", "2"}, {"a", "3"}}),
            "{\"a\":3,\"\\uD83D\\uDE00\":2,\"\\uFF5E\":1}");
}

TEST(CanonicalJson, RefusalsNameTheMember) {
  const std::vector<std::string> texts{"", "abc", "{", "1 2", "nan", std::string(100, '[')};
  for (const std::string& text : texts) {
    const auto refused = canonical_object({{"good", "1"}, {"rate", text}});
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.problems()[0].code, "invalid_json");
    EXPECT_NE(refused.problems()[0].message.find("'rate'"), std::string::npos);
  }
}

TEST(ScenarioHash, TrimmedTextSeedAndBias) {
  const std::string text = "schemaVersion: 1\n";
  EXPECT_EQ(scenario_hash(text, {}, "expected"), sha256_tagged("schemaVersion: 1\nnull\nnull"));
  EXPECT_EQ(scenario_hash("\n " + text + " ", 42, "expected"),
            sha256_tagged("schemaVersion: 1\n42\nnull"));
  EXPECT_EQ(scenario_hash(text, 42, "sample"), sha256_tagged("schemaVersion: 1\n42\nnull\nsample"));
}

TEST(ContentHash, FollowsWhatCanChangeASeriesAndNothingElse) {
  const ContentInputs base{.text = "x",
                           .parameters = {{"a", "1"}, {"b", "2"}},
                           .capture_digests = {{"f.csv", "h1"}, {"g.csv", "h2"}},
                           .seed = 1};
  const std::string hash = *content_hash(base);
  ContentInputs same = base;
  same.parameters = {{"b", "2.0"}, {"a", "1"}};
  same.capture_digests = {{"g.csv", "h2"}, {"f.csv", "h1"}};
  EXPECT_EQ(*content_hash(same), hash);
  std::vector<ContentInputs> others(8, base);
  others[0].text = "y";
  others[1].parameters[0].json = "\"1\"";
  others[2].capture_digests[0].second = "h3";
  others[3].seed = 2;
  others[4].seed.reset();
  others[5].sampling = "sample";
  others[6].semantics_version = 2;
  others[7].thresholds["wait"].off = true;
  for (const ContentInputs& other : others) EXPECT_NE(*content_hash(other), hash);
  ContentInputs broken = base;
  broken.parameters[0].json = "{";
  EXPECT_FALSE(content_hash(broken));
}

std::string document_hash_of(const std::string& text) {
  const auto document = yaml::parse(text, "");
  EXPECT_TRUE(document);
  return document_hash(*document);
}

TEST(DocumentHash, IgnoresCommentsLayoutAndOrderOfKeys) {
  const std::string text = "grid: { bins: 3, binSize: 1 }\nvalues: [1, 2, 3]\n";
  EXPECT_EQ(document_hash_of("# leading\n" + text + "\n# trailing\n"), document_hash_of(text));
  EXPECT_EQ(document_hash_of("values:\n  - 1\n  - '2'\n  - 3\ngrid:\n  binSize: 1\n  bins: 3\n"),
            document_hash_of(text));
  EXPECT_NE(document_hash_of("grid: { bins: 3, binSize: 1 }\nvalues: [1, 2, 4]\n"),
            document_hash_of(text));
}

TEST(RunIds, TemplateIdsAreMadeSafe) {
  const struct {
    std::string in, out;
  } rows[] = {
      {"warehouse-picker", "warehouse-picker"},
      {"Warehouse Picker", "warehouse-picker"},
      {"a/b\\c", "a-b-c"},
      {"--a  --  b--", "a-b"},
      {"v1.2_x", "v1.2_x"},
      {"a..b", "a.b"},
      {"\xc3\xa9t\xc3\xa9", "t"},
      {"../..", ".-."},
      {"", "template"},
      {"///", "template"},
      {std::string(80, 'x'), std::string(50, 'x')},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(sanitised_template_id(row.in), row.out) << row.in;
    const std::string id = deterministic_run_id(row.in, sha256_tagged("x"));
    EXPECT_TRUE(is_id(id)) << id;
    EXPECT_TRUE(is_id(id + ".01234567")) << id;
  }
}

TEST(RunIds, Forms) {
  MemoryEnv env;
  const std::string random = random_run_id(env);
  EXPECT_EQ(random.substr(0, 21), "run_20260101T000000Z_");
  EXPECT_EQ(random.size(), 29u);
  EXPECT_NE(random, random_run_id(env));
  const std::string hash = "sha256:" + std::string(64, 'a');
  EXPECT_EQ(deterministic_run_id("My Shop", hash), "run_my-shop_" + std::string(64, 'a'));
  EXPECT_EQ(deterministic_run_id(hash), "run_deterministic_aaaaaaaa");
}

}  // namespace
}  // namespace flowtime
