#include "template/filler.h"

#include <algorithm>

#include "base/number_text.h"
#include "template/limits.h"

namespace flowtime::template_detail {
namespace {

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_identifier(std::string_view text) {
  const bool begins_well =
      !text.empty() && is_name_char(text[0]) && !(text[0] >= '0' && text[0] <= '9');
  return begins_well && std::all_of(text.begin(), text.end(), is_name_char);
}

// Whether what fills the hole grows together with what stands beside it: `queue_${n}`, `${a}${b}`.
// Then it is part of an id, and must not bring signs of its own.
bool grows_together(std::string_view text, const Placeholder& hole) {
  const auto glues = [](char c) { return is_name_char(c) || c == '.' || c == '$' || c == '}'; };
  return (hole.begin > 0 && glues(text[hole.begin - 1])) ||
         (hole.end < text.size() && glues(text[hole.end]));
}

yaml::Value scalar_at(const yaml::Value& written, std::string text, yaml::ScalarStyle style) {
  yaml::Value value;
  value.kind = yaml::Kind::kScalar;
  value.style = style;
  value.offset = written.offset;
  value.where = written.where;
  value.scalar = std::move(text);
  return value;
}

}  // namespace

Filler::Slot Filler::slot_below(std::string_view key, Slot above) {
  // Expected values and shapes are computed once, so nothing below may vary in time.
  if (above == Slot::kFixed || key == "pmf" || key == "profile") return Slot::kFixed;
  if (key == "expr") return Slot::kExpression;
  if (key == "values") return Slot::kValues;
  const bool may_be_series = key == "parallelism" || key == "wipLimit" || key == "weight";
  return may_be_series ? Slot::kSeries : Slot::kPlain;
}

yaml::Value Filler::fill(const yaml::Value& written, Slot slot) {
  if (written.kind == yaml::Kind::kScalar) return fill_scalar(written, slot);
  if (slot == Slot::kValues && written.kind == yaml::Kind::kSequence) return fill_values(written);
  yaml::Value filled;
  filled.kind = written.kind;
  filled.style = written.style;
  filled.offset = written.offset;
  filled.where = written.where;
  for (const yaml::Value& item : written.items) filled.items.push_back(fill(item, slot));
  for (const yaml::Member& member : written.members) {
    if (member.key == "wipLimit" && only_over_time(member.value) != nullptr) {
      filled.members.push_back(fill_limit(member));
      continue;
    }
    filled.members.push_back({.key = member.key,
                              .key_where = member.key_where,
                              .value = fill(member.value, slot_below(member.key, slot))});
  }
  return filled;
}

yaml::Value Filler::fill_scalar(const yaml::Value& written, Slot slot) {
  const std::vector<Placeholder> holes = placeholders_in(written.scalar);
  if (holes.empty()) return written;
  for (const Placeholder& hole : holes) note(written, hole);
  const bool is_whole = is_one_placeholder(written.scalar);
  const BoundParameter* only = is_whole ? values_.find(holes[0].name) : nullptr;
  if (only != nullptr && only->over_time && slot != Slot::kExpression) {
    return fill_whole_over_time(written, slot, *only);
  }
  // In an expression even a whole placeholder is text: the result is parsed as a formula.
  if (only != nullptr && slot != Slot::kExpression) return whole(written, *only);
  std::vector<yaml::FilledScalar::Part> parts;
  std::string text = joined(written, holes, slot, parts);
  if (slot == Slot::kExpression) check_formula(written, text, holes, parts);
  scalars_.push_back({.offset = written.offset,
                      .style = written.style,
                      .written = written.scalar,
                      .parts = std::move(parts)});
  // Text stays text, whatever it now looks like.
  const bool plain = written.style == yaml::ScalarStyle::kPlain;
  return scalar_at(written, std::move(text),
                   plain ? yaml::ScalarStyle::kDoubleQuoted : written.style);
}

yaml::Value Filler::whole(const yaml::Value& written, const BoundParameter& bound) {
  if (const auto* text = std::get_if<std::string>(&bound.value)) {
    // Before the copy.
    if (!within_budget(written, 1, text->size())) return written;
    return scalar_at(written, *text, yaml::ScalarStyle::kDoubleQuoted);
  }
  const auto* list = std::get_if<std::vector<double>>(&bound.value);
  if (list == nullptr) return scalar_at(written, to_text(bound.value), yaml::ScalarStyle::kPlain);
  yaml::Value value;
  value.kind = yaml::Kind::kSequence;
  value.offset = written.offset;
  value.where = written.where;
  if (!within_budget(written, list->size(), 0)) return value;
  for (const double number : *list) {
    value.items.push_back(scalar_at(written, format_number(number), yaml::ScalarStyle::kPlain));
  }
  return value;
}

std::string Filler::joined(const yaml::Value& written, const std::vector<Placeholder>& holes,
                           Slot slot, std::vector<yaml::FilledScalar::Part>& parts) {
  std::string text;
  std::size_t at = 0;
  for (const Placeholder& hole : holes) {
    text.append(written.scalar, at, hole.begin - at);
    const std::size_t begin = text.size();
    text += text_for(written, hole, slot);
    parts.push_back(
        {.begin = begin, .end = text.size(), .written_begin = hole.begin, .written_end = hole.end});
    at = hole.end;
    if (!within_budget(written, 0, text.size() - begin)) return text;
  }
  return text.append(written.scalar, at);
}

std::string Filler::text_for(const yaml::Value& written, const Placeholder& hole, Slot slot) {
  const BoundParameter* bound = values_.find(hole.name);
  if (bound == nullptr) return std::string(hole.name);  // refused before, by read_template
  if (bound->over_time && slot != Slot::kExpression) {
    refuse_over_time(written, hole, "It is part of a text.");
    return std::string(hole.name);
  }
  return slot == Slot::kExpression ? in_expression(written, hole, *bound) : to_text(bound->value);
}

// A number or an id, and nothing that could change what the rest of the expression means.
std::string Filler::in_expression(const yaml::Value& written, const Placeholder& hole,
                                  const BoundParameter& bound) {
  const bool has_neighbours = grows_together(written.scalar, hole);
  if (bound.over_time && has_neighbours) {
    refuse_over_time(written, hole, "It is part of an id.");
    return "0";
  }
  if (bound.over_time) return series_of(bound);
  std::string text = to_text(bound.value);
  // Expressions have no words for truth.
  if (const bool* truth = std::get_if<bool>(&bound.value)) text = *truth ? "1" : "0";
  const bool glued = has_neighbours;
  const bool is_text = std::holds_alternative<std::string>(bound.value);
  // A negative number fits only where it stands alone: "x${n}" with -1 would become a subtraction.
  const bool fits = glued ? !text.empty() && std::all_of(text.begin(), text.end(), is_name_char)
                          : !is_text || is_identifier(text) || parse_number(text).has_value();
  if (fits) return text;
  const std::string reason = glued ? "cannot be part of an id" : "is neither a number nor an id";
  problems_.push_back(
      {.code = "parameter_not_an_id",
       .message = "parameter '" + bound.name + "' is '" + text.substr(0, 60) + "', which " + reason,
       .remedy = "Give a number or the id of a series; formulas are written into "
                 "the template.",
       .where = yaml::position_in(document_, written, hole.begin),
       .path = "/parameters/" + bound.name});
  return "0";
}

void Filler::note(const yaml::Value& written, const Placeholder& hole) {
  places_.push_back({.where = yaml::position_in(document_, written, hole.begin),
                     .scalar = written.where,
                     .parameter = std::string(hole.name)});
}

bool Filler::within_budget(const yaml::Value& written, std::size_t values, std::size_t bytes) {
  made_values_ += values;
  made_bytes_ += bytes;
  const bool fits = made_values_ <= kMaxMadeValues && made_bytes_ <= kMaxMadeBytes;
  // Once: every further value would say the same.
  if (!fits && !is_over_budget_) {
    problems_.push_back({.code = "template_too_large",
                         .message = "with these values the model would be larger than " +
                                    std::to_string(kMaxMadeValues) + " values or " +
                                    std::to_string(kMaxMadeBytes >> 20) + " MiB",
                         .remedy = "Give shorter lists or texts.",
                         .where = written.where,
                         .path = ""});
    is_over_budget_ = true;
  }
  return fits;
}

std::vector<yaml::FilledScalar> Filler::take_scalars() {
  std::stable_sort(
      scalars_.begin(), scalars_.end(),
      [](const yaml::FilledScalar& a, const yaml::FilledScalar& b) { return a.offset < b.offset; });
  return std::move(scalars_);
}

std::vector<FilledPlace> Filler::take_places() {
  std::stable_sort(places_.begin(), places_.end(),
                   [](const FilledPlace& a, const FilledPlace& b) { return a.where < b.where; });
  return std::move(places_);
}

}  // namespace flowtime::template_detail
