#include "api/authoring_body.h"

#include <algorithm>

#include "base/number_text.h"

namespace flowtime::api {
namespace {

// "[1, \"2\", 3]" -> "1,2,3": what separates the numbers is all that matters.
// Older clients send lists as text, as text in a list, or as a list of texts.
std::string plain_list(std::string text) {
  std::erase_if(text, [](char c) { return c == '"' || c == ' ' || c == '\n' || c == '\t'; });
  if (text.starts_with("[") && text.ends_with("]")) text = text.substr(1, text.size() - 2);
  return text;
}

std::optional<std::vector<double>> split_numbers(const std::string& list) {
  std::vector<double> numbers;
  if (list.empty()) return numbers;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    const auto number = parse_number(std::string_view(list).substr(begin, end - begin));
    if (!number) return std::nullopt;
    numbers.push_back(*number);
    begin = end + 1;
  }
  return numbers;
}

}  // namespace

std::optional<std::vector<double>> numbers_of(const JsonObject& body, std::string_view name) {
  if (!body.has(name)) return std::nullopt;
  const auto numbers = split_numbers(plain_list(body.json(name)));
  if (!numbers) {
    body.refuse(name, "invalid_body",
                "The member '" + std::string(name) + "' must be a list of numbers.");
  }
  return numbers;
}

DraftSource source_of(const JsonObject& body) {
  const auto source = body.object("source");
  if (!source) return {};
  DraftSource draft{.type = source->text("type").value_or("")};
  draft.id = source->text("id").value_or("");
  if (draft.id.empty()) draft.id = source->text("draftId").value_or("");
  draft.content = source->text("content").value_or("");
  return draft;
}

std::optional<ProfileShape> profile_of(const JsonObject& body) {
  const auto object = body.object("profile");
  if (!object) return std::nullopt;
  ProfileShape profile;
  profile.kind = object->text("kind").value_or("inline");
  profile.name = object->text("name").value_or("");
  profile.weights = numbers_of(*object, "weights").value_or(std::vector<double>());
  return profile;
}

std::optional<PmfShape> pmf_of(const JsonObject& body) {
  const auto object = body.object("pmf");
  if (!object) return std::nullopt;
  PmfShape pmf;
  pmf.values = numbers_of(*object, "values").value_or(std::vector<double>());
  pmf.probabilities = numbers_of(*object, "probabilities").value_or(std::vector<double>());
  return pmf;
}

Result<DetailLevel> detail_of(const JsonObject& body) {
  return parse_detail_level(body.text("detailLevel").value_or(""));
}

}  // namespace flowtime::api
