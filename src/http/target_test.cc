#include "http/target.h"

#include <gtest/gtest.h>

namespace flowtime::http {
namespace {

using Segments = std::vector<std::string>;

TEST(Target, PathIsDecodedSegmentBySegment) {
  const struct {
    const char* target;
    Segments segments;
  } rows[] = {
      {"/", {}},
      {"/v1/runs", {"v1", "runs"}},
      {"/v1/runs/", {"v1", "runs"}},
      {"/v1/runs/a%20b", {"v1", "runs", "a b"}},
      {"/v1/runs/%e2%82%ac", {"v1", "runs", "€"}},
      {"/v1/runs/a+b", {"v1", "runs", "a+b"}},
      {"/v1/runs/%2e%2e/x", {"v1", "runs", "..", "x"}},
      {"/v1/runs/a%2Fb", {"v1", "runs", "a/b"}},
      {"/v1/runs/%252e", {"v1", "runs", "%2e"}},  // once, not twice
      {"/a//b", {"a", "", "b"}},
      {"http://host:80/v1?x=1", {"v1"}},
      {"http://host", {}},
  };
  for (const auto& row : rows) {
    const auto target = parse_target(row.target);
    ASSERT_TRUE(target.has_value()) << row.target;
    EXPECT_EQ(target->segments, row.segments) << row.target;
  }
}

TEST(Target, RefusesWhatIsNoPath) {
  for (const char* text : {"", "v1/runs", "*", "/a%", "/a%2", "/a%zz", "/a%00b", "/%", "/%ff",
                           "/%c0%ae", "/%ed%a0%80", "/%e2%82"}) {
    const auto target = parse_target(text);
    ASSERT_FALSE(target.has_value()) << text;
    EXPECT_EQ(target.problems().front().code, "invalid_path") << text;
  }
}

TEST(Target, QueryKeepsOrderAndEmptyValues) {
  const auto target = parse_target("/x?b=2&a=1+1&b=%263&c&=v&&d=[x]");
  ASSERT_TRUE(target.has_value());
  std::string text;
  for (const NamedText& pair : target->query) text += pair.name + "=" + pair.value + ";";
  EXPECT_EQ(text, "b=2;a=1 1;b=&3;c=;=v;d=[x];");
}

TEST(Target, RefusesABrokenQuery) {
  for (const char* text : {"/x?a=%", "/x?a=%0", "/x?%00=1"}) {
    const auto target = parse_target(text);
    ASSERT_FALSE(target.has_value()) << text;
    EXPECT_EQ(target.problems().front().code, "invalid_query") << text;
  }
}

}  // namespace
}  // namespace flowtime::http
