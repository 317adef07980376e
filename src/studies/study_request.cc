#include "studies/study_request.h"

#include <array>

#include "base/ascii.h"
#include "base/number_text.h"
#include "whatif/knob.h"

namespace flowtime::studies {
namespace {

constexpr std::array kKinds{StudyKind::kSweep,    StudyKind::kSensitivity, StudyKind::kGoalSeek,
                            StudyKind::kOptimize, StudyKind::kMorris,      StudyKind::kSobol,
                            StudyKind::kEnsemble, StudyKind::kSuggest};

struct DistributionRow {
  Distribution::Kind kind;
  std::string_view name;
  std::size_t numbers;
};
constexpr DistributionRow kDistributions[] = {
    {Distribution::Kind::kUniform, "uniform", 2},
    {Distribution::Kind::kNormal, "normal", 2},
    {Distribution::Kind::kLognormal, "lognormal", 2},
    {Distribution::Kind::kTriangular, "triangular", 3},
};

Problem syntax(std::string_view text, const std::string& message) {
  return {.code = "vary_syntax",
          .message = "'" + std::string(text) + "' cannot be read: " + message,
          .remedy =
              "Write id=60..96, id=60..96/12 (12 values), id=60,72,84, id*=0.8..1.2 or "
              "id~normal(72,5)."};
}

Problem out_of_order(std::string_view text) {
  return {.code = "vary_range",
          .message = "the range of '" + std::string(text) + "' does not end above its beginning",
          .remedy = "Write the smaller number first."};
}

Result<std::vector<double>> numbers_in(std::string_view list, std::string_view whole) {
  std::vector<double> numbers;
  while (true) {
    const std::size_t comma = list.find(',');
    const std::string_view part = trimmed(list.substr(0, comma));
    const auto number = parse_number(part);
    if (!number) return syntax(whole, "'" + std::string(part) + "' is not a number");
    numbers.push_back(*number);
    if (comma == std::string_view::npos) return numbers;
    list.remove_prefix(comma + 1);
  }
}

Result<Done> read_range(std::string_view text, std::size_t dots, std::string_view whole,
                        Vary& vary) {
  std::string_view end = text.substr(dots + 2);
  const std::size_t slash = end.find('/');
  if (slash != std::string_view::npos) {
    const auto points = parse_integer(trimmed(end.substr(slash + 1)));
    if (!points || *points < 1) {
      return syntax(whole, "the number of values after / is not a whole number above 0");
    }
    vary.points = *points;
    end = end.substr(0, slash);
  }
  const auto lo = parse_number(trimmed(text.substr(0, dots))), hi = parse_number(trimmed(end));
  if (!lo || !hi) return syntax(whole, "the ends of the range are not two numbers");
  if (!(*lo < *hi)) return out_of_order(whole);
  vary.range = Interval{*lo, *hi};
  return Done{};
}

// What is wrong with the numbers; nothing where they are fine.
std::optional<Problem> wrong_numbers(const Distribution& distribution, std::string_view whole) {
  const std::vector<double>& n = distribution.numbers;
  const auto refuse = [&](bool is_fine, const char* message,
                          const char* remedy) -> std::optional<Problem> {
    if (is_fine) return std::nullopt;
    return Problem{.code = "vary_range",
                   .message = "'" + std::string(whole) + "' cannot be used: " + message,
                   .remedy = remedy};
  };
  switch (distribution.kind) {
    case Distribution::Kind::kUniform:
      if (n[0] < n[1]) return std::nullopt;
      return out_of_order(whole);
    case Distribution::Kind::kNormal:
      return refuse(n[1] > 0, "the standard deviation is not above 0",
                    "Write the mean, then the standard deviation: normal(72,5).");
    case Distribution::Kind::kLognormal:
      return refuse(n[0] > 0 && n[1] > 0,
                    "the mean and the standard deviation are not both above 0",
                    "Write those of the values, not of their logarithms: lognormal(72,5).");
    case Distribution::Kind::kTriangular:
      return refuse(n[0] <= n[1] && n[1] <= n[2] && n[0] < n[2], "the three numbers do not rise",
                    "Write the least, the most likely and the greatest: triangular(60,72,80).");
  }
  return std::nullopt;
}

Result<Distribution> distribution_in(std::string_view text, std::string_view whole) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || text.back() != ')') {
    return syntax(whole, "there is no distribution after '~'");
  }
  const std::string_view name = trimmed(text.substr(0, open));
  for (const DistributionRow& row : kDistributions) {
    if (row.name != name) continue;
    FT_TRY(std::vector<double> numbers,
           numbers_in(text.substr(open + 1, text.size() - open - 2), whole));
    if (numbers.size() != row.numbers) {
      return syntax(whole, "'" + std::string(name) + "' takes " + std::to_string(row.numbers) +
                               " numbers; " + std::to_string(numbers.size()) + " are given");
    }
    Distribution made{.kind = row.kind, .numbers = std::move(numbers)};
    if (auto wrong = wrong_numbers(made, whole)) return *std::move(wrong);
    return made;
  }
  return syntax(whole, "there is no distribution '" + std::string(name) +
                           "'; there are uniform, normal, lognormal and triangular");
}

