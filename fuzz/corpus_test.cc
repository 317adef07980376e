// Runs every kept input of the fuzzers: nothing that was found once comes back.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "http_target.h"
#include "targets.h"
#include "template_target.h"

namespace flowtime::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> inputs(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(FT_SOURCE_DIR "/" + folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Says which file comes next, so that a crash names it.
std::size_t run_all(const std::string& folder, void (*run)(std::string_view)) {
  abort_on_check_failure();
  const std::vector<fs::path> files = inputs(folder);
  for (const fs::path& file : files) {
    std::cout << file.filename().string() << std::endl;
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    run(text);
  }
  return files.size();
}

TEST(Corpus, Models) { EXPECT_GE(run_all("fuzz/corpus/model", run_model), 20u); }
TEST(Corpus, Expressions) { EXPECT_GE(run_all("fuzz/corpus/expr", run_expression), 20u); }
TEST(Corpus, Templates) { EXPECT_GE(run_all("fuzz/corpus/template", run_template), 12u); }
TEST(Corpus, Catalogue) { EXPECT_GE(run_all("templates", run_template), 12u); }
TEST(Corpus, Requests) { EXPECT_GE(run_all("fuzz/corpus/http", run_http), 20u); }
TEST(Corpus, Examples) { EXPECT_GE(run_all("examples", run_model), 8u); }

}  // namespace
}  // namespace flowtime::fuzz
