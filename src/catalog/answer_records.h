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

// `key` is the scope and the client's key; `body_hash` tells whether a repeated request is the
// same. `owner` is a name of Catalog::owner.
// A record is forgotten by its time, answered or not.
struct AnswerRecord {
  std::string key, body_hash, owner;
  std::optional<std::string> answer;  // nothing: still being worked on by `owner`
  std::int64_t created_unix_ms = 0;
};

// The life of a key: claimed, then answered or released. A claim whose owner is gone is taken over.
// Problems of all functions: catalog_failed, io codes.
class AnswerRecords {
 public:
  explicit AnswerRecords(Database& database) : database_(database) {}

  // Notes that the key is being worked on, unless it is known: then what is known.
  // In one transaction: of two claims at once exactly one is noted.
  Result<std::optional<AnswerRecord>> claim(const AnswerRecord& claim);
  // A key that an owner left without an answer changes hands; false when it changed meanwhile.
  Result<bool> take_over(const AnswerRecord& from, const std::string& owner);
  // Replaces what was there; no error when the key was forgotten meanwhile.
  Result<Done> answer(const std::string& key, const std::string& answer);
  // Forgets a key that is still being worked on.
  // A key that was answered meanwhile stays.
  Result<Done> release(const std::string& key);
  // Forgets what is older.
  // How many were forgotten.
  Result<int> forget_before(std::int64_t unix_ms);

 private:
  Database& database_;
};

}  // namespace flowtime
