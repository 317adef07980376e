#include "template/section.h"

#include <algorithm>

#include "base/nearest_name.h"
#include "template/limits.h"

namespace flowtime::template_detail {

Section::Section(const yaml::Value& mapping, std::string path, std::string what, Problems& problems)
    : mapping_(mapping), path_(std::move(path)), what_(std::move(what)), problems_(problems) {
  if (mapping.kind == yaml::Kind::kMapping) return;
  problem("wrong_type", what_ + " is not a mapping", "Write key: value, one per line.",
          mapping.where);
}

const yaml::Value* Section::find(std::string_view key) {
  known_.push_back(key);
  const yaml::Value* value = mapping_.find(key);
  return value == nullptr || value->kind == yaml::Kind::kNull ? nullptr : value;
}

std::string Section::text(std::string_view key) {
  const yaml::Value* value = find(key);
  if (value == nullptr) return "";
  if (value->kind == yaml::Kind::kScalar) return value->scalar;
  wrong_type(key, *value, "text");
  return "";
}

std::string Section::required_text(std::string_view key, std::string_view remedy) {
  const std::string value = text(key);
  const yaml::Value* written = mapping_.find(key);
  const bool is_blank = value.find_first_not_of(" \t\r\n") == std::string::npos;
  const bool is_text = written == nullptr || written->kind == yaml::Kind::kNull ||
                       written->kind == yaml::Kind::kScalar;
  if (is_blank && is_text) {
    problem("missing_field", what_ + " has no '" + std::string(key) + "'", std::string(remedy),
            written == nullptr ? mapping_.where : written->where, key);
  }
  return is_blank ? "" : value;
}

std::optional<double> Section::number(std::string_view key) {
  const yaml::Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  const std::optional<double> number = value->number();
  if (!number) wrong_type(key, *value, "a number");
  return number;
}

bool Section::flag(std::string_view key) {
  const yaml::Value* value = find(key);
  if (value == nullptr) return false;
  const std::optional<bool> flag = value->boolean();
  if (!flag) wrong_type(key, *value, "true or false");
  return flag.value_or(false);
}

const yaml::Value* Section::mapping(std::string_view key) {
  const yaml::Value* value = find(key);
  if (value == nullptr || value->kind == yaml::Kind::kMapping) return value;
  wrong_type(key, *value, "a mapping");
  return nullptr;
}

const std::vector<yaml::Value>* Section::items(std::string_view key) {
  const yaml::Value* value = find(key);
  if (value == nullptr) return nullptr;
  if (value->kind == yaml::Kind::kSequence) return &value->items;
  wrong_type(key, *value, "a list");
  return nullptr;
}

std::vector<std::string> Section::texts(std::string_view key) {
  std::vector<std::string> texts;
  const std::vector<yaml::Value>* list = items(key);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const yaml::Value& item = (*list)[i];
    if (item.kind != yaml::Kind::kScalar)
      wrong_type(key, item, "text in every item");
    else
      texts.push_back(item.scalar);
  }
  return texts;
}

// Nobody reads the suggestions beyond the last problem that is listed.
std::string Section::nearest_known(std::string_view key) const {
  return problems_.size() < kMaxTemplateProblems ? nearest_name(key, known_) : "";
}

void Section::refuse_unknown() {
  for (const yaml::Member& member : mapping_.members) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    const std::string meant = nearest_known(member.key);
    problem("unknown_field", what_ + " has no field '" + member.key + "'",
            meant.empty() ? "Remove it." : "Did you mean '" + meant + "'?", member.key_where,
            member.key);
  }
}

void Section::refuse_misspelt() {
  for (const yaml::Member& member : mapping_.members) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    const std::string meant = nearest_known(member.key);
    if (meant.empty()) continue;
    problem("unknown_field", what_ + " has no field '" + member.key + "'",
            "Did you mean '" + meant + "'?", member.key_where, member.key);
  }
}

void Section::wrong_type(std::string_view key, const yaml::Value& value, std::string_view wanted) {
  problem("wrong_type", "'" + std::string(key) + "' of " + what_ + " is not " + std::string(wanted),
          "Write " + std::string(wanted) + ".", value.where, key);
}

void Section::problem(std::string code, std::string message, std::string remedy, SourcePos where,
                      std::string_view key) {
  if (problems_.size() >= kMaxTemplateProblems) return;
  Problem problem;
  problem.code = std::move(code);
  problem.message = std::move(message);
  problem.remedy = std::move(remedy);
  problem.where = where;
  problem.path = key.empty() ? path_ : path_ + "/" + std::string(key);
  problems_.push_back(std::move(problem));
}

}  // namespace flowtime::template_detail
