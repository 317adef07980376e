#include "terminal/command.h"

#include "problems/catalogue.h"

namespace flowtime::cli {

int refuse(const Problems& problems, Console& console, const std::string& file) {
  console.problems(problems, file);
  // By the family, so that a new usage code needs no change here.
  return problems::is_of(problems, problems::Family::kUsage) ? kWrongUsage : kRefused;
}

void Arguments::add(std::string_view name, std::string value) {
  given_.emplace_back(std::string(name), std::move(value));
}

bool Arguments::has(std::string_view name) const { return !all(name).empty(); }

std::string Arguments::get(std::string_view name, std::string otherwise) const {
  const std::vector<std::string> values = all(name);
  return values.empty() ? std::move(otherwise) : values.back();
}

std::vector<std::string> Arguments::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [given, value] : given_) {
    if (given == name) values.push_back(value);
  }
  return values;
}

}  // namespace flowtime::cli
