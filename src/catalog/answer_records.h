// AnswerRecords: answers to requests with an idempotency key. Threads, processes: any; SQLite
// decides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace flowtime {

class Database;

struct AnswerRecord {
  std::string key, body_hash, owner;
  std::optional<std::string> answer;  // nothing: still being worked on by `owner`
  std::int64_t created_unix_ms = 0;
};

class AnswerRecords {
 public:
  explicit AnswerRecords(Database& database) : database_(database) {}

  // Notes that the key is being worked on, unless it is known: then what is known.
  Result<std::optional<AnswerRecord>> claim(const AnswerRecord& claim);
  // A key that somebody left without an answer changes hands; false when it changed meanwhile.
  Result<bool> take_over(const AnswerRecord& from, const std::string& owner);
  Result<Done> answer(const std::string& key, const std::string& answer);
  // Forgets a key that is still being worked on.
  Result<Done> release(const std::string& key);
  // Forgets what is older.
  Result<int> forget_before(std::int64_t unix_ms);

 private:
  Database& database_;
};

}  // namespace flowtime
