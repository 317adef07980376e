// The corpus of what reads requests; apart, because it needs the whole server.
#include <gtest/gtest.h>

#include "corpus.h"
#include "http_target.h"
#include "session_target.h"

namespace flowtime::fuzz {
namespace {

TEST(Corpus, Requests) { EXPECT_GE(run_all(FT_SOURCE_DIR "/fuzz/corpus/http", run_http), 20u); }

TEST(Corpus, Sessions) {
  EXPECT_GE(run_all(FT_SOURCE_DIR "/fuzz/corpus/session", run_session), 20u);
}

}  // namespace
}  // namespace flowtime::fuzz
