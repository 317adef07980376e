// The corpora of what reads models, expressions and templates; examples and catalogue too.
#include "corpus.h"

#include <gtest/gtest.h>

#include "measured_target.h"
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
TEST(Corpus, MeasuredTables) { EXPECT_GE(run_all(FT_SOURCE_DIR "/fuzz/corpus/csv", run_csv), 10u); }
TEST(Corpus, MeasuredMetrics) {
  EXPECT_GE(run_all(FT_SOURCE_DIR "/fuzz/corpus/prometheus", run_prometheus), 5u);
  EXPECT_GE(run_all(FT_SOURCE_DIR "/fuzz/corpus/openmetrics", run_open_metrics), 5u);
}
TEST(Corpus, MeasuredJsonLines) {
  EXPECT_GE(run_all(FT_SOURCE_DIR "/fuzz/corpus/jsonl", run_json_lines), 5u);
}
TEST(Corpus, Captures) {
  EXPECT_GE(run_all(FT_SOURCE_DIR "/fuzz/corpus/capture", run_capture), 5u);
}
TEST(Corpus, Catalogue) { EXPECT_GE(run_all(FT_SOURCE_DIR "/templates", run_template), 12u); }
TEST(Corpus, Examples) { EXPECT_GE(run_all(FT_SOURCE_DIR "/examples", run_model), 8u); }

}  // namespace
}  // namespace flowtime::fuzz
