// docs/http/*.http: every request is sent to a real server and has the status it promises.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "http_client.h"
#include "http_server.h"
#include "sys/memory_env.h"

namespace flowtime::test {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

struct Sample {
  int line = 0, status = 0;
  std::string title{}, name{}, method{}, target{}, body{};
  std::vector<std::string> fields{};
};

const std::string& base_hole() {
  static const std::string kHole = "{{base}}";
  return kHole;
}

void read_line(Sample& sample, const std::string& line, bool& in_body) {
  if (in_body) {
    sample.body += line + "\n";
  } else if (line.starts_with("# @name ")) {
    sample.name = line.substr(8);
  } else if (line.starts_with("# expect ")) {
    sample.status = std::atoi(line.c_str() + 9);
  } else if (line.starts_with("#")) {
    return;
  } else if (sample.method.empty()) {
    const std::size_t space = line.find(' ');
    if (space == std::string::npos) return;
    sample.method = line.substr(0, space);
    sample.target = line.substr(space + 1);
  } else if (line.empty()) {
    in_body = true;
  } else {
    sample.fields.push_back(line);
  }
}

std::vector<Sample> samples_of(const fs::path& file) {
  std::vector<Sample> samples;
  std::ifstream in(file);
  bool in_body = false;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("### ")) {
      samples.push_back({.line = number, .title = line.substr(4)});
      in_body = false;
    } else if (!samples.empty()) {
      read_line(samples.back(), line, in_body);
    }
  }
  return samples;
}

// {{name.response.body.$.a.b}} -> the member of what `name` was answered.
std::string resolved(std::string text, const std::map<std::string, Json>& answers) {
  const std::string middle = ".response.body.$.";
  for (std::size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{")) {
    const std::size_t end = text.find("}}", at);
    const std::string hole = text.substr(at + 2, end - at - 2);
    const std::size_t split = hole.find(middle);
    std::string value = "unresolved-" + hole;
    if (split != std::string::npos && answers.contains(hole.substr(0, split))) {
      std::string pointer = "/" + hole.substr(split + middle.size());
      std::replace(pointer.begin(), pointer.end(), '.', '/');
      value = answers.at(hole.substr(0, split)).value(Json::json_pointer(pointer), value);
    }
    text.replace(at, end + 2 - at, value);
  }
  return text;
}

void run_samples(const fs::path& file) {
  MemoryEnv env;
  MemoryLogSink log;
  HttpServer server{ServeSettings{.env = env, .log = log}};
  std::map<std::string, Json> answers;
  const std::vector<Sample> samples = samples_of(file);
  ASSERT_FALSE(samples.empty()) << file;
  for (const Sample& sample : samples) {
    const std::string place = file.filename().string() + ":" + std::to_string(sample.line);
    ASSERT_NE(sample.status, 0) << place << " says not what to expect";
    ASSERT_TRUE(sample.target.starts_with(base_hole())) << place;
    std::vector<std::string> fields;
    for (const std::string& field : sample.fields) fields.push_back(resolved(field, answers));
    const HttpAnswer answer = http_request(
        server.port(), sample.method, resolved(sample.target.substr(base_hole().size()), answers),
        resolved(sample.body, answers), fields);
    EXPECT_EQ(answer.status, sample.status) << place << " " << sample.title << "\n" << answer.body;
    if (!sample.name.empty()) answers[sample.name] = Json::parse(answer.body, nullptr, false);
  }
}

TEST(Samples, EveryRequestHasTheStatusItPromises) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(FT_SOURCE_DIR) / "docs" / "http")) {
    if (entry.path().extension() == ".http") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  ASSERT_GE(files.size(), 9u);
  for (const fs::path& file : files) run_samples(file);
}

}  // namespace
}  // namespace flowtime::test
