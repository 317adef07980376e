#include "sys/ids.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TEST(Ids, GrammarOfPathParts) {
  const struct {
    std::string in;
    bool out;
  } rows[] = {
      {"a", true},         {"run_20260101T000000Z_0123abcd", true},
      {"9.9-9_9", true},   {std::string(128, 'x'), true},
      {"", false},         {std::string(129, 'x'), false},
      {".hidden", false},  {"-x", false},
      {"_x", false},       {"a/b", false},
      {"a..b", false},     {"..", false},
      {"a b", false},      {"a\\b", false},
      {"\xc3\xa9", false}, {std::string("a\0b", 3), false},
      {"a\n", false},      {"a:b", false},
  };
  for (const auto& row : rows) EXPECT_EQ(is_id(row.in), row.out) << row.in;
}

TEST(Ids, RefusalNamesTheIdAndTheRule) {
  const Result<Done> checked = check_id("../x", "run id");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.problems()[0].code, "invalid_id");
  EXPECT_EQ(checked.problems()[0].message, "'../x' is not a valid run id.");
  EXPECT_NE(checked.problems()[0].remedy.find("without '..'"), std::string::npos);
}

}  // namespace
}  // namespace flowtime
