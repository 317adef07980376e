#include "api/sign_in.h"

#include "api/access.h"

namespace flowtime::api {

std::optional<std::string> SignIn::path() const {
  if (token_.empty()) return std::nullopt;
  return "/sign-in/" + key_;
}

bool SignIn::is_open(const std::string& key) const {
  return !token_.empty() && equal_in_constant_time(key, key_) && !is_spent_;
}

std::optional<std::string> SignIn::cookie_for(const std::string& key) {
  if (!is_open(key)) return std::nullopt;
  // Of two requests at once exactly one sees false.
  if (is_spent_.exchange(true)) return std::nullopt;
  return set_cookie_field(token_);
}

}  // namespace flowtime::api
