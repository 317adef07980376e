// A model text with one token removed or doubled is refused with a place, or runs. It never
// crashes, and no check of ours fails.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "laws/law.h"
#include "series/pcg32.h"

namespace flowtime::tests {
namespace {

struct Token {
  std::size_t begin = 0, end = 0;
};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

// Words, runs of blanks, line ends, and every other character alone.
std::vector<Token> tokens_of(const std::string& text) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && is_word(text[i]) && is_word(text[end])) ++end;
    while (end < text.size() && text[i] == ' ' && text[end] == ' ') ++end;
    tokens.push_back({i, end});
    i = end;
  }
  return tokens;
}

struct Mutant {
  std::string text, what;  // `what` says which token was removed or doubled
};

Mutant mutant_of(const std::string& text, const std::vector<Token>& tokens, Pcg32& random) {
  const auto pick =
      static_cast<std::size_t>(random.next_int(0, static_cast<std::int64_t>(tokens.size())));
  const Token token = tokens[pick];
  const std::string word = text.substr(token.begin, token.end - token.begin);
  const std::string before = text.substr(0, token.begin), after = text.substr(token.end);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::string place =
      " '" + word + "' at byte " + std::to_string(token.begin) + ", line " + std::to_string(line);
  if (random.next_int(0, 2) == 0) return {before + word + word + after, "doubled" + place};
  return {before + after, "removed" + place};
}

bool every_problem_has_a_place(const Problems& problems) {
  for (const Problem& problem : problems) {
    if (problem.where.line < 1 || problem.where.column < 1 || problem.code.empty()) return false;
  }
  return !problems.empty();
}

enum class Fate { kRefused, kRan, kTooLarge };

Fate fate_of_document(const std::string& text) {
  const ReadOutcome read = read_text(text);
  if (!read.model) {
    EXPECT_TRUE(every_problem_has_a_place(read.problems)) << to_text(read.problems, "mutant");
    return Fate::kRefused;
  }
  // A doubled number of bins is legal, and long to evaluate.
  if (read.model->grid.bins > 10'000) return Fate::kTooLarge;
  const Result<Compiled> compiled = compile_model(*read.model);
  if (!compiled) {
    EXPECT_TRUE(every_problem_has_a_place(compiled.problems()))
        << to_text(compiled.problems(), "mutant");
    return Fate::kRefused;
  }
  evaluate_all(compiled.value().plan);
  return Fate::kRan;
}

Fate fate_of(const Mutant& mutant) {
  SCOPED_TRACE(mutant.what);
  try {
    return fate_of_document(mutant.text);
  } catch (const std::exception& defect) {
    ADD_FAILURE() << "threw " << defect.what();
    return Fate::kRefused;
  }
}

TEST(MutationLaw, AModelWithOneTokenMoreOrLessIsRefusedWithAPlaceOrRuns) {
  int refused = 0, ran = 0;
  for_each_seed([&](std::uint64_t seed) {
    Pcg32 random = Pcg32::seeded(seed);
    RandomModelOptions options = options_of_seed(seed);
    options.bins = std::min(options.bins, 12);
    const std::string text = random_model(options);
    const std::vector<Token> tokens = tokens_of(text);
    const int mutants = long_run() ? 30 : 10;
    for (int i = 0; i < mutants; ++i) {
      const Fate fate = fate_of(mutant_of(text, tokens, random));
      refused += fate == Fate::kRefused;
      ran += fate == Fate::kRan;
    }
  });
  if (seeds().size() == 1) return;
  EXPECT_GT(refused, 0);
  EXPECT_GT(ran, 0);
}

}  // namespace
}  // namespace flowtime::tests
