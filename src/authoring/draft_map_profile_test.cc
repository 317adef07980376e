#include "authoring/draft_map_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "authoring/draft_store.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

MapProfileRequest request_for(const std::string& content) {
  MapProfileRequest request;
  request.source = {.type = "inline", .id = "shop", .content = content};
  request.node_id = "in";
  return request;
}
MapProfileRequest with_pmf(const std::string& content) {
  MapProfileRequest request = request_for(content);
  request.pmf = PmfShape{{1, 3}, {0.75, 0.25}};
  return request;
}
MapProfileRequest with_profile(const std::string& content) {
  MapProfileRequest request = request_for(content);
  request.profile = ProfileShape{.kind = "inline", .name = "", .weights = {0.5, 1.5}};
  return request;
}

// The new text, or the code of the first problem.
std::string mapped(const MapProfileRequest& request) {
  MemoryEnv env;
  const auto result = map_profile(env, request);
  return result ? result->content : result.problems().front().code;
}

constexpr const char* kPmfText = "pmf: {values: [1, 3], probabilities: [0.75, 0.25]}";

TEST(MapProfile, ABlockNodeBecomesAPmfAndAllElseStays) {
  EXPECT_EQ(mapped(with_pmf("# my template\n"
                            "grid: { bins: 2 }   # two\n"
                            "nodes:\n"
                            "  - id: in       # demand\n"
                            "    kind: const  # measured later\n"
                            "    values: [1,\n"
                            "      2]\n"
                            "\n"
                            "    # the other one\n"
                            "  - id: out\n"
                            "    kind: const\n"
                            "    values: [3]\n")),
            std::string("# my template\n"
                        "grid: { bins: 2 }   # two\n"
                        "nodes:\n"
                        "  - id: in       # demand\n"
                        "    kind: pmf  # measured later\n"
                        "    ") +
                kPmfText +
                "\n"
                "\n"
                "    # the other one\n"
                "  - id: out\n"
                "    kind: const\n"
                "    values: [3]\n");
}

TEST(MapProfile, AFlowNodeStaysOnItsLine) {
  EXPECT_EQ(mapped(with_pmf("nodes: [{id: in, kind: const, values: [1, 2]}, {id: b, kind: x}]\n")),
            std::string("nodes: [{id: in, kind: pmf, ") + kPmfText + "}, {id: b, kind: x}]\n");
  EXPECT_EQ(mapped(with_pmf("nodes:\n- {values: [1], kind: const, id: in, } # last\n")),
            std::string("nodes:\n- {kind: pmf, id: in, ") + kPmfText + ", } # last\n");
}

