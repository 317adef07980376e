// Runs every kept input of a fuzzer: nothing that was found once comes back.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"

namespace flowtime::fuzz {

// Runs the files of a folder in order, and says which comes next, so that a crash
// names it. How many there are.
inline std::size_t run_all(const std::string& folder, void (*run)(std::string_view)) {
  namespace fs = std::filesystem;
  abort_on_check_failure();
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    std::cout << file.filename().string() << std::endl;
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    run(text);
  }
  return files.size();
}

}  // namespace flowtime::fuzz