// The place of the character outside of brackets.
std::size_t outside_brackets(std::string_view text, char wanted) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']') --depth;
    if (depth == 0 && text[i] == wanted) return i;
  }
  return std::string_view::npos;
}

}  // namespace

const char* name_of(StudyKind kind) {
  switch (kind) {
    case StudyKind::kSweep: return "sweep";
    case StudyKind::kSensitivity: return "sensitivity";
    case StudyKind::kGoalSeek: return "goal-seek";
    case StudyKind::kOptimize: return "optimize";
    case StudyKind::kMorris: return "morris";
    case StudyKind::kSobol: return "sobol";
    case StudyKind::kEnsemble: return "ensemble";
    case StudyKind::kSuggest: return "suggest";
  }
  return "";
}

std::optional<StudyKind> parse_study_kind(std::string_view text) {
  for (const StudyKind kind : kKinds) {
    if (text == name_of(kind)) return kind;
  }
  return std::nullopt;
}

Result<Vary> parse_vary(std::string_view text) {
  Vary vary;
  const std::size_t tilde = outside_brackets(text, '~');
  const std::size_t sign = tilde != std::string_view::npos ? tilde : outside_brackets(text, '=');
  vary.knob = std::string(trimmed(text.substr(0, sign)));
  if (vary.knob.empty()) return syntax(text, "it names no parameter");
  FT_TRY(const whatif::Knob knob, whatif::parse_knob(vary.knob));
  vary.knob = knob.text;
  if (sign == std::string_view::npos) return vary;
  const std::string_view right = trimmed(text.substr(sign + 1));
  if (right.empty())
    return syntax(text, "there is no value after '" + std::string(1, text[sign]) + "'");
  if (sign == tilde) {
    FT_TRY(vary.distribution, distribution_in(right, text));
    return vary;
  }
  const std::size_t dots = right.find("..");
  if (dots != std::string_view::npos) {
    FT_RETURN_IF_PROBLEM(read_range(right, dots, text, vary));
    return vary;
  }
  FT_TRY(vary.values, numbers_in(right, text));
  return vary;
}

Result<Constraint> parse_constraint(std::string_view text) {
  for (const std::string_view sign : {"<=", ">="}) {
    const std::size_t at = text.find(sign);
    if (at == std::string_view::npos) continue;
    FT_TRY(figures::Figure figure, figures::parse_figure(trimmed(text.substr(0, at))));
    const auto limit = parse_number(trimmed(text.substr(at + 2)));
    if (limit) return Constraint{std::move(figure), sign == "<=", *limit};
  }
  return Problem{.code = "constraint_syntax",
                 .message = "'" + std::string(text) + "' is not a constraint",
                 .remedy = "Write a figure, <= or >=, and a number: p95Wait(Payment)<=15."};
}

std::string to_text(const Constraint& constraint) {
  return figures::to_text(constraint.figure) + (constraint.at_most ? " <= " : " >= ") +
         format_number(constraint.limit);
}

}  // namespace flowtime::studies
