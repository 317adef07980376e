#include "sys/sha256_rows.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "base/hex.h"
#include "base/sha256_constants.h"
#include "sys/sha256.h"

#if defined(__x86_64__)
// False alarms of g++ 12 about its own header.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#include <immintrin.h>
#endif

namespace flowtime {
namespace {

#if defined(__x86_64__)

constexpr std::size_t kLanes = 16;
constexpr std::size_t kBlock = 64;  // bytes

#define FT_WIDE __attribute__((target("avx512f,avx512bw")))
#define FT_WIDE_INLINE FT_WIDE __attribute__((always_inline)) inline

// One word of sixteen rows.
using Words = __m512i;

FT_WIDE_INLINE Words plus(Words a, Words b) { return _mm512_add_epi32(a, b); }
FT_WIDE_INLINE Words exclusive_or(Words a, Words b, Words c) {
  return _mm512_ternarylogic_epi32(a, b, c, 0x96);
}
template <int kA, int kB, int kC>
FT_WIDE_INLINE Words big_sigma(Words x) {
  return exclusive_or(_mm512_ror_epi32(x, kA), _mm512_ror_epi32(x, kB), _mm512_ror_epi32(x, kC));
}
template <int kA, int kB, int kShift>
FT_WIDE_INLINE Words small_sigma(Words x) {
  return exclusive_or(_mm512_ror_epi32(x, kA), _mm512_ror_epi32(x, kB),
                      _mm512_srli_epi32(x, kShift));
}

struct Sixteen {
  Words a, b, c, d, e, f, g, h;
};

// Round kAt of sixteen; `words` are those of the rounds before, then of this one.
template <int kAt>
FT_WIDE_INLINE void round(Sixteen& s, Words (&words)[16], const std::uint32_t* constants,
                          bool is_first) {
  Words& word = words[kAt];
  if (!is_first) {
    const Words near = small_sigma<17, 19, 10>(words[(kAt + 14) & 15]);
    const Words far = small_sigma<7, 18, 3>(words[(kAt + 1) & 15]);
    word = plus(plus(word, far), plus(words[(kAt + 9) & 15], near));
  }
  const Words choice = _mm512_ternarylogic_epi32(s.e, s.f, s.g, 0xCA);
  const Words majority = _mm512_ternarylogic_epi32(s.a, s.b, s.c, 0xE8);
  const Words constant = _mm512_set1_epi32(static_cast<int>(constants[kAt]));
  const Words first =
      plus(plus(plus(s.h, big_sigma<6, 11, 25>(s.e)), choice), plus(constant, word));
  const Words second = plus(big_sigma<2, 13, 22>(s.a), majority);
  s = {plus(first, second), s.a, s.b, s.c, plus(s.d, first), s.e, s.f, s.g};
}

template <int... kAt>
FT_WIDE_INLINE void rounds(std::integer_sequence<int, kAt...>, Sixteen& s, Words (&words)[16],
                           const std::uint32_t* constants, bool is_first) {
  (round<kAt>(s, words, constants, is_first), ...);
}

// The hashes of sixteen rows so far: word by word, of each the sixteen rows.
using State = std::uint32_t[8][kLanes];

// Takes `blocks` blocks of each row; rows begin `stride` bytes after one another.
FT_WIDE void take_blocks(State& state, const char* rows, std::size_t stride, std::size_t blocks) {
  std::int32_t starts[kLanes];  // in words
  for (std::size_t i = 0; i < kLanes; ++i) starts[i] = static_cast<std::int32_t>(i * stride / 4);
  const Words at = _mm512_loadu_si512(starts);
  const Words big_endian =
      _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
  Words sums[8];
  for (int i = 0; i < 8; ++i) sums[i] = _mm512_loadu_si512(state[i]);
  for (std::size_t n = 0; n < blocks; ++n, rows += kBlock) {
    Words words[16];
    for (int i = 0; i < 16; ++i) {
      words[i] = _mm512_shuffle_epi8(_mm512_i32gather_epi32(at, rows + 4 * i, 4), big_endian);
    }
    Sixteen s{sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7]};
    for (int first = 0; first < 64; first += 16) {
      rounds(std::make_integer_sequence<int, 16>(), s, words, kSha256Round.data() + first,
             first == 0);
    }
    const Words mixed[8] = {s.a, s.b, s.c, s.d, s.e, s.f, s.g, s.h};
    for (int i = 0; i < 8; ++i) sums[i] = plus(sums[i], mixed[i]);
  }
  for (int i = 0; i < 8; ++i) _mm512_storeu_si512(state[i], sums[i]);
}

#undef FT_WIDE_INLINE
#undef FT_WIDE

// What follows the whole blocks of each row: its rest, a bit, zeros, its length in bits.
struct Tails {
  static constexpr std::size_t kStride = 2 * kBlock;
  char bytes[kLanes * kStride] = {};
  std::size_t blocks = 1;

