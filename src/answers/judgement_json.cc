#include "answers/judgement_json.h"

#include <cmath>

namespace flowtime {
namespace {

void number_member(JsonWriter& json, std::string_view name, double value) {
  json.key(name).number(value);
}
void bin_member(JsonWriter& json, std::string_view name, std::int64_t bin) {
  json.key(name);
  if (bin < 0) {
    json.null();
  } else {
    json.integer(bin);
  }
}

void write_cause(JsonWriter& json, const FindingCause& cause) {
  json.begin_object();
  number_member(json, "demandPeak", cause.demand_peak);
  bin_member(json, "demandPeakBin", cause.demand_bin);
  number_member(json, "capacity", cause.capacity);
  number_member(json, "firstAttempts", cause.first_attempts);
  number_member(json, "retries", cause.retries);
  number_member(json, "amplification", cause.amplification);
  number_member(json, "usefulShare", cause.useful_share);
  bin_member(json, "triggerBin", cause.trigger_bin);
  bin_member(json, "dueBin", cause.due_bin);
  json.member("undecided", cause.undecided);
  number_member(json, "goodputBefore", cause.goodput_before);
  number_member(json, "goodputDuring", cause.goodput_during);
  json.end_object();
}

void write_parts(JsonWriter& json, const std::vector<SentencePart>& parts) {
  json.begin_array();
  for (const SentencePart& part : parts) {
    json.begin_object();
    if (is_absent(part.value)) {
      json.member("text", part.text).end_object();
      continue;
    }
    json.member("value", part.value).member("shown", part.text);
    if (!part.series.empty()) json.member("series", part.series);
    if (part.bin >= 0) json.member("bin", part.bin);
    json.member("unit", part.unit).end_object();
  }
  json.end_array();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.string(text);
  json.end_array();
}

double number_of(JsonReader& json) { return json.number().value_or(kAbsent); }
std::int64_t bin_of(JsonReader& json) { return json.integer().value_or(-1); }

FindingCause read_cause(JsonReader& json) {
  FindingCause cause;
  json.members([&](std::string_view name) {
    if (name == "demandPeak") cause.demand_peak = number_of(json);
    if (name == "demandPeakBin") cause.demand_bin = bin_of(json);
    if (name == "capacity") cause.capacity = number_of(json);
    if (name == "firstAttempts") cause.first_attempts = number_of(json);
    if (name == "retries") cause.retries = number_of(json);
    if (name == "amplification") cause.amplification = number_of(json);
    if (name == "usefulShare") cause.useful_share = number_of(json);
    if (name == "triggerBin") cause.trigger_bin = bin_of(json);
    if (name == "dueBin") cause.due_bin = bin_of(json);
    if (name == "undecided") cause.undecided = json.boolean().value_or(false);
    if (name == "goodputBefore") cause.goodput_before = number_of(json);
    if (name == "goodputDuring") cause.goodput_during = number_of(json);
  });
  return cause;
}

SentencePart read_part(JsonReader& json) {
  SentencePart part;
  json.members([&](std::string_view name) {
    if (name == "text" || name == "shown") part.text = json.text();
    if (name == "value") part.value = number_of(json);
    if (name == "series") part.series = json.text();
    if (name == "bin") part.bin = bin_of(json);
    if (name == "unit") part.unit = json.text();
  });
  return part;
}

std::vector<std::string> read_texts(JsonReader& json) {
  std::vector<std::string> texts;
  json.items([&] { texts.push_back(std::string(json.text())); });
  return texts;
}

std::vector<double> read_numbers(JsonReader& json) {
  std::vector<double> numbers;
  json.items([&] { numbers.push_back(number_of(json)); });
  return numbers;
}

Balance read_balance(JsonReader& json) {
  Balance balance;
  json.members([&](std::string_view name) {
    if (name == "offered") balance.offered = number_of(json);
    if (name == "delivered") balance.delivered = number_of(json);
    if (name == "lost") balance.lost = number_of(json);
    if (name == "gaveUp") balance.gave_up = number_of(json);
    if (name == "inside") balance.inside = number_of(json);
    if (name == "unaccounted") balance.unaccounted = number_of(json);
  });
  return balance;
}

// A thumbnail is looked at, not computed with.
void write_points(JsonWriter& json, std::string_view name, const std::vector<double>& points) {
  json.key(name).begin_array();
  for (const double point : points) json.number(std::round(point * 1000) / 1000);
  json.end_array();
}

void read_waits(JsonReader& json, RankedFinding& finding) {
  json.members([&](std::string_view name) {
    if (name == "p95Minutes") finding.p95_minutes = number_of(json);
    if (name == "longestMinutes") finding.longest_minutes = number_of(json);
    if (name == "atLeast") finding.at_least = json.boolean().value_or(false);
  });
}

}  // namespace

void write_finding(JsonWriter& json, const RankedFinding& finding) {
  json.begin_object().member("kind", name_of(finding.kind));
  json.member("verdict", name_of(finding.verdict));
  if (!finding.constraint_id.empty()) {
    json.member("constraintId", finding.constraint_id);
  } else if (!finding.node_id.empty()) {
    json.member("nodeId", finding.node_id);
  }
  write_texts(json, "members", finding.members);
  json.member("fromBin", finding.from_bin).member("toBin", finding.to_bin);
  json.member("recovered", finding.recovered).member("episodes", finding.episodes);
  bin_member(json, "peakBin", finding.peak_bin);
  number_member(json, "peak", finding.peak);
  number_member(json, "harmed", finding.harmed);
  number_member(json, "lateShare", finding.late_share);
  number_member(json, "dropped", finding.dropped);
  number_member(json, "lost", finding.lost);
  number_member(json, "undelivered", finding.undelivered);
  json.key("wait").begin_object();
  number_member(json, "p95Minutes", finding.p95_minutes);
  number_member(json, "longestMinutes", finding.longest_minutes);
  json.member("atLeast", finding.at_least).end_object();
  json.key("cause");
  write_cause(json, finding.cause);
  json.member("text", finding.text()).key("parts");
  write_parts(json, finding.parts);
  json.end_object();
}

RankedFinding read_finding(JsonReader& json) {
  RankedFinding finding;
  json.members([&](std::string_view name) {
    if (name == "kind") {
      finding.kind = parse_finding_kind(std::string(json.text())).value_or(FindingKind::kCalm);
    }
    if (name == "verdict") {
      finding.verdict = parse_verdict(std::string(json.text())).value_or(Verdict::kGood);
    }
    if (name == "nodeId") finding.node_id = json.text();
    if (name == "constraintId") finding.constraint_id = json.text();
    if (name == "members") finding.members = read_texts(json);
    if (name == "fromBin") finding.from_bin = bin_of(json);
    if (name == "toBin") finding.to_bin = bin_of(json);
    if (name == "recovered") finding.recovered = json.boolean().value_or(true);
    if (name == "episodes") finding.episodes = static_cast<int>(json.integer().value_or(0));
    if (name == "peakBin") finding.peak_bin = bin_of(json);
    if (name == "peak") finding.peak = number_of(json);
    if (name == "harmed") finding.harmed = json.number().value_or(0);
    if (name == "lateShare") finding.late_share = number_of(json);
    if (name == "dropped") finding.dropped = json.number().value_or(0);
    if (name == "lost") finding.lost = json.number().value_or(0);
    if (name == "undelivered") finding.undelivered = json.number().value_or(0);
    if (name == "wait") read_waits(json, finding);
    if (name == "cause") finding.cause = read_cause(json);
    if (name == "parts") json.items([&] { finding.parts.push_back(read_part(json)); });
  });
  return finding;
}

void write_thumbnail(JsonWriter& json, const JudgementSummary& judgement) {
  json.begin_object();
  write_points(json, "load", judgement.thumbnail_load);
  write_points(json, "wait", judgement.thumbnail_wait);
  json.end_object();
}

void balance_member(JsonWriter& json, const Balance& balance) {
  json.key("balance").begin_object();
  number_member(json, "offered", balance.offered);
  number_member(json, "delivered", balance.delivered);
  number_member(json, "lost", balance.lost);
  number_member(json, "gaveUp", balance.gave_up);
  number_member(json, "inside", balance.inside);
  number_member(json, "unaccounted", balance.unaccounted);
  json.end_object();
}

void judgement_member(JsonWriter& json, const JudgementSummary& judgement) {
  json.key("judgement").begin_object().member("version", judgement.version).key("verdict");
  if (judgement.verdict == Verdict::kNone) {
    json.null();
  } else {
    json.string(name_of(judgement.verdict));
  }
  json.member("fromBin", judgement.first_bin).member("share", judgement.share);
  json.key("thumbnail");
  write_thumbnail(json, judgement);
  balance_member(json, judgement.balance);
  json.key("findings").begin_array();
  for (const RankedFinding& finding : judgement.findings) write_finding(json, finding);
  json.end_array().end_object();
}

JudgementSummary read_judgement(JsonReader& json) {
  JudgementSummary judgement;
  json.members([&](std::string_view name) {
    if (name == "version") judgement.version = static_cast<int>(json.integer().value_or(0));
    if (name == "verdict" && json.kind() == JsonReader::Kind::kString) {
      judgement.verdict = parse_verdict(std::string(json.text())).value_or(Verdict::kNone);
    }
    if (name == "fromBin") judgement.first_bin = json.integer().value_or(0);
    if (name == "share") judgement.share = json.number().value_or(0);
    if (name == "thumbnail") {
      json.members([&](std::string_view part) {
        if (part == "load") judgement.thumbnail_load = read_numbers(json);
        if (part == "wait") judgement.thumbnail_wait = read_numbers(json);
      });
    }
    if (name == "balance") judgement.balance = read_balance(json);
    if (name == "findings") {
      json.items([&] { judgement.findings.push_back(read_finding(json)); });
    }
  });
  return judgement;
}

void headline_members(JsonWriter& json, const JudgementSummary& judgement) {
  json.key("verdict");
  if (judgement.verdict == Verdict::kNone) {
    json.null();
  } else {
    json.string(name_of(judgement.verdict));
  }
  json.key("headline");
  if (judgement.findings.empty()) {
    json.null();
  } else {
    write_finding(json, judgement.findings.front());
  }
}

}  // namespace flowtime
