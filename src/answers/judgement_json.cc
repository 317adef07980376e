#include "answers/judgement_json.h"

#include <cmath>

namespace flowtime {
namespace {

// Lists of members are written once, for both directions: `io` is a Writer, which writes each, or a
// Reader at one member of an object, which reads that of its name.
class Writer {
 public:
  explicit Writer(JsonWriter& json) : json_(json) {}
  void number(std::string_view name, double value) { json_.key(name).number(value); }
  void amount(std::string_view name, double value) { number(name, value); }
  void flag(std::string_view name, bool value) { json_.member(name, value); }
  void bin(std::string_view name, std::int64_t bin) {
    json_.key(name);
    if (bin < 0) {
      json_.null();
    } else {
      json_.integer(bin);
    }
  }
  void texts(std::string_view name, const std::vector<std::string>& texts) {
    json_.key(name).begin_array();
    for (const std::string& text : texts) json_.string(text);
    json_.end_array();
  }
  template <class Members>
  void object(std::string_view name, Members members) {
    json_.key(name).begin_object();
    members(*this);
    json_.end_object();
  }

 private:
  JsonWriter& json_;
};

double number_of(JsonReader& json) { return json.number().value_or(kAbsent); }
std::int64_t bin_of(JsonReader& json) { return json.integer().value_or(-1); }

class Reader {
 public:
  Reader(JsonReader& json, std::string_view name) : json_(json), name_(name) {}
  void number(std::string_view name, double& value) {
    if (name == name_) value = number_of(json_);
  }
  // 0 where there is none.
  void amount(std::string_view name, double& value) {
    if (name == name_) value = json_.number().value_or(0);
  }
  void flag(std::string_view name, bool& value) {
    if (name == name_) value = json_.boolean().value_or(value);
  }
  void bin(std::string_view name, std::int64_t& value) {
    if (name == name_) value = bin_of(json_);
  }
  void texts(std::string_view name, std::vector<std::string>& texts) {
    if (name != name_) return;
    texts.clear();
    json_.items([&] { texts.emplace_back(json_.text()); });
  }
  template <class Members>
  void object(std::string_view name, Members members) {
    if (name != name_) return;
    json_.members([&](std::string_view member) {
      Reader inner(json_, member);
      members(inner);
    });
  }

 private:
  JsonReader& json_;
  std::string_view name_;
};

template <class Io, class Cause>
void cause_members(Io& io, Cause& cause) {
  io.number("demandPeak", cause.demand_peak);
  io.bin("demandPeakBin", cause.demand_bin);
  io.number("capacity", cause.capacity);
  io.number("firstAttempts", cause.first_attempts);
  io.number("retries", cause.retries);
  io.number("amplification", cause.amplification);
  io.number("usefulShare", cause.useful_share);
  io.bin("triggerBin", cause.trigger_bin);
  io.bin("dueBin", cause.due_bin);
  io.flag("undecided", cause.undecided);
  io.number("goodputBefore", cause.goodput_before);
  io.number("goodputDuring", cause.goodput_during);
}

template <class Io, class Values>
void balance_members(Io& io, Values& balance) {
  io.number("offered", balance.offered);
  io.number("delivered", balance.delivered);
  io.number("lost", balance.lost);
  io.number("gaveUp", balance.gave_up);
  io.number("inside", balance.inside);
  io.number("unaccounted", balance.unaccounted);
}

// Those between what a finding is about and its sentence.
template <class Io, class Finding>
void finding_members(Io& io, Finding& finding) {
  io.texts("members", finding.members);
  io.bin("fromBin", finding.from_bin);
  io.bin("toBin", finding.to_bin);
  io.flag("recovered", finding.recovered);
  io.bin("episodes", finding.episodes);
  io.bin("peakBin", finding.peak_bin);
  io.number("peak", finding.peak);
  io.amount("harmed", finding.harmed);
  io.number("lateShare", finding.late_share);
  io.amount("dropped", finding.dropped);
  io.amount("lost", finding.lost);
  io.amount("undelivered", finding.undelivered);
  io.object("wait", [&](auto& wait) {
    wait.number("p95Minutes", finding.p95_minutes);
    wait.number("longestMinutes", finding.longest_minutes);
    wait.flag("atLeast", finding.at_least);
  });
  io.object("cause", [&](auto& inner) { cause_members(inner, finding.cause); });
}

// A part with a value is a figure: `shown` is how it reads in the sentence, `value` has all digits.
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

std::vector<double> read_numbers(JsonReader& json) {
  std::vector<double> numbers;
  json.items([&] { numbers.push_back(number_of(json)); });
  return numbers;
}

void verdict_member(JsonWriter& json, Verdict verdict) {
  json.key("verdict");
  if (verdict == Verdict::kNone) {
    json.null();
  } else {
    json.string(name_of(verdict));
  }
}

// A thumbnail is looked at, not computed with.
// Three decimals keep run.json small.
void write_points(JsonWriter& json, std::string_view name, const std::vector<double>& points) {
  json.key(name).begin_array();
  for (const double point : points) json.number(std::round(point * 1000) / 1000);
  json.end_array();
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
  Writer writer(json);
  finding_members(writer, finding);
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
    if (name == "parts") json.items([&] { finding.parts.push_back(read_part(json)); });
    Reader reader(json, name);
    finding_members(reader, finding);
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
  Writer(json).object("balance", [&](auto& io) { balance_members(io, balance); });
}

void judgement_member(JsonWriter& json, const JudgementSummary& judgement) {
  json.key("judgement").begin_object().member("version", judgement.version);
  verdict_member(json, judgement.verdict);
  json.member("fromBin", judgement.first_bin).member("share", judgement.share);
  json.key("thumbnail");
  write_thumbnail(json, judgement);
  balance_member(json, judgement.balance);
  json.key("findings").begin_array();
  for (const RankedFinding& finding : judgement.findings) write_finding(json, finding);
  json.end_array().end_object();
}

// A run without a verdict has null there, which leaves the default.
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
    Reader(json, name).object("balance", [&](auto& io) { balance_members(io, judgement.balance); });
    if (name == "findings") {
      json.items([&] { judgement.findings.push_back(read_finding(json)); });
    }
  });
  return judgement;
}

void headline_members(JsonWriter& json, const JudgementSummary& judgement) {
  verdict_member(json, judgement.verdict);
  json.key("headline");
  if (judgement.findings.empty()) {
    json.null();
  } else {
    write_finding(json, judgement.findings.front());
  }
}

}  // namespace flowtime
