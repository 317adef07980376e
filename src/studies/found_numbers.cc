#include "studies/found_numbers.h"

#include <algorithm>

#include "series/absent.h"
#include "text/json_reader.h"

namespace flowtime::studies {
namespace {

// A list of the answer, one entry for each thing: which member names the thing, which is a number
// of it, and what that number is called.
struct ListedNumber {
  StudyKind kind;
  std::string_view list, of, member, what;
};
constexpr ListedNumber kListed[] = {
    {StudyKind::kSensitivity, "points", "paramId", "gradient", "gradient"},
    {StudyKind::kMorris, "parameters", "paramId", "muStar", "mean size"},
    {StudyKind::kMorris, "parameters", "paramId", "mu", "mean"},
    {StudyKind::kMorris, "parameters", "paramId", "sigma", "deviation"},
    {StudyKind::kSobol, "parameters", "paramId", "first", "alone"},
    {StudyKind::kSobol, "parameters", "paramId", "total", "in all"},
    {StudyKind::kOptimize, "constraints", "figure", "value", "value"},
    {StudyKind::kEnsemble, "expectations", "expectation", "probability", "probability"},
    {StudyKind::kSuggest, "entries", "parameter", "to", "suggestion"},
};

// A member of the answer that names what another member is a number of.
struct NamedNumber {
  StudyKind kind;
  std::string_view of, member;
};
constexpr NamedNumber kNamed[] = {
    {StudyKind::kGoalSeek, "paramId", "paramValue"},
    {StudyKind::kGoalSeek, "measure", "achieved"},
    {StudyKind::kOptimize, "measure", "achieved"},
};

class FoundReader {
 public:
  explicit FoundReader(StudyKind kind) : kind_(kind) {}

  FoundNumbers read(std::string_view answer) {
    JsonReader json(answer);
    json.members([&](std::string_view name) { member(json, name); });
    for (const NamedNumber& row : kNamed) {
      if (row.kind == kind_) add("value", text_of(row.of), number_of(row.member));
    }
    return std::move(found_);
  }

 private:
  // A front has no figure of its own, hence nothing that a value would be of.
  void add(std::string_view what, std::string of, double value) {
    if (of.empty()) return;
    found_.numbers.push_back({std::string(what), std::move(of), value});
  }
  std::string text_of(std::string_view name) const {
    const auto at = std::find_if(texts_.begin(), texts_.end(),
                                 [&](const auto& text) { return text.first == name; });
    return at == texts_.end() ? "" : at->second;
  }
  double number_of(std::string_view name) const {
    const auto at = std::find_if(numbers_.begin(), numbers_.end(),
                                 [&](const auto& number) { return number.first == name; });
    return at == numbers_.end() ? kAbsent : at->second;
  }

  void member(JsonReader& json, std::string_view name) {
    switch (json.kind()) {
      case JsonReader::Kind::kString: texts_.emplace_back(name, json.text()); return;
      case JsonReader::Kind::kNumber:
        numbers_.emplace_back(name, json.number().value_or(kAbsent));
        return;
      case JsonReader::Kind::kBoolean: flag(name, json.boolean().value_or(true)); return;
      case JsonReader::Kind::kArray: list(json, name); return;
      case JsonReader::Kind::kObject: map(json, name); return;
      default: return;
    }
  }

  void flag(std::string_view name, bool value) {
    if (name == "converged") found_.converged = value;
    if (name == "feasible") found_.feasible = value;
  }

  void list(JsonReader& json, std::string_view name) {
    std::vector<const ListedNumber*> rows;
    for (const ListedNumber& row : kListed) {
      if (row.kind == kind_ && row.list == name) rows.push_back(&row);
    }
    if (rows.empty()) return;
    json.items([&] { entry(json, rows); });
  }
  // The name of an entry may follow its numbers.
  void entry(JsonReader& json, const std::vector<const ListedNumber*>& rows) {
    std::string of;
    std::vector<double> values(rows.size(), kAbsent);
    json.members([&](std::string_view member) {
      if (member == rows.front()->of) of = json.text();
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (member == rows[i]->member) values[i] = json.number().value_or(kAbsent);
      }
    });
    for (std::size_t i = 0; i < rows.size(); ++i) add(rows[i]->what, of, values[i]);
  }

  void map(JsonReader& json, std::string_view name) {
    json.members([&](std::string_view of) {
      if (kind_ == StudyKind::kOptimize && name == "paramValues") {
        add("value", std::string(of), json.number().value_or(kAbsent));
      }
      if (kind_ != StudyKind::kEnsemble) return;
      if (name == "measures") spread(json, std::string(of));
      if (name == "bands") bands(json, std::string(of));
    });
  }
  void spread(JsonReader& json, const std::string& figure) {
    json.members([&](std::string_view what) {
      if (what != "values") add(what, figure, json.number().value_or(kAbsent));
    });
  }
  void bands(JsonReader& json, const std::string& series) {
    json.members([&](std::string_view band) {
      FoundBand& made = found_.bands.emplace_back(FoundBand{series, std::string(band)});
      json.items([&] { made.values.push_back(json.number().value_or(kAbsent)); });
    });
  }

  StudyKind kind_;
  FoundNumbers found_;
  std::vector<std::pair<std::string, std::string>> texts_;
  std::vector<std::pair<std::string, double>> numbers_;
};

}  // namespace

FoundNumbers found_numbers(StudyKind kind, std::string_view answer) {
  if (answer.empty() || kind == StudyKind::kSweep) return {};
  return FoundReader(kind).read(answer);
}

}  // namespace flowtime::studies
