#include "sys/log.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "base/ascii.h"
#include "base/hex.h"
#include "base/number_text.h"
#include "base/overloaded.h"

namespace flowtime {
namespace {

constexpr std::size_t kUsualBytes = 256;

void append_escaped(std::string& line, unsigned char c) {
  switch (c) {
    case '"': line += "\\\""; return;
    case '\\': line += "\\\\"; return;
    case '\n': line += "\\n"; return;
    case '\r': line += "\\r"; return;
    case '\t': line += "\\t"; return;
    default: break;
  }
  if (c >= 0x20) {
    line += static_cast<char>(c);
    return;
  }
  line += "\\u00";
  append_hex(line, c);
}

// Bytes of the UTF-8 sequence at the start of `text`; 0 when it is none.
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : (lead >= 0xe0 ? 3 : 2);
  // 0xc0 and 0xc1 would be longer than needed, beyond 0xf4 there is no letter.
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_utf8_continuation(text[i])) return 0;
  }
  return length;
}

bool is_plain(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

// Bytes that are no UTF-8 become U+FFFD, so that a line is always valid JSON.
void append_quoted(std::string& line, std::string_view text) {
  line += '"';
  while (!text.empty()) {
    const auto plain_end = std::find_if_not(text.begin(), text.end(), is_plain);
    line.append(text.begin(), plain_end);
    text.remove_prefix(static_cast<std::size_t>(plain_end - text.begin()));
    if (text.empty()) break;
    const std::size_t length = sequence_length(text);
    if (length == 1)
      append_escaped(line, static_cast<unsigned char>(text[0]));
    else if (length == 0)
      line += "\xef\xbf\xbd";
    else
      line += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  line += '"';
}

void append_digits(std::string& text, std::int64_t value, int digits) {
  const std::size_t begin = text.size();
  text.append(static_cast<std::size_t>(digits), '0');
  for (std::size_t at = text.size(); at-- > begin; value /= 10) {
    text[at] = static_cast<char>('0' + value % 10);
  }
}

// "2026-01-01T00:00:00.000Z", of the years 0 to 9999.
void append_utc(std::string& text, std::int64_t unix_ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds{unix_ms}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  append_digits(text, static_cast<int>(date.year()), 4);
  append_digits(text += '-', static_cast<unsigned>(date.month()), 2);
  append_digits(text += '-', static_cast<unsigned>(date.day()), 2);
  append_digits(text += 'T', clock.hours().count(), 2);
  append_digits(text += ':', clock.minutes().count(), 2);
  append_digits(text += ':', clock.seconds().count(), 2);
  append_digits(text += '.', clock.subseconds().count(), 3);
  text += 'Z';
}

void append_value(std::string& line, const LogField& field) {
  std::visit(Overloaded{[&](const std::string& text) { append_quoted(line, text); },
                        [&](std::int64_t value) { line += std::to_string(value); },
                        [&](double value) {
                          // False for NaN and infinity alone.
                          if (value - value == 0)
                            append_number(line, value);
                          else
                            line += "null";
                        },
                        [&](bool value) { line += value ? "true" : "false"; }},
             field.value);
}

bool is_reserved(std::string_view name) {
  return name == "time" || name == "level" || name == "eventId" || name == "event";
}

void append_field(std::string& line, const LogField& field) {
  line += ',';
  append_quoted(line, is_reserved(field.name) ? field.name + "_" : field.name);
  line += ':';
  append_value(line, field);
}

}  // namespace

const char* name_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return "debug";
    case LogLevel::kInfo: return "info";
    case LogLevel::kWarning: return "warning";
    case LogLevel::kError: return "error";
  }
  return "";
}

std::string log_line(const LogEvent& event, std::int64_t unix_ms) {
  std::string line;
  line.reserve(kUsualBytes);
  append_utc(line += "{\"time\":\"", unix_ms);
  line.append("\",\"level\":\"").append(name_of(event.level)).append("\",\"eventId\":");
  line.append(std::to_string(event.id)).append(",\"event\":");
  append_quoted(line, event.name);
  for (const LogField& field : event.fields) append_field(line, field);
  line += '}';
  return line;
}

void write_log_text(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t used = ::write(descriptor, text.data(), text.size());
    // A signal is no failure; a closed pipe is, and ends here.
    if (used < 0 && errno == EINTR) continue;
    if (used <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(used));
  }
}

void MemoryLogSink::write(const LogEvent& event) {
  const std::lock_guard guard(mutex_);
  if (events_.size() == limit_ && limit_ > 0) events_.erase(events_.begin());
  if (limit_ > 0) events_.push_back(event);
}

std::vector<LogEvent> MemoryLogSink::events() const {
  const std::lock_guard guard(mutex_);
  return events_;
}

LineLogSink::LineLogSink(Env& env, int descriptor, LogLevel lowest)
    : env_(env), descriptor_(descriptor), lowest_(lowest) {}

void LineLogSink::write(const LogEvent& event) {
  if (event.level < lowest_) return;
  const std::string line = log_line(event, env_.now_unix_ms()) + "\n";
  const std::lock_guard guard(mutex_);
  write_log_text(descriptor_, line);
}

}  // namespace flowtime
