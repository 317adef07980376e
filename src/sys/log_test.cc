#include "sys/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "sys/memory_env.h"

namespace flowtime {
namespace {

TEST(LogLine, IsOneJsonObjectWithEscapedText) {
  struct Row {
    LogEvent in;
    std::string out;
  };
  const std::string start = R"({"time":"2026-01-01T00:00:00.000Z","level":)";
  const Row rows[] = {
      {{LogLevel::kInfo, 4001, "RunOrchestrationStart", {{"runId", "r1"}, {"dryRun", false}}},
       R"("info","eventId":4001,"event":"RunOrchestrationStart","runId":"r1","dryRun":false})"},
      {{LogLevel::kError, 4500, "Failed", {{"message", "a\"b\\c\nd\te\x01"}}},
       R"("error","eventId":4500,"event":"Failed","message":"a\"b\\c\nd\te\u0001"})"},
      {{LogLevel::kDebug, 1, "E", {{"ms", 0.5}, {"count", std::int64_t{-3}}, {"bad", 0.0 / 0.0}}},
       R"("debug","eventId":1,"event":"E","ms":0.5,"count":-3,"bad":null})"},
      {{LogLevel::kWarning, 2, "E", {{"level", "x"}, {"name", "\xc3\xa9\xff\xe2\x82"}}},
       "\"warning\",\"eventId\":2,\"event\":\"E\",\"level_\":\"x\","
       "\"name\":\"\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"}"},
  };
  for (const Row& row : rows) EXPECT_EQ(log_line(row.in, 1'767'225'600'000), start + row.out);
}

TEST(LogLine, TimeIsUtcAlsoBefore1970) {
  const LogEvent event{LogLevel::kInfo, 1, "E", {}};
  EXPECT_EQ(log_line(event, -1).substr(0, 34), R"({"time":"1969-12-31T23:59:59.999Z")");
}

TEST(MemoryLogSink, KeepsTheLastEvents) {
  MemoryLogSink sink(2);
  for (const int id : {1, 2, 3}) sink.write({LogLevel::kInfo, id, "E", {}});
  ASSERT_EQ(sink.events().size(), 2u);
  EXPECT_EQ(sink.events()[0].id, 2);
  EXPECT_EQ(sink.events()[1].id, 3);
}

TEST(LogLine, TellsTheTimeInUtc) {
  const std::pair<std::int64_t, const char*> rows[] = {
      {0, "1970-01-01T00:00:00.000Z"},
      {-1, "1969-12-31T23:59:59.999Z"},
      {951'827'696'789, "2000-02-29T12:34:56.789Z"},
      {4'102'444'799'999, "2099-12-31T23:59:59.999Z"}};
  for (const auto& [unix_ms, text] : rows) {
    EXPECT_EQ(log_line({}, unix_ms).substr(9, 24), text) << unix_ms;
  }
}

TEST(LineLogSink, WritesOneLinePerEventOfAtLeastTheLowestLevel) {
  int pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  MemoryEnv env;
  LineLogSink sink(env, pipe_ends[1], LogLevel::kWarning);
  sink.write({LogLevel::kInfo, 1, "Quiet", {}});
  sink.write({LogLevel::kError, 2, "Loud", {}});
  ::close(pipe_ends[1]);
  char text[256];
  const ssize_t used = ::read(pipe_ends[0], text, sizeof text);
  ::close(pipe_ends[0]);
  EXPECT_EQ(std::string(text, static_cast<std::size_t>(used)),
            "{\"time\":\"2026-01-01T00:00:00.000Z\",\"level\":\"error\",\"eventId\":2,"
            "\"event\":\"Loud\"}\n");
}

}  // namespace
}  // namespace flowtime
