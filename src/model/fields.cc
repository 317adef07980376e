#include "model/fields.h"

#include <algorithm>

#include "base/ascii.h"

namespace flowtime::model_detail {
namespace {

std::string kind_of(const yaml::Value& value) {
  switch (value.kind) {
    case yaml::Kind::kNull: return "nothing";
    case yaml::Kind::kSequence: return "a list";
    case yaml::Kind::kMapping: return "a mapping";
    case yaml::Kind::kScalar: return "'" + value.scalar.substr(0, 40) + "'";
  }
  return "";
}

std::string in_quotes(std::string_view key) { return "'" + std::string(key) + "'"; }

}  // namespace

Fields::Fields(const yaml::Value& mapping, const Place& place, const Title& title,
               ReadContext& context)
    : mapping_(mapping), place_(place), title_(title), context_(context) {
  constexpr std::size_t kMostAskedFor = 32;  // of nearly every mapping
  known_.reserve(kMostAskedFor);
}

void Fields::problem(std::string code, std::string message, std::string remedy, SourcePos where,
                     std::string_view key) {
  Problem problem;
  problem.code = std::move(code);
  problem.message = std::move(message);
  problem.remedy = std::move(remedy);
  problem.where = where;
  problem.path = key.empty() ? place_.text() : Place(place_, key).text();
  context_.add(std::move(problem));
}

const yaml::Value* Fields::find(std::string_view key) {
  // Before the lookup: a key that may be there is known, also where this document lacks it.
  known_.push_back(key);
  context_.asked_for(place_, key);
  const yaml::Value* value = mapping_.find(key);
  return value == nullptr || value->kind == yaml::Kind::kNull ? nullptr : value;
}

const yaml::Value* Fields::require(std::string_view key) {
  const yaml::Value* value = find(key);
  if (value == nullptr) {
    problem("missing_field", what() + " has no " + in_quotes(key),
            "Add " + in_quotes(key) + " to " + what() + ".", mapping_.where, key);
  }
  return value;
}

std::string_view Fields::text_of(std::string_view key, const yaml::Value& value) {
  if (value.kind == yaml::Kind::kScalar) return without_outer_blanks(value.scalar);
  problem("wrong_type", in_quotes(key) + " of " + what() + " is " + kind_of(value) + ", not text",
          "Write one word or a quoted text.", value.where, key);
  return "";
}

std::string_view Fields::required_text_of(std::string_view key, const yaml::Value& value) {
  const std::string_view found = text_of(key, value);
  // Of another type text_of() has reported it already.
  if (found.empty() && value.kind == yaml::Kind::kScalar) {
    problem("missing_field", in_quotes(key) + " of " + what() + " is empty",
            "Give " + in_quotes(key) + " a value.", value.where, key);
  }
  return found;
}

std::string Fields::text(std::string_view key) {
  const yaml::Value* value = find(key);
  return value == nullptr ? "" : std::string(text_of(key, *value));
}

std::string Fields::required_text(std::string_view key) {
  const yaml::Value* value = require(key);
  return value == nullptr ? "" : std::string(required_text_of(key, *value));
}

std::optional<double> Fields::number(std::string_view key) {
  const yaml::Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  const std::optional<double> number = value->number();
  if (!number) {
    problem("wrong_type",
            in_quotes(key) + " of " + what() + " is " + kind_of(*value) + ", not a number",
            "Write a plain number without quotes.", value->where, key);
  }
  return number;
}

std::optional<std::int64_t> Fields::integer(std::string_view key) {
  const yaml::Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  const std::optional<std::int64_t> integer = value->integer();
  if (!integer) {
    problem("wrong_type",
            in_quotes(key) + " of " + what() + " is " + kind_of(*value) + ", not a whole number",
            "Write a whole number without quotes.", value->where, key);
  }
  return integer;
}

std::vector<double> Fields::numbers(std::string_view key) {
  std::vector<double> numbers;
  const std::vector<yaml::Value>* found = items(key);
  if (found == nullptr) return numbers;
  numbers.reserve(found->size());
  for (const yaml::Value& item : *found) {
    const std::optional<double> number = item.number();
    if (!number) {
      problem("wrong_type",
              in_quotes(key) + " of " + what() + " contains " + kind_of(item) +
                  ", which is not a finite number",
              "Write plain numbers without quotes.", item.where, key);
      // One bad number makes the list useless; a message for each of 10,000 would help less than
      // one.
      return {};
    }
    numbers.push_back(*number);
  }
  return numbers;
}

const std::vector<yaml::Value>* Fields::items(std::string_view key) {
  const yaml::Value* value = find(key);
  if (value == nullptr) return nullptr;
  if (value->kind == yaml::Kind::kSequence) return &value->items;
  problem("wrong_type",
          in_quotes(key) + " of " + what() + " is " + kind_of(*value) + ", not a list",
          "Write a list: [ ... ] or one '- ' per line.", value->where, key);
  return nullptr;
}

const std::vector<yaml::Value>* Fields::items(std::string_view key, std::size_t most) {
  const std::vector<yaml::Value>* found = items(key);
  if (found == nullptr || found->size() <= most) return found;
  problem("limit_exceeded",
          what() + " has " + std::to_string(found->size()) + " " + std::string(key),
          "At most " + std::to_string(most) + " are read; split the model.",
          mapping_.find(key)->where, key);
  return nullptr;
}

const std::vector<yaml::Value>* Fields::some_items(std::string_view key, std::size_t most) {
  const std::vector<yaml::Value>* found = items(key, most);
  if (found == nullptr || !found->empty()) return found;
  problem("missing_field", in_quotes(key) + " of " + what() + " is an empty list",
          "Add one, or leave " + in_quotes(key) + " out.", mapping_.find(key)->where, key);
  return nullptr;
}

std::vector<std::string> Fields::texts(std::string_view key) {
  std::vector<std::string> texts;
  const std::vector<yaml::Value>* found = items(key);
  for (std::size_t i = 0; found != nullptr && i < found->size(); ++i) {
    const yaml::Value& item = (*found)[i];
    if (item.kind == yaml::Kind::kScalar) {
      texts.emplace_back(without_outer_blanks(item.scalar));
      continue;
    }
    problem("wrong_type",
            in_quotes(key) + " of " + what() + " contains " + kind_of(item) + ", which is not text",
            "Write words or quoted texts.", item.where, key);
  }
  return texts;
}

std::map<std::string, std::string> Fields::text_map(std::string_view key) {
  std::map<std::string, std::string> texts;
  const yaml::Value* found = mapping(key);
  for (std::size_t i = 0; found != nullptr && i < found->members.size(); ++i) {
    const yaml::Member& member = found->members[i];
    if (member.value.kind == yaml::Kind::kScalar) {
      texts.emplace(member.key, member.value.scalar);
      continue;
    }
    problem("wrong_type",
            in_quotes(member.key) + " in " + in_quotes(key) + " of " + what() + " is " +
                kind_of(member.value) + ", not text",
            "Write one word or a quoted text.", member.value.where,
            std::string(key) + "/" + member.key);
  }
  return texts;
}

const yaml::Value* Fields::mapping_of(std::string_view key, const yaml::Value& value) {
  if (value.kind == yaml::Kind::kMapping) return &value;
  expect_mapping(value, Place(place_, key), Title(in_quotes(key), title_), context_);
  return nullptr;
}

const yaml::Value* Fields::mapping(std::string_view key) {
  const yaml::Value* value = find(key);
  return value == nullptr ? nullptr : mapping_of(key, *value);
}

const yaml::Value* Fields::required_mapping(std::string_view key) {
  const yaml::Value* value = require(key);
  return value == nullptr ? nullptr : mapping_of(key, *value);
}

Rare<SeriesRef> Fields::series_of(std::string_view key, const yaml::Value& value) {
  const std::string_view found = text_of(key, value);
  if (found.empty()) return std::nullopt;
  SeriesRef ref = parse_series_ref(found, value.where);
  if (ref.id.empty() && ref.kind != SeriesRef::Kind::kSelf) {
    problem("missing_field", in_quotes(key) + " of " + what() + " does not name a series",
            "Write the id of a series.", ref.where, key);
  }
  return ref;
}

Rare<SeriesRef> Fields::series(std::string_view key) {
  const yaml::Value* value = find(key);
  return value == nullptr ? Rare<SeriesRef>() : series_of(key, *value);
}

Rare<SeriesRef> Fields::required_series(std::string_view key) {
  const yaml::Value* value = require(key);
  if (value == nullptr || required_text_of(key, *value).empty()) return std::nullopt;
  return series_of(key, *value);
}

void Fields::legacy(std::string_view key, std::string_view remedy) {
  // Known, so that it is refused once, with the remedy, and not as unknown as well.
  known_.push_back(key);
  const yaml::Value* value = mapping_.find(key);
  if (value == nullptr) return;
  problem("legacy_field", in_quotes(key) + " of " + what() + " is an old form", std::string(remedy),
          value->where, key);
}

void Fields::refuse_unknown() {
  for (const yaml::Member& member : mapping_.members) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    // Known keys are those the reader has asked for: no second list of fields to keep in step.
    const std::string meant = context_.meant(member.key, known_);
    problem("unknown_field", what() + " has no field '" + member.key + "'",
            meant.empty() ? "Remove it." : "Did you mean '" + meant + "'?", member.key_where,
            member.key);
  }
}

