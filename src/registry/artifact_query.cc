#include "registry/artifact_query.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/number_text.h"
#include "series/time_grid.h"

namespace flowtime {
namespace {

bool holds(const std::string& text, const std::string& lowered) {
  return lower_case(text).find(lowered) != std::string::npos;
}

bool matches_search(const Artifact& artifact, const std::string& lowered) {
  if (holds(artifact.title, lowered) || holds(artifact.provenance_json, lowered)) return true;
  return std::any_of(artifact.metadata.begin(), artifact.metadata.end(),
                     [&](const auto& member) { return holds(member.second, lowered); });
}

bool matches_full_text(const Artifact& artifact, const std::string& lowered) {
  const auto any = [&](const std::vector<std::string>& texts) {
    return std::any_of(texts.begin(), texts.end(),
                       [&](const std::string& text) { return holds(text, lowered); });
  };
  return holds(artifact.id, lowered) || matches_search(artifact, lowered) || any(artifact.tags) ||
         any(artifact.files);
}

bool shares_tag(const Artifact& artifact, const std::vector<std::string>& tags) {
  return std::any_of(tags.begin(), tags.end(),
                     [&](const std::string& tag) { return artifact.has_tag(tag); });
}

bool is_related(const Artifact& artifact, const Artifact& to) {
  if (artifact.id == to.id) return false;
  const std::int64_t apart = artifact.created_unix_ms - to.created_unix_ms;
  return artifact.type == to.type || shares_tag(artifact, to.tags) ||
         (apart <= kMsPerDay && apart >= -kMsPerDay);
}

bool is_within(std::int64_t value, const std::optional<std::int64_t>& low,
               const std::optional<std::int64_t>& high) {
  return (!low || value >= *low) && (!high || value <= *high);
}

template <class Choice>
bool is_one_of(const Choice& value, const std::vector<Choice>& wanted) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool is_chosen(const Artifact& artifact, const RunChoice& choice) {
  if (choice.is_any()) return true;
  const bool is_kind =
      choice.kinds.empty() || (artifact.kind && is_one_of(*artifact.kind, choice.kinds));
  return is_kind && is_one_of(artifact.verdict, choice.verdicts) &&
         (choice.content_hash.empty() || artifact.content_hash == choice.content_hash);
}

class Filter {
 public:
  Filter(const ArtifactList& all, const ArtifactQuery& query)
      : query_(query), search_(lower_case(query.search)), full_text_(lower_case(query.full_text)) {
    for (const auto& artifact : all) {
      // The list of the caller keeps it alive.
      if (artifact->id == query.related_to) related_to_ = artifact.get();
    }
  }

  bool operator()(const Artifact& artifact) const {
    const ArtifactQuery& q = query_;
    // The cheap conditions come first, the searches through texts last.
    if (!q.include_archived && artifact.has_tag(kArchivedTag)) return false;
    if (!q.type.empty() && !same_ignoring_case(artifact.type, q.type)) return false;
    if (!q.tags.empty() && !shares_tag(artifact, q.tags)) return false;
    if (!q.template_id.empty() && artifact.template_id != q.template_id) return false;
    if (!is_chosen(artifact, q.choice)) return false;
    if (!q.model_id.empty() && artifact.model_id != q.model_id) return false;
    if (!is_within(artifact.created_unix_ms, q.created_after, q.created_before)) return false;
    const auto bytes = static_cast<std::int64_t>(artifact.total_bytes);
    if (!is_within(bytes, q.min_bytes, q.max_bytes)) return false;
    if (!q.related_to.empty() && !(related_to_ && is_related(artifact, *related_to_))) return false;
    if (!search_.empty() && !matches_search(artifact, search_)) return false;
    return full_text_.empty() || matches_full_text(artifact, full_text_);
  }

