#include "terminal/shell_word.h"

#include <gtest/gtest.h>

namespace flowtime::cli {
namespace {

TEST(ShellWord, QuotesWhatAShellWouldChange) {
  EXPECT_EQ(shell_word("a/b-c.yaml"), "a/b-c.yaml");
  EXPECT_EQ(shell_word("cap*=1.2"), "'cap*=1.2'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word(""), "''");
}

}  // namespace
}  // namespace flowtime::cli