  Tails(const char* rows, std::size_t row_bytes) {
    const std::size_t rest = row_bytes % kBlock;
    if (rest + 1 + 8 > kBlock) blocks = 2;
    for (std::size_t i = 0; i < kLanes; ++i) {
      char* const tail = bytes + i * kStride;
      std::memcpy(tail, rows + (i + 1) * row_bytes - rest, rest);
      tail[rest] = static_cast<char>(0x80);
      std::uint64_t bits = std::uint64_t{8} * row_bytes;
      for (std::size_t j = 1; j <= 8; ++j, bits >>= 8) {
        tail[blocks * kBlock - j] = static_cast<char>(bits & 0xff);
      }
    }
  }
};

std::string tagged(const State& state, std::size_t lane) {
  std::string text = "sha256:";
  text.reserve(text.size() + 64);
  for (const auto& word : state) {
    for (int shift = 28; shift >= 0; shift -= 4) text += hex_digit(word[lane] >> shift);
  }
  return text;
}

void add_sixteen(const char* rows, std::size_t row_bytes, std::vector<std::string>& hashes) {
  State state;
  for (int i = 0; i < 8; ++i)
    std::fill_n(state[i], kLanes, kSha256Initial[static_cast<std::size_t>(i)]);
  take_blocks(state, rows, row_bytes, row_bytes / kBlock);
  const Tails tails(rows, row_bytes);
  take_blocks(state, tails.bytes, Tails::kStride, tails.blocks);
  for (std::size_t lane = 0; lane < kLanes; ++lane) hashes.push_back(tagged(state, lane));
}

bool can_take_sixteen(std::size_t row_bytes) {
  static const bool kIsWide =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
  constexpr std::size_t kLongest = std::size_t{1} << 28;  // so that starts[] holds the last one
  return kIsWide && row_bytes % 4 == 0 && row_bytes < kLongest;
}

#endif

// As many rows as can be taken together; the rest is left.
std::size_t add_together(std::string_view rows, std::size_t row_bytes,
                         std::vector<std::string>& hashes) {
  std::size_t at = 0;
#if defined(__x86_64__)
  const std::size_t group = kLanes * row_bytes;
  while (can_take_sixteen(row_bytes) && at + group <= rows.size()) {
    add_sixteen(rows.data() + at, row_bytes, hashes);
    at += group;
  }
#endif
  return at;
}

}  // namespace

std::vector<std::string> sha256_tagged_rows(std::string_view rows, std::size_t row_bytes) {
  FT_CHECK(row_bytes > 0 && rows.size() % row_bytes == 0);
  std::vector<std::string> hashes;
  hashes.reserve(rows.size() / row_bytes);
  for (std::size_t at = add_together(rows, row_bytes, hashes); at < rows.size(); at += row_bytes) {
    hashes.push_back(sha256_tagged(rows.substr(at, row_bytes)));
  }
  return hashes;
}

}  // namespace flowtime

#if defined(__x86_64__)
#pragma GCC diagnostic pop
#endif