std::string_view without_outer_blanks(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

SeriesRef parse_series_ref(std::string_view text, SourcePos where) {
  SeriesRef ref;
  ref.where = where;
  if (same_ignoring_case(text, "self")) {
    ref.kind = SeriesRef::Kind::kSelf;
    return ref;
  }
  if (text.starts_with("file:")) {
    ref.kind = SeriesRef::Kind::kFile;
    ref.id = without_outer_blanks(text.substr(5));
    return ref;
  }
  if (text.starts_with("series:")) text.remove_prefix(7);
  const std::size_t at = text.find('@');
  ref.id = without_outer_blanks(text.substr(0, at));
  if (at != std::string_view::npos) ref.class_id = without_outer_blanks(text.substr(at + 1));
  return ref;
}

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

bool expect_mapping(const yaml::Value& value, const Place& place, const Title& title,
                    ReadContext& context) {
  if (value.kind == yaml::Kind::kMapping) return true;
  Problem problem;
  problem.code = "wrong_type";
  problem.message = title.text() + " is " + kind_of(value) + ", not a mapping";
  problem.remedy = "Write its fields as 'name: value'.";
  problem.where = value.where;
  problem.path = place.text();
  context.add(std::move(problem));
  return false;
}

}  // namespace flowtime::model_detail
