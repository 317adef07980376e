#include "pipeline/setting.h"

#include "base/ascii.h"
#include "base/number_text.h"
#include "series/arithmetic.h"

namespace flowtime {
namespace {

constexpr std::string_view kNodePrefix = "node:";
constexpr const char* kSettingForms =
    "Write id=3, id=1,2,3, id=@file.csv or id[3..5]*=1.2; the operators are = += -= *= /=.";

std::optional<Setting::Operator> operator_of(char before_equals) {
  switch (before_equals) {
    case '+': return Setting::Operator::kAdd;
    case '-': return Setting::Operator::kSubtract;
    case '*': return Setting::Operator::kMultiply;
    case '/': return Setting::Operator::kDivide;
  }
  return std::nullopt;
}

Problem problem(const Setting& setting, const char* code, std::string message) {
  return {.code = code,
          .message = std::move(message),
          .remedy = kSettingForms,
          .path = setting.path,
          .file = setting.label};
}

// "id", "id[range]", each with the operator's first character behind it.
Result<Done> read_left(std::string_view left, Setting& setting) {
  left = trimmed(left);
  if (!left.empty()) {
    // The operator's first character is the last one before the equals sign: "x *" of "x *= 2".
    if (const auto op = operator_of(left.back())) {
      setting.op = *op;
      left = trimmed(left.substr(0, left.size() - 1));
    }
  }
  if (!left.empty() && left.back() == ']') {
    // From the right: an edge's id may have brackets of its own.
    const std::size_t open = left.rfind('[');
    if (open == std::string_view::npos) {
      return problem(setting, "setting_syntax", "the range has no opening bracket");
    }
    setting.range = std::string(trimmed(left.substr(open + 1, left.size() - open - 2)));
    left = trimmed(left.substr(0, open));
  }
  if (left.starts_with(kNodePrefix)) {
    setting.is_node = true;
    left = trimmed(left.substr(kNodePrefix.size()));
  }
  if (left.empty()) return problem(setting, "setting_syntax", "the setting names no id");
  setting.target = std::string(left);
  return Done{};
}

Result<Done> read_right(std::string_view right, Setting& setting) {
  right = trimmed(right);
  if (!right.empty() && right.front() == '@') {
    ValuesPath from = parse_values_path(trimmed(right.substr(1)));
    setting.file = std::move(from.path);
    setting.column = std::move(from.column);
    if (setting.file.empty())
      return problem(setting, "setting_syntax", "no file is named after '@'");
    return Done{};
  }
  while (true) {
    const std::size_t comma = right.find(',');
    const std::string_view part = trimmed(right.substr(0, comma));
    const std::optional<double> value = parse_number(part);
    if (!value) {
      return problem(setting, "setting_number", "'" + std::string(part) + "' is not a number");
    }
    setting.values.push_back(*value);
    if (comma == std::string_view::npos) return Done{};
    right.remove_prefix(comma + 1);
  }
}

}  // namespace

Result<Setting> parse_setting(std::string_view text, std::string label, std::string path) {
  Setting setting{.label = std::move(label), .path = std::move(path), .text = std::string(text)};
  // The first one: a file name behind it may have another.
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    return problem(setting, "setting_syntax", "the setting has no '='");
  }
  FT_RETURN_IF_PROBLEM(read_left(text.substr(0, equals), setting));
  FT_RETURN_IF_PROBLEM(read_right(text.substr(equals + 1), setting));
  return setting;
}

const char* name_of(Setting::Operator op) {
  switch (op) {
    case Setting::Operator::kAssign: return "=";
    case Setting::Operator::kAdd: return "+=";
    case Setting::Operator::kSubtract: return "-=";
    case Setting::Operator::kMultiply: return "*=";
    case Setting::Operator::kDivide: return "/=";
  }
  return "";
}

std::string written_out(const Setting& setting) {
  std::string text = (setting.is_node ? std::string(kNodePrefix) : "") + setting.target;
  if (setting.range) text += "[" + *setting.range + "]";
  text += name_of(setting.op);
  for (std::size_t i = 0; i < setting.values.size(); ++i) {
    if (i > 0) text += ',';
    // Shortest form that reads back to the same bits.
    append_number(text, setting.values[i]);
  }
  return text;
}

double combine(Setting::Operator op, double left, double right) {
  switch (op) {
    case Setting::Operator::kAssign: return right;
    case Setting::Operator::kAdd: return left + right;
    case Setting::Operator::kSubtract: return left - right;
    case Setting::Operator::kMultiply: return left * right;
    case Setting::Operator::kDivide: return arithmetic::divide(left, right);
  }
  return right;
}

}  // namespace flowtime
