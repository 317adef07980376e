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
#include <cpuid.h>
// False alarms of g++ 12 about its own header.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#include <immintrin.h>
#endif

namespace flowtime {
namespace {

#if defined(__x86_64__)

// Rows hashed side by side. A round of one row waits for the round before it; two fill the time,
// and four are a tenth faster than two.
constexpr std::size_t kLanes = 4;
constexpr std::size_t kBlock = 64;  // bytes

#define FT_SHA __attribute__((target("sha,sse4.1,ssse3")))
#define FT_EACH_LANE _Pragma("GCC unroll 4") for (std::size_t i = 0; i < kLanes; ++i)

// The hash of a row so far, in the order of the processor's rounds: words a, b, e, f and c, d, g,
// h.
struct State {
  __m128i abef, cdgh;
};

FT_SHA State initial() {
  const auto& w = kSha256Initial;
  const auto four = [](std::uint32_t d, std::uint32_t c, std::uint32_t b, std::uint32_t a) {
    return _mm_set_epi32(static_cast<int>(d), static_cast<int>(c), static_cast<int>(b),
                         static_cast<int>(a));
  };
  return {four(w[0], w[1], w[4], w[5]), four(w[2], w[3], w[6], w[7])};
}

// Takes `blocks` blocks of each row; rows begin `stride` bytes after one another.
FT_SHA void take_blocks(State (&state)[kLanes], const char* rows, std::size_t stride,
                        std::size_t blocks) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  for (std::size_t n = 0; n < blocks; ++n, rows += kBlock) {
    __m128i words[kLanes][4], abef[kLanes], cdgh[kLanes];
    FT_EACH_LANE {
      abef[i] = state[i].abef;
      cdgh[i] = state[i].cdgh;
    }
    // Four rounds each; the words of sixteen rounds, then what follows from those before.
#pragma GCC unroll 16
    for (std::size_t at = 0; at < 16; ++at) {
      const auto* constants = reinterpret_cast<const __m128i*>(kSha256Round.data() + 4 * at);
      FT_EACH_LANE {
        __m128i& word = words[i][at & 3];
        if (at < 4) {
          const auto* bytes = reinterpret_cast<const __m128i*>(rows + i * stride + 16 * at);
          word = _mm_shuffle_epi8(_mm_loadu_si128(bytes), big_endian);
        } else {
          const __m128i last = words[i][(at + 3) & 3];
          const __m128i before = _mm_alignr_epi8(last, words[i][(at + 2) & 3], 4);
          word = _mm_add_epi32(_mm_sha256msg1_epu32(word, words[i][(at + 1) & 3]), before);
          word = _mm_sha256msg2_epu32(word, last);
        }
        const __m128i added = _mm_add_epi32(word, _mm_loadu_si128(constants));
        cdgh[i] = _mm_sha256rnds2_epu32(cdgh[i], abef[i], added);
        abef[i] = _mm_sha256rnds2_epu32(abef[i], cdgh[i], _mm_shuffle_epi32(added, 0x0e));
      }
    }
    FT_EACH_LANE {
      state[i].abef = _mm_add_epi32(state[i].abef, abef[i]);
      state[i].cdgh = _mm_add_epi32(state[i].cdgh, cdgh[i]);
    }
  }
}

#undef FT_EACH_LANE

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

std::string tagged(const State& state) {
  std::uint32_t abef[4], cdgh[4];  // from the last word to the first
  std::memcpy(abef, &state.abef, sizeof abef);
  std::memcpy(cdgh, &state.cdgh, sizeof cdgh);
  std::string text = "sha256:";
  text.reserve(text.size() + 64);
  for (const std::uint32_t word :
       {abef[3], abef[2], cdgh[3], cdgh[2], abef[1], abef[0], cdgh[1], cdgh[0]}) {
    for (int shift = 28; shift >= 0; shift -= 4) text += hex_digit(word >> shift);
  }
  return text;
}

FT_SHA void add_lanes(const char* rows, std::size_t row_bytes, std::vector<std::string>& hashes) {
  State state[kLanes];
  std::fill_n(state, kLanes, initial());
  take_blocks(state, rows, row_bytes, row_bytes / kBlock);
  const Tails tails(rows, row_bytes);
  take_blocks(state, tails.bytes, Tails::kStride, tails.blocks);
  for (const State& lane : state) hashes.push_back(tagged(lane));
}

#undef FT_SHA

bool has_sha_instructions() {
  constexpr unsigned kSha = 1U << 29;  // CPUID leaf 7, EBX
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __builtin_cpu_supports("sse4.1") != 0 &&
         __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx & kSha) != 0;
}

#endif

// As many rows as can be taken together; the rest is left.
std::size_t add_together(std::string_view rows, std::size_t row_bytes,
                         std::vector<std::string>& hashes) {
  std::size_t at = 0;
#if defined(__x86_64__)
  static const bool kCan = has_sha_instructions();
  const std::size_t group = kLanes * row_bytes;
  for (; kCan && group <= rows.size() - at; at += group) {
    add_lanes(rows.data() + at, row_bytes, hashes);
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
