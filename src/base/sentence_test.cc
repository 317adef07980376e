#include "base/sentence.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

struct FormRow {
  const char* made_of;
  const char* read;
};

// The first letter is a capital unless something else than a letter comes first; the text ends with
// a full stop unless it ends a sentence already; what is a sentence stays as it is.
const FormRow kForms[] = {
    {"the file is empty", "The file is empty."},
    {"The file is empty.", "The file is empty."},
    {"'m.yaml' is empty", "'m.yaml' is empty."},
    {"3 bins are missing", "3 bins are missing."},
    {"--into needs FILE", "--into needs FILE."},
    {"did you mean 'a'?", "Did you mean 'a'?"},
    {"übrig", "übrig."},
    {"", ""},
};

TEST(Sentence, BeginsWithACapitalAndEndsWithAFullStop) {
  for (const FormRow& row : kForms) {
    const Sentence once(row.made_of);
    EXPECT_EQ(once, row.read);
    EXPECT_EQ(Sentence(std::string(once)), row.read) << "the second time";
  }
}

TEST(Sentence, OneThatIsReadBackStaysAsItIs) {
  EXPECT_EQ(Sentence::as_written("web fell behind at 12:00."), "web fell behind at 12:00.");
}

TEST(Sentence, IsPartOfAnotherWithoutItsStop) {
  EXPECT_EQ(Sentence("the file is empty").without_stop(), "The file is empty");
  EXPECT_EQ(Sentence("is it?").without_stop(), "Is it?");
  EXPECT_EQ(Sentence().without_stop(), "");
}

}  // namespace
}  // namespace flowtime
