// A key is claimed in the catalog before the work begins. A second request finds the claim: with an
// answer it gets that; without one it waits, if this process works on it, or is refused, if another
// one does; a claim of a process that is gone is taken over.
#include "jobs/idempotency.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "catalog/catalog.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

constexpr std::int64_t kKeptMs = 24 * 3600 * 1000;

Problem key_refusal(const char* code, const std::string& message, const std::string& remedy) {
  return {.code = code, .message = message, .remedy = remedy};
}

Result<Done> check_key(std::string_view key) {
  const bool printable =
      std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (!key.empty() && key.size() <= kMaxIdempotencyKey && printable) return Done{};
  return key_refusal("invalid_idempotency_key",
                     "the idempotency key is empty, too long or not printable",
                     "Use 1 to " + std::to_string(kMaxIdempotencyKey) +
                         " visible ASCII characters without blanks, such as a UUID.");
}

std::string name_of_key(std::string_view scope, std::string_view key) {
  return std::string(scope) + "\n" + std::string(key);
}

// status LF location LF content type LF body; only the body may have line feeds.
// The first three cannot have line feeds: they were fields of a head.
std::string as_text(const KeptAnswer& answer) {
  return std::to_string(answer.status) + "\n" + answer.location + "\n" + answer.content_type +
         "\n" + answer.body;
}

KeptAnswer answer_of(const std::string& text) {
  KeptAnswer answer;
  std::array<std::string, 3> lines;
  std::size_t at = 0;
  for (std::string& line : lines) {
    const std::size_t end = text.find('\n', at);
    FT_CHECK(end != std::string::npos);
    line = text.substr(at, end - at);
    at = end + 1;
  }
  std::from_chars(lines[0].data(), lines[0].data() + lines[0].size(), answer.status);
  answer.location = lines[1];
  answer.content_type = lines[2];
  answer.body = text.substr(at);
  return answer;
}

Problem conflict() {
  return key_refusal("idempotency_conflict", "the idempotency key was used with another body",
                     "Use a new key for a new request.");
}

Problem in_use() {
  return key_refusal("idempotency_in_use", "another request with this idempotency key is running",
                     "Ask again when it is done.");
}

}  // namespace

Result<IdempotencyKeys::Start> IdempotencyKeys::begin(std::string_view scope, std::string_view key,
                                                      std::string_view body, Later later) {
  FT_RETURN_IF_PROBLEM(check_key(key));
  // Over claim and waiting_: a finish in between would forget the one that is about to wait.
  const std::lock_guard guard(mutex_);
  AnswerRecords& answers = host_.catalog->answers();
  AnswerRecord claim{.key = name_of_key(scope, key),
                     .body_hash = sha256_tagged(body),
                     .owner = {},
                     .answer = {},
                     .created_unix_ms = host_.env.now_unix_ms()};
  FT_TRY(claim.owner, host_.catalog->owner());
  // Old keys are forgotten by the way; no process has to do it.
  FT_RETURN_IF_PROBLEM(answers.forget_before(claim.created_unix_ms - kKeptMs));
  FT_TRY(const auto known, answers.claim(claim));
  if (!known) return Start{.next = Next::kWork};
  if (known->body_hash != claim.body_hash) return conflict();
  if (known->answer) return Start{.next = Next::kAnswer, .answer = answer_of(*known->answer)};
  if (known->owner == claim.owner) {
    if (!later) return in_use();
    waiting_[claim.key].push_back(std::move(later));
    return Start{.next = Next::kWait};
  }
  FT_TRY(const bool gone, host_.catalog->is_gone(known->owner));
  if (!gone) return in_use();
  FT_TRY(const bool taken, answers.take_over(*known, claim.owner));
  if (!taken) return in_use();
  return Start{.next = Next::kWork};
}

std::vector<IdempotencyKeys::Later> IdempotencyKeys::take_waiting(const std::string& name) {
  const auto found = waiting_.find(name);
  if (found == waiting_.end()) return {};
  std::vector<Later> waiting = std::move(found->second);
  waiting_.erase(found);
  return waiting;
}

Result<Done> IdempotencyKeys::finish(std::string_view scope, std::string_view key,
                                     const KeptAnswer& answer) {
  const std::string name = name_of_key(scope, key);
  std::vector<Later> waiting;
  std::optional<Problems> lost;
  {
    const std::lock_guard guard(mutex_);
    const auto kept = host_.catalog->answers().answer(name, as_text(answer));
    if (!kept) lost = kept.problems();
    waiting = take_waiting(name);
  }
  // Outside the lock: what is called may begin with the same key again.
  for (const Later& later : waiting) later(answer);
  if (lost) return *lost;
  return Done{};
}

Result<Done> IdempotencyKeys::abandon(std::string_view scope, std::string_view key) {
  const std::string name = name_of_key(scope, key);
  std::vector<Later> waiting;
  std::optional<Problems> lost;
  {
    const std::lock_guard guard(mutex_);
    const auto released = host_.catalog->answers().release(name);
    if (!released) lost = released.problems();
    waiting = take_waiting(name);
  }
  for (const Later& later : waiting) later(std::nullopt);
  if (lost) return *lost;
  return Done{};
}

}  // namespace flowtime
