// A checker for the part of JSON Schema 2020-12 that schemas/ uses. A keyword it does not know is a
// complaint, so that no schema can promise more than is checked.
#pragma once

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace flowtime {

class SchemaChecker {
 public:
  using Json = nlohmann::json;
  explicit SchemaChecker(std::string directory) : directory_(std::move(directory)) {}

  // Complaints, each starting with the place in the document; none when it is valid.
  // `schema_file` is a name within the directory. References to other files are read when they are
  // met.
  std::vector<std::string> check(const std::string& schema_file, const Json& document) {
    complaints_.clear();
    file_ = schema_file;
    visit(load(schema_file), document, "");
    return complaints_;
  }

 private:
  // Parsed once; a file that cannot be read throws.
  const Json& load(const std::string& file) {
    const auto [found, added] = files_.try_emplace(file);
    if (added) {
      std::ifstream in(directory_ + "/" + file);
      std::stringstream text;
      text << in.rdbuf();
      found->second = Json::parse(text.str());
    }
    return found->second;
  }

  // As JSON Schema counts them: bytes that continue a character are none.
  static std::size_t characters(const std::string& text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
  }

  void complain(const std::string& place, const std::string& what) {
    complaints_.push_back((place.empty() ? "/" : place) + ": " + what);
  }

  // Every keyword of a schema applies by itself, in the order of their names.
  void visit(const Json& schema, const Json& value, const std::string& place) {
    for (const auto& [keyword, wanted] : schema.items())
      keyword_of(keyword, wanted, schema, value, place);
  }

  // clang-format off
  void keyword_of(const std::string& keyword, const Json& wanted, const Json& schema,
                  const Json& value, const std::string& place) {
    if (keyword == "$schema" || keyword == "$id" || keyword == "title" ||
        keyword == "description" || keyword == "$defs") return;
    if (keyword == "$ref") return reference(wanted.get<std::string>(), value, place);
    if (keyword == "type") return type(wanted, value, place);
    if (keyword == "const") { if (value != wanted) complain(place, "is not " + wanted.dump()); return; }
    if (keyword == "enum") return one_of(wanted, value, place);
    if (keyword == "anyOf") return any_of(wanted, value, place);
    if (keyword == "oneOf") return exactly_one_of(wanted, value, place);
    if (keyword == "minimum") { if (value.is_number() && value < wanted) complain(place, "too small"); return; }
    if (keyword == "maximum") { if (value.is_number() && value > wanted) complain(place, "too large"); return; }
    if (keyword == "minLength") { if (value.is_string() && value.get<std::string>().size() < wanted) complain(place, "too short"); return; }
    if (keyword == "exclusiveMinimum") { if (value.is_number() && value <= wanted) complain(place, "too small"); return; }
    if (keyword == "maxLength") { if (value.is_string() && characters(value.get<std::string>()) > wanted) complain(place, "too long"); return; }
    if (keyword == "maxItems") { if (value.is_array() && value.size() > wanted) complain(place, "too many"); return; }
    if (keyword == "allOf") { for (const Json& part : wanted) visit(part, value, place); return; }
    if (keyword == "not") return none_of(wanted, value, place);
    if (keyword == "minItems") { if (value.is_array() && value.size() < wanted) complain(place, "too few"); return; }
    if (keyword == "minProperties") { if (value.is_object() && value.size() < wanted) complain(place, "too few"); return; }
    if (keyword == "propertyNames") return names(wanted, value, place);
    if (keyword == "pattern") return pattern(wanted, value, place);
    if (keyword == "items") return items(wanted, value, place);
    if (keyword == "required") return required(wanted, value, place);
    if (keyword == "properties") return properties(wanted, value, place);
    if (keyword == "additionalProperties") return additional(wanted, schema, value, place);
    if (keyword == "dependentRequired") return dependent(wanted, value, place);
    complain(place, "keyword " + keyword + " is not checked");
  }
  // clang-format on

  // "other.json#/$defs/Name" or "#/$defs/Name"; the file is that of the schema while it is visited.
  void reference(const std::string& target, const Json& value, const std::string& place) {
    const std::size_t hash = target.find('#');
    const std::string before = file_;
    if (hash > 0) file_ = target.substr(0, hash);
    visit(load(file_).at(Json::json_pointer(target.substr(hash + 1))), value, place);
    file_ = before;
  }

  // A whole number is an integer and a number.
  static bool has_type(const std::string& name, const Json& value) {
    if (name == "object") return value.is_object();
    if (name == "array") return value.is_array();
    if (name == "string") return value.is_string();
    if (name == "boolean") return value.is_boolean();
    if (name == "null") return value.is_null();
    if (name == "integer") return value.is_number_integer();
    return name == "number" && value.is_number();
  }

  void type(const Json& wanted, const Json& value, const std::string& place) {
    const Json names = wanted.is_array() ? wanted : Json::array({wanted});
    for (const Json& name : names) {
      if (has_type(name, value)) return;
    }
    complain(place, "is not " + wanted.dump());
  }

  void one_of(const Json& wanted, const Json& value, const std::string& place) {
    for (const Json& choice : wanted) {
      if (value == choice) return;
    }
    complain(place, "is none of " + wanted.dump());
  }

  void exactly_one_of(const Json& wanted, const Json& value, const std::string& place) {
    const std::vector<std::string> before = complaints_;
    int fitting = 0;
    for (const Json& choice : wanted) {
      complaints_.clear();
      visit(choice, value, place);
      if (complaints_.empty()) ++fitting;
    }
    complaints_ = before;
    if (fitting != 1) complain(place, "fits " + std::to_string(fitting) + " of oneOf, not one");
  }

  // Complaints of the alternatives are kept only where none of them fits.
  void any_of(const Json& wanted, const Json& value, const std::string& place) {
    const std::vector<std::string> before = complaints_;
    std::vector<std::string> all;
    for (const Json& choice : wanted) {
      complaints_.clear();
      visit(choice, value, place);
      if (complaints_.empty()) {
        complaints_ = before;
        return;
      }
      all.insert(all.end(), complaints_.begin(), complaints_.end());
    }
    complaints_ = before;
    complaints_.insert(complaints_.end(), all.begin(), all.end());
  }

  void none_of(const Json& wanted, const Json& value, const std::string& place) {
    const std::vector<std::string> before = complaints_;
    complaints_.clear();
    visit(wanted, value, place);
    const bool matches = complaints_.empty();
    complaints_ = before;
    if (matches) complain(place, "is what it must not be");
  }

  void pattern(const Json& wanted, const Json& value, const std::string& place) {
    if (!value.is_string()) return;
    const std::string text = wanted.get<std::string>();
    const std::regex& pattern = patterns_.try_emplace(text, text).first->second;
    if (!std::regex_search(value.get<std::string>(), pattern)) {
      complain(place, value.dump() + " does not match " + wanted.get<std::string>());
    }
  }

  void items(const Json& wanted, const Json& value, const std::string& place) {
    if (!value.is_array()) return;
    for (std::size_t i = 0; i < value.size(); ++i) {
      visit(wanted, value[i], place + "/" + std::to_string(i));
    }
  }

  void required(const Json& wanted, const Json& value, const std::string& place) {
    if (!value.is_object()) return;
    for (const std::string name : wanted) {
      if (!value.contains(name)) complain(place, "lacks " + name);
    }
  }

  void names(const Json& wanted, const Json& value, const std::string& place) {
    if (!value.is_object()) return;
    for (const auto& [name, unused] : value.items()) visit(wanted, Json(name), place + "/" + name);
  }

  void properties(const Json& wanted, const Json& value, const std::string& place) {
    if (!value.is_object()) return;
    for (const auto& [name, schema] : wanted.items()) {
      if (value.contains(name)) visit(schema, value[name], place + "/" + name);
    }
  }

  // Members that "properties" of the same schema does not have.
  void additional(const Json& wanted, const Json& schema, const Json& value,
                  const std::string& place) {
    if (!value.is_object()) return;
    const auto known = schema.find("properties");
    for (const auto& [name, member] : value.items()) {
      if (known != schema.end() && known->contains(name)) continue;
      if (wanted.is_object())
        visit(wanted, member, place + "/" + name);
      else if (!wanted.get<bool>())
        complain(place, "has unknown " + name);
    }
  }

  void dependent(const Json& wanted, const Json& value, const std::string& place) {
    for (const auto& [name, others] : wanted.items()) {
      if (value.contains(name)) required(others, value, place);
    }
  }

  std::string directory_, file_;
  std::map<std::string, Json> files_;
  std::map<std::string, std::regex> patterns_;  // compiled once, which takes longest
  std::vector<std::string> complaints_;
};

}  // namespace flowtime