TEST(MapProfile, WhateverTheLayout) {
  const std::string pmf = kPmfText;
  const struct {
    std::string before, after;
  } rows[] = {
      // the member that goes stands first, or is a list in block style
      {"nodes:\n- values:\n  - 1\n  - 2\n  id: in\n  kind: const\n",
       "nodes:\n- id: in\n  kind: pmf\n  " + pmf + "\n"},
      {"nodes:\n- id: in\n  values:\n  - 1\n  # two\n  - 2\n  kind: const\ntopology: {}\n",
       "nodes:\n- id: in\n  kind: pmf\n  " + pmf + "\ntopology: {}\n"},
      // an expression over several lines
      {"nodes:\n  - id: in\n    kind: expr\n    expr: >-\n      a +\n      b\n",
       "nodes:\n  - id: in\n    kind: pmf\n    " + pmf + "\n"},
      // a former pmf in block style is replaced in its place
      {"nodes:\n  - id: in\n    pmf:\n      values: [9]\n      probabilities: [1]\n    kind: pmf\n",
       "nodes:\n  - id: in\n    " + pmf + "\n    kind: pmf\n"},
      // no line break at the end, CRLF, quotes, letters beyond ASCII, a BOM
      {"nodes:\n- id: 'in'\n  kind: \"const\"", "nodes:\n- id: 'in'\n  kind: pmf\n  " + pmf},
      {"nodes:\r\n- id: in\r\n  kind: const\r\n  values: [1]\r\nx: 1\r\n",
       "nodes:\r\n- id: in\r\n  kind: pmf\r\n  " + pmf + "\r\nx: 1\r\n"},
      {"nodes: [{note: \"\xC3\xA9, }\", id: in, kind: const}]",
       "nodes: [{note: \"\xC3\xA9, }\", id: in, kind: pmf, " + pmf + "}]"},
      {"\xEF\xBB\xBFnodes: [{id: in, kind: const}]",
       "\xEF\xBB\xBFnodes: [{id: in, kind: pmf, " + pmf + "}]"},
      // an apostrophe within a word opens no quote
      {"nodes: [{id: in, note: it's, kind: const, values: [1]}]",
       "nodes: [{id: in, note: it's, kind: pmf, " + pmf + "}]"},
      // a dash alone on its line, end marks
      {"nodes:\n  -\n    id: in\n    kind: const\n  -\n    id: b\n...\n",
       "nodes:\n  -\n    id: in\n    kind: pmf\n    " + pmf + "\n  -\n    id: b\n...\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(mapped(with_pmf(row.before)), row.after) << row.before;
}

TEST(MapProfile, AProfileShapesAPmf) {
  const std::string text =
      "nodes:\n- id: in\n  kind: pmf\n  pmf: {values: [2], probabilities: [1]}\n";
  EXPECT_EQ(mapped(with_profile(text)), text + "  profile: {kind: inline, weights: [0.5, 1.5]}\n");
  MapProfileRequest builtin = request_for(text);
  builtin.profile = ProfileShape{.kind = "builtin", .name = "three-shift", .weights = {}};
  EXPECT_EQ(mapped(builtin), text + "  profile: {kind: builtin, name: \"three-shift\"}\n");
  MapProfileRequest both = with_pmf("nodes: [{id: in, kind: const}]");
  both.profile = ProfileShape{.kind = "inline", .name = "", .weights = {1}};
  EXPECT_EQ(mapped(both), std::string("nodes: [{id: in, kind: pmf, ") + kPmfText +
                              ", profile: {kind: inline, weights: [1]}}]");
}

TEST(MapProfile, WhereItCameFromGoesIntoTheMetadata) {
  MapProfileRequest request = with_pmf("nodes:\n- id: in\n  kind: const\n");
  request.provenance = {{"source", "shop \"east\""}, {"fitted at", "2026"}};
  EXPECT_EQ(mapped(request),
            std::string("nodes:\n- id: in\n  kind: pmf\n  ") + kPmfText +
                "\n  metadata: {source: \"shop \\\"east\\\"\", \"fitted at\": \"2026\"}\n");
  request.source.content =
      "nodes:\n- id: in\n  kind: const\n  metadata:\n    source: old # where\n    owner: ops\n";
  EXPECT_EQ(mapped(request),
            std::string("nodes:\n- id: in\n  kind: pmf\n  metadata:\n"
                        "    source: \"shop \\\"east\\\"\" # where\n    owner: ops\n"
                        "    \"fitted at\": \"2026\"\n  ") +
                kPmfText + "\n");
}

TEST(MapProfile, AStoredDraftIsChanged) {
  MemoryEnv env;
  ASSERT_TRUE(create_draft(
      env, {.id = "d", .content = "nodes: [{id: in, kind: const}]", .metadata_json = {}}, false));
  MapProfileRequest request = with_pmf("");
  request.source = {.type = "draftId", .id = "d", .content = {}};
  request.detail = DetailLevel::kExpert;
  const auto result = map_profile(env, request);
  ASSERT_TRUE(result);
  EXPECT_EQ(read_draft(env, "d")->content, result->content);
  EXPECT_THAT(to_json(*result),
              ::testing::StartsWith(R"({"draftId":"d","nodeId":"in","content":)"));
  EXPECT_THAT(to_json(*result),
              ::testing::EndsWith(R"("diagnostics":{"stored":true,"kindBefore":"const",)"
                                  R"("changed":["kind","pmf"]}})"));
}

TEST(MapProfile, Refuses) {
  const std::string plain = "nodes: [{id: in, kind: const}]";
  MapProfileRequest request = with_pmf(plain);
  request.node_id = "nobody";
  EXPECT_EQ(mapped(request), "node_not_found");
  request.node_id = "";
  EXPECT_EQ(mapped(request), "node_id_missing");
  EXPECT_EQ(mapped(request_for(plain)), "profile_or_pmf_missing");
  EXPECT_EQ(mapped(with_profile(plain)), "profile_needs_pmf");
  EXPECT_EQ(mapped(with_pmf("nodes: [{id: in, kind: router}]")), "node_kind_not_mappable");
  EXPECT_EQ(mapped(with_pmf("nodes: [")), "yaml_syntax");
  EXPECT_EQ(mapped(with_pmf("nodes: 3")), "node_not_found");
  // What an alias stands for belongs to two nodes.
  EXPECT_EQ(mapped(with_pmf("a: &n {id: in, kind: const}\nnodes: [*n]\n")), "draft_layout");
}

TEST(MapProfile, ASourceIsInlineOrStored) {
  const auto code = [](DraftSource source) {
    MapProfileRequest request = with_pmf("");
    request.source = std::move(source);
    return mapped(request);
  };
  EXPECT_EQ(code({}), "source_type_missing");
  EXPECT_EQ(code({.type = "git", .id = {}, .content = {}}), "source_type_unknown");
  EXPECT_EQ(code({.type = "inline", .id = "", .content = "x"}), "source_id_missing");
  EXPECT_EQ(code({.type = "inline", .id = "x", .content = ""}), "source_content_missing");
  EXPECT_EQ(code({.type = "inline", .id = "a/b", .content = "x"}), "invalid_id");
  EXPECT_EQ(code({.type = "draftId", .id = "", .content = {}}), "source_id_missing");
  EXPECT_EQ(code({.type = "draftId", .id = "nobody", .content = {}}), "draft_not_found");
}

}  // namespace
}  // namespace flowtime
