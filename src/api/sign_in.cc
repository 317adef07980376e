#include "api/sign_in.h"

#include "api/access.h"

namespace flowtime::api {

std::optional<std::string> SignIn::path() const {
  if (token_.empty()) return std::nullopt;
  return "/sign-in/" + key_;
}

std::optional<std::string> SignIn::cookie_for(const std::string& key) {
  if (token_.empty() || !equal_in_constant_time(key, key_)) return std::nullopt;
  if (is_spent_.exchange(true)) return std::nullopt;
  return set_cookie_field(token_);
}

}  // namespace flowtime::api
