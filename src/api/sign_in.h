// SignIn: how a browser gets its cookie: once, by a link that only the operator saw.
// Threads: any; of two requests with the link exactly one gets the cookie.
#pragma once

#include <atomic>
#include <optional>
#include <string>

namespace flowtime::api {

// The key is random and made per start; it is compared in constant time.
class SignIn {
 public:
  // `token` empty: there is nothing to sign in to.
  SignIn(std::string token, std::string key) : token_(std::move(token)), key_(std::move(key)) {}

  // "/sign-in/<key>", or nothing without a token.
  std::optional<std::string> path() const;
  // Whether the link still signs in; asking does not spend it.
  // False without a token.
  bool is_open(const std::string& key) const;
  // The value of the Set-Cookie field, the first time that the right key is given.
  // Nothing for a wrong key, without a token, and from the second time on.
  std::optional<std::string> cookie_for(const std::string& key);

 private:
  const std::string token_, key_;
  std::atomic<bool> is_spent_{false};
};

}  // namespace flowtime::api
