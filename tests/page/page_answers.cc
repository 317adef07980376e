// What the page's functions say about documents, one line each, for comparison with the same
// functions in the module.
//
// usage: page_answers random COUNT FOLDER   write random models as FOLDER/<seed>.yaml
//        page_answers LIST                  LIST: lines "kind<TAB>path"
//
// A line: path, 16 digits of the hash of the answer to open, of that to evaluate, of all values, of
// some explanations.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

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

// Of the answer to open: the ids of its series.
std::vector<std::string> series_ids(std::string_view opened) {
  constexpr std::string_view kBegin = "\"series\":[", kId = "{\"id\":";
  std::vector<std::string> ids;
  const auto begin = opened.find(kBegin) + kBegin.size();
  opened = opened.substr(begin, opened.find("],\"nodes\"", begin) - begin);
  for (auto at = opened.find(kId); at != opened.npos; at = opened.find(kId, at + 1)) {
    const auto id = at + kId.size();  // with its quotes
    ids.emplace_back(opened.substr(id, opened.find(",\"unit\":", id) - id));
  }
  return ids;
}

std::uint64_t bins_of(std::string_view opened) {
  constexpr std::string_view kBins = "\"bins\":";
  return std::strtoull(opened.data() + opened.find(kBins) + kBins.size(), nullptr, 10);
}

std::string hash_of_rows(std::uint32_t handle, std::size_t series) {
  std::string hashes;
  for (std::uint32_t i = 0; i < series; ++i) {
    ft_page_row_hash(handle, i);
    hashes += answer();
  }
  return short_hash(hashes);
}

// Of as many series and bins as module.mjs asks for, at the same places.
std::string hash_of_explanations(std::uint32_t handle, const std::vector<std::string>& ids,
                                 std::uint64_t bins) {
  constexpr std::uint64_t kQuestions = 3;
  std::string hashes;
  for (std::uint64_t i = 0; i < kQuestions && !ids.empty(); ++i) {
    const std::string question = "{\"series\":" + ids[(i * 7919 + 5) % ids.size()] +
                                 ",\"bin\":" + std::to_string((i * 104729 + 11) % bins) + "}";
    ft_page_explain(handle, question.data(), static_cast<std::uint32_t>(question.size()));
    hashes += short_hash(answer());
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
    const std::vector<std::string> ids = series_ids(answer());
    const std::uint64_t bins = bins_of(answer());
    ft_page_evaluate(handle, "{}", 2);
    std::cout << ' ' << short_hash(answer()) << ' ' << hash_of_rows(handle, ids.size()) << ' '
              << hash_of_explanations(handle, ids, bins);
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
