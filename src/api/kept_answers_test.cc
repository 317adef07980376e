#include "api/kept_answers.h"

#include <gtest/gtest.h>

namespace flowtime::api {
namespace {

TEST(KeptAnswers, AreFoundByTheirKeyUntilTheyAreTooManyOrTooLarge) {
  KeptAnswers answers;
  EXPECT_EQ(answers.find("a"), nullptr);
  const auto kept = answers.keep("a", "one");
  EXPECT_EQ(answers.find("a"), kept);
  EXPECT_EQ(answers.find("a")->bytes(), "one");
  for (int i = 0; i < 63; ++i) answers.keep(std::to_string(i), "x");
  EXPECT_EQ(answers.find("a"), kept);  // and is now the last used
  answers.keep("more", "x");
  EXPECT_EQ(answers.find("0"), nullptr);
  EXPECT_EQ(answers.find("a"), kept);
  answers.keep("large", std::string(std::size_t{32} << 20, 'x'));
  EXPECT_EQ(answers.find("a"), nullptr);
  EXPECT_NE(answers.find("large"), nullptr);
  EXPECT_EQ(kept->bytes(), "one");  // who has it keeps it
}

}  // namespace
}  // namespace flowtime::api
