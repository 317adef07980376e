#include "base/problem.h"

namespace flowtime {
namespace {

std::string place_of(const Problem& problem, const std::string& default_file) {
  std::string place = problem.file.empty() ? default_file : problem.file;
  if (problem.where.line > 0) {
    place += ":" + std::to_string(problem.where.line) + ":" + std::to_string(problem.where.column);
  }
  return place;
}

}  // namespace

Problems in_file(Problems problems, const std::string& file) {
  for (Problem& problem : problems) {
    if (problem.file.empty()) problem.file = file;
  }
  return problems;
}

std::string to_text(const Problem& problem, const std::string& default_file) {
  std::string text = place_of(problem, default_file);
  if (!text.empty()) text += ": ";
  text += problem.message + " [" + problem.code + "]";
  if (!problem.remedy.empty()) text += "\n  " + problem.remedy;
  return text;
}

std::string to_text(const Problems& problems, const std::string& default_file) {
  std::string text;
  for (const Problem& problem : problems) text += to_text(problem, default_file) + "\n";
  return text;
}

}  // namespace flowtime
