// SHA-256.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace flowtime {

// One pass over any number of pieces. Not thread safe: one per hash.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(std::string_view bytes);
  // 64 lower-case hex digits of everything so far; the object is then as new.
  std::string finish_hex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// FIPS 180-4.
std::string sha256_hex(std::string_view bytes);
// "sha256:" + sha256_hex(bytes).
std::string sha256_tagged(std::string_view bytes);
// The part of `hash` behind "sha256:", all of it when that is missing.
// A view into `hash`.
std::string_view without_sha256_tag(std::string_view hash);
// 64 lower-case hex digits, nothing else.
bool is_sha256_hex(std::string_view text);

}  // namespace flowtime