 private:
  const ArtifactQuery& query_;
  std::string search_, full_text_;
  const Artifact* related_to_ = nullptr;
};

int sign(auto a, auto b) { return a < b ? -1 : (b < a ? 1 : 0); }

int compare(const Artifact& a, const Artifact& b, ArtifactOrder order) {
  switch (order) {
    case ArtifactOrder::kCreated: return sign(a.created_unix_ms, b.created_unix_ms);
    case ArtifactOrder::kModified: return sign(a.modified_unix_ms, b.modified_unix_ms);
    case ArtifactOrder::kSize: return sign(a.total_bytes, b.total_bytes);
    case ArtifactOrder::kTitle: return sign(lower_case(a.title), lower_case(b.title));
    case ArtifactOrder::kHarmed: return sign(a.harmed, b.harmed);
    case ArtifactOrder::kVerdict:
      // Of equal verdicts the more harmful run is the worse one.
      return a.verdict == b.verdict ? sign(a.harmed, b.harmed) : sign(a.verdict, b.verdict);
    case ArtifactOrder::kId: return 0;
  }
  return 0;
}

Problem invalid_query(const std::string& name, const std::string& value, const char* remedy) {
  return {.code = "invalid_query",
          .message = "'" + name + "' cannot be '" + value.substr(0, 100) + "'.",
          .remedy = remedy,
          .path = name};
}

Result<std::int64_t> count_of(const std::string& name, const std::string& value) {
  const auto number = parse_integer(value);
  if (number && *number >= 0) return static_cast<std::int64_t>(*number);
  return invalid_query(name, value, "Give a whole number of at least 0.");
}

Result<std::int64_t> moment_of(const std::string& name, std::string value) {
  // A plus sign of an offset arrives as a blank when it was not encoded.
  std::replace(value.begin(), value.end(), ' ', '+');
  const auto moment = parse_utc(value);
  if (moment) return *moment;
  return invalid_query(name, value, "Give a time such as 2026-01-31T08:00:00Z.");
}

Result<Done> set_order(ArtifactQuery& query, const std::string& value) {
  const std::pair<const char*, ArtifactOrder> orders[] = {{"created", ArtifactOrder::kCreated},
                                                          {"title", ArtifactOrder::kTitle},
                                                          {"id", ArtifactOrder::kId},
                                                          {"size", ArtifactOrder::kSize},
                                                          {"modified", ArtifactOrder::kModified},
                                                          {"harmed", ArtifactOrder::kHarmed},
                                                          {"verdict", ArtifactOrder::kVerdict}};
  for (const auto& [name, order] : orders) {
    if (lower_case(value) != name) continue;
    query.order = order;
    return Done{};
  }
  return invalid_query("sortBy", value,
                       "Use created, title, id, size, modified, harmed or verdict.");
}

Result<Done> set_flag(bool& flag, const std::string& name, const std::string& value, const char* on,
                      const char* off) {
  // Values in any case, as everywhere in this query.
  const std::string word = lower_case(value);
  if (word != on && word != off) {
    return Problem{.code = "invalid_query",
                   .message = "'" + name + "' must be '" + on + "' or '" + off + "'.",
                   .remedy = "",
                   .path = name};
  }
  flag = word == on;
  return Done{};
}

// The parameters that are numbers or times.
Result<Done> set_number(ArtifactQuery& query, const std::string& name, const std::string& value) {
  if (name == "skip" || name == "limit" || name == "minSize" || name == "maxSize") {
    FT_TRY(const std::int64_t count, count_of(name, value));
    if (name == "skip") query.skip = count;
    if (name == "limit") query.limit = std::min(count, kMaxArtifacts);
    if (name == "minSize") query.min_bytes = count;
    if (name == "maxSize") query.max_bytes = count;
  } else if (name == "createdAfter" || name == "createdBefore") {
    FT_TRY(const std::int64_t moment, moment_of(name, value));
    (name == "createdAfter" ? query.created_after : query.created_before) = moment;
  }
  return Done{};
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin <= list.size()) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    std::size_t first = begin, last = end;
    while (first < last && list[first] == ' ') ++first;
    while (last > first && list[last - 1] == ' ') --last;
    if (last > first) parts.push_back(list.substr(first, last - first));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

Result<Done> set_parameter(ArtifactQuery& query, const std::string& name,
                           const std::string& value) {
  if (value.empty()) return Done{};
  const std::pair<const char*, std::string*> texts[] = {{"type", &query.type},
                                                        {"search", &query.search},
                                                        {"fullText", &query.full_text},
                                                        {"relatedTo", &query.related_to},
                                                        {"templateId", &query.template_id},
                                                        {"modelId", &query.model_id}};
  for (const auto& [text, target] : texts) {
    if (name == text) *target = value;
  }
  if (name == "tags") query.tags = split(value);
  if (name == "sortBy") return set_order(query, value);
  if (name == "sortOrder") return set_flag(query.ascending, name, value, "asc", "desc");
  if (name == "includeArchived") {
    return set_flag(query.include_archived, name, value, "true", "false");
  }
  FT_RETURN_IF_PROBLEM(set_choice(query.choice, name, value));
  return set_number(query, name, value);
}

ArtifactPage select_artifacts(const ArtifactList& all, const ArtifactQuery& query) {
  const Filter filter(all, query);
  ArtifactPage page;
  for (const auto& artifact : all) {
    if (filter(*artifact)) page.artifacts.push_back(artifact);
  }
  std::sort(page.artifacts.begin(), page.artifacts.end(), [&](const auto& a, const auto& b) {
    int order = compare(*a, *b, query.order);
    // Ids differ, so the order is total and pages do not overlap.
    if (order == 0) order = sign(a->id, b->id);
    return query.ascending ? order < 0 : order > 0;
  });
  page.total = static_cast<std::int64_t>(page.artifacts.size());
  // Behind the last page there is nothing; `total` still counts all.
  const auto first = page.artifacts.begin() + std::min(query.skip, page.total);
  page.artifacts.erase(page.artifacts.begin(), first);
  if (static_cast<std::int64_t>(page.artifacts.size()) > query.limit) {
    page.artifacts.resize(static_cast<std::size_t>(query.limit));
  }
  return page;
}

std::string to_json(const ArtifactPage& page) {
  JsonWriter json;
  json.begin_object().key("artifacts").begin_array();
  for (const auto& artifact : page.artifacts) write_artifact(json, *artifact);
  json.end_array().member("total", page.total);
  json.member("count", static_cast<std::int64_t>(page.artifacts.size())).end_object();
  return json.take();
}

}  // namespace flowtime
