// What the page's functions say about documents, one line each, for comparison with the same
// functions in the module.
//
// usage: page_answers random COUNT FOLDER   write random models as FOLDER/<seed>.yaml
//        page_answers LIST                  LIST: lines "kind<TAB>path"
//
// A line: path, 16 digits of the hash of the answer to open, of that to evaluate, of all values.
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include "base/portable_sha256.h"
#include "page/module.h"
#include "support/random_model.h"

namespace {

using flowtime::portable_sha256_hex;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string_view answer() { return {ft_page_answer(), ft_page_answer_bytes()}; }
std::string short_hash(std::string_view text) { return portable_sha256_hex(text).substr(0, 16); }

std::uint32_t count_of(std::string_view text, std::string_view part) {
  std::uint32_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// Series of the answer to open: each has one "unit".
std::uint32_t series_count(std::string_view opened) {
  const auto begin = opened.find("\"series\":[");
  return count_of(opened.substr(begin, opened.find("],\"nodes\"", begin) - begin), "\"unit\":");
}

std::string hash_of_rows(std::uint32_t handle, std::uint32_t series) {
  std::string hashes;
  for (std::uint32_t i = 0; i < series; ++i) {
    ft_page_row_hash(handle, i);
    hashes += answer();
  }
  return short_hash(hashes);
}

void tell(const std::string& kind, const std::string& path) {
  const std::string text = read_file(path);
  const std::string request = "{\"kind\":\"" + kind + "\"}";
  const std::uint32_t handle =
      ft_page_open(text.data(), static_cast<std::uint32_t>(text.size()), request.data(),
                   static_cast<std::uint32_t>(request.size()));
  std::cout << path << ' ' << short_hash(answer());
  if (handle != 0) {
    const std::uint32_t series = series_count(answer());
    ft_page_evaluate(handle, "{}", 2);
    std::cout << ' ' << short_hash(answer()) << ' ' << hash_of_rows(handle, series);
    ft_page_close(handle);
  }
  std::cout << '\n';
}

void write_random(int count, const std::string& folder) {
  for (int seed = 1; seed <= count; ++seed) {
    const auto options = flowtime::tests::options_of_seed(static_cast<std::uint64_t>(seed));
    std::ofstream(folder + "/" + std::to_string(seed) + ".yaml")
        << flowtime::tests::random_model(options);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "random") {
    write_random(std::stoi(argv[2]), argv[3]);
    return 0;
  }
  if (argc != 2) return 2;
  std::ifstream list(argv[1]);
  for (std::string line; std::getline(list, line);) {
    const auto tab = line.find('\t');
    tell(line.substr(0, tab), line.substr(tab + 1));
  }
}
