// Replays tests/http/*.http. FT_UPDATE=1 writes what came into the files.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "http_fixture.h"
#include "http_transcript.h"

namespace flowtime::test {
namespace {

constexpr const char* kShownFields[] = {
    "Location",           "Allow",      "Retry-After",     "Content-Encoding", "ETag",
    "Preference-Applied", "Set-Cookie", "WWW-Authenticate"};

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// What differs from one replay to the next gets a fixed name.
std::string normalised(std::string text) {
  static const std::regex durations(R"re("durationsMs":\{[^}]*\})re");
  static const std::regex request_id(R"re("requestId":"[0-9a-f]{16}")re");
  static const std::regex random_run("run_20260101T000000Z_[0-9a-f]{8}");
  static const std::regex random_job("job_20260101T000000Z_[0-9a-f]{8}");
  static const std::regex duration(R"re("durationMs":[0-9.]+)re");
  text = std::regex_replace(text, duration, R"("durationMs":0)");
  text = std::regex_replace(text, durations, R"("durationsMs":"<ms>")");
  text = std::regex_replace(text, random_run, "run_<time>_<random>");
  text = std::regex_replace(text, random_job, "job_<time>_<random>");
  return std::regex_replace(text, request_id, R"("requestId":"<id>")");
}

std::string shown(const HttpAnswer& answer) {
  std::string text = "=> " + std::to_string(answer.status);
  if (const std::string type = answer.field("Content-Type"); !type.empty()) text += " " + type;
  text += "\n";
  for (const char* name : kShownFields) {
    const std::string value = answer.field(name);
    if (!value.empty()) text += std::string(name) + ": " + normalised(value) + "\n";
  }
  const bool is_json = answer.body.starts_with('{') || answer.body.starts_with('[');
  const std::string body = normalised(answer.body);
  text += is_json ? broken_into_lines(body) : body;
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

std::string body_of(const HttpExchange& exchange) {
  if (!exchange.body.starts_with("< ")) return exchange.body;
  return file_text(std::string(FT_SOURCE_DIR) + "/" + exchange.body.substr(2));
}

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(FT_SOURCE_DIR) + "/tests/http")) {
    if (entry.path().extension() == ".http") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class HttpTranscript : public HttpTest, public ::testing::WithParamInterface<std::string> {
 protected:
  // Everything but the lock that tells others that this process lives.
  std::map<std::string, std::string> stored() const {
    auto files = env_.files();
    std::erase_if(files, [](const auto& file) { return file.first.starts_with("locks/owner_"); });
    return files;
  }
  HttpAnswer answer_to(const HttpExchange& exchange) {
    for (const std::string& file : exchange.files) {
      const std::size_t space = file.find(' ');
      const std::string path = file.substr(0, space);
      EXPECT_TRUE(env_.make_directories(path.substr(0, path.rfind('/'))));
      env_.set_file(path, file.substr(space + 1) + "\n");
    }
    const auto before = stored();
    HttpAnswer answer = http_request(server_.port(), exchange.method, exchange.target,
                                     body_of(exchange), exchange.fields);
    // Whatever is refused leaves the data root as it was.
    if (answer.status >= 400) {
      EXPECT_EQ(stored(), before) << exchange.title;
    }
    return answer;
  }
};

TEST_P(HttpTranscript, AnswersAsWritten) {
  const std::string path = std::string(FT_SOURCE_DIR) + "/tests/http/" + GetParam() + ".http";
  const std::vector<HttpExchange> exchanges = parse_http_transcript(file_text(path));
  ASSERT_FALSE(exchanges.empty()) << path;
  const bool updates = std::getenv("FT_UPDATE") != nullptr;
  std::vector<std::string> answers;
  for (const HttpExchange& exchange : exchanges) {
    answers.push_back(shown(answer_to(exchange)));
    if (updates) continue;
    EXPECT_EQ(answers.back(), exchange.expected) << path << ":" << exchange.line;
  }
  if (updates) std::ofstream(path, std::ios::binary) << http_transcript_text(exchanges, answers);
}

INSTANTIATE_TEST_SUITE_P(Files, HttpTranscript, ::testing::ValuesIn(names()),
                         [](const auto& file) { return file.param; });

}  // namespace
}  // namespace flowtime::test
