#include "http/sha1.h"

#include <bit>
#include <string>

namespace flowtime::http {
namespace {

using Words = std::array<std::uint32_t, 5>;
constexpr std::size_t kBlock = 64;

std::uint32_t big_endian(const char* bytes) {
  std::uint32_t word = 0;
  for (int i = 0; i < 4; ++i) word = word << 8 | static_cast<std::uint8_t>(bytes[i]);
  return word;
}

struct Round {
  std::uint32_t choice, constant;
};

Round round_of(int t, const Words& w) {
  if (t < 20) return {(w[1] & w[2]) | (~w[1] & w[3]), 0x5A827999};
  if (t < 40) return {w[1] ^ w[2] ^ w[3], 0x6ED9EBA1};
  if (t < 60) return {(w[1] & w[2]) | (w[1] & w[3]) | (w[2] & w[3]), 0x8F1BBCDC};
  return {w[1] ^ w[2] ^ w[3], 0xCA62C1D6};
}

void add_block(const char* block, Words& hash) {
  std::array<std::uint32_t, 80> schedule{};
  for (std::size_t t = 0; t < 16; ++t) schedule[t] = big_endian(block + 4 * t);
  for (std::size_t t = 16; t < 80; ++t) {
    schedule[t] =
        std::rotl(schedule[t - 3] ^ schedule[t - 8] ^ schedule[t - 14] ^ schedule[t - 16], 1);
  }
  Words w = hash;
  for (int t = 0; t < 80; ++t) {
    const Round round = round_of(t, w);
    const std::uint32_t next = std::rotl(w[0], 5) + round.choice + w[4] + round.constant +
                               schedule[static_cast<std::size_t>(t)];
    w = {next, w[0], std::rotl(w[1], 30), w[2], w[3]};
  }
  for (std::size_t i = 0; i < w.size(); ++i) hash[i] += w[i];
}

// A one bit, zeros, and the number of bits in the last eight bytes.
// FIPS 180-4, section 5.1.1.
std::string padded(std::string_view text) {
  std::string all(text);
  all += '\x80';
  while (all.size() % kBlock != kBlock - 8) all += '\0';
  const std::uint64_t bits = std::uint64_t{text.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8) all += static_cast<char>(bits >> shift & 0xFF);
  return all;
}

}  // namespace

std::array<std::uint8_t, 20> sha1(std::string_view text) {
  Words hash{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  const std::string all = padded(text);
  for (std::size_t at = 0; at < all.size(); at += kBlock) add_block(all.data() + at, hash);
  std::array<std::uint8_t, 20> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(hash[i / 4] >> (24 - 8 * (i % 4)));
  }
  return bytes;
}

}  // namespace flowtime::http
