#include "sys/sha256.h"

#include <openssl/evp.h>

#include "base/check.h"
#include "base/hex.h"

namespace flowtime {
namespace {

constexpr std::string_view kTag = "sha256:";

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* handle = EVP_MD_CTX_new();
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(handle); }
  void start() {
    // Fetched once: looking the algorithm up costs more than hashing a small file.
    static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    FT_CHECK(handle != nullptr && kAlgorithm != nullptr);
    FT_CHECK(EVP_DigestInit_ex(handle, kAlgorithm, nullptr) == 1);
  }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) { context_->start(); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  FT_CHECK(EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size()) == 1);
}

std::string Sha256::finish_hex() {
  unsigned char digest[32];
  unsigned int size = 0;
  FT_CHECK(EVP_DigestFinal_ex(context_->handle, digest, &size) == 1 && size == sizeof digest);
  // Ready for the next bytes, as the header promises.
  context_->start();
  std::string text;
  for (const unsigned char byte : digest) append_hex(text, byte);
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish_hex();
}

std::string sha256_tagged(std::string_view bytes) { return std::string(kTag) + sha256_hex(bytes); }

std::string_view without_sha256_tag(std::string_view hash) {
  return hash.starts_with(kTag) ? hash.substr(kTag.size()) : hash;
}

bool is_sha256_hex(std::string_view text) {
  if (text.size() != 64) return false;
  for (const char c : text) {
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace flowtime
