// The corpora of what reads models, expressions and templates; examples and catalogue too.
#include "corpus.h"

#include <gtest/gtest.h>

#include "targets.h"
#include "template_target.h"

namespace flowtime::fuzz {
namespace {

TEST(Corpus, Models) { EXPECT_GE(run_all(FT_SOURCE_DIR "/fuzz/corpus/model", run_model), 20u); }
TEST(Corpus, Expressions) {
  EXPECT_GE(run_all(FT_SOURCE_DIR "/fuzz/corpus/expr", run_expression), 20u);
}
TEST(Corpus, Templates) {
  EXPECT_GE(run_all(FT_SOURCE_DIR "/fuzz/corpus/template", run_template), 12u);
}
TEST(Corpus, Catalogue) { EXPECT_GE(run_all(FT_SOURCE_DIR "/templates", run_template), 12u); }
TEST(Corpus, Examples) { EXPECT_GE(run_all(FT_SOURCE_DIR "/examples", run_model), 8u); }

}  // namespace
}  // namespace flowtime::fuzz
