// PCG-XSH-RR 64/32: one named stream of random numbers.
// Published by M. E. O'Neill, 2014 (pcg-random.org). Not thread safe: one per stream.
#pragma once

#include <bit>
#include <cstdint>

namespace flowtime {

// The period is 2^64. Stream and values are part of a run's identity: they must never change.
class Pcg32 {
 public:
  // Starts at `seed` and discards one draw.
  // The seed is the state, not a hash of it.
  static Pcg32 seeded(std::uint64_t seed) {
    Pcg32 generator(seed);
    generator.next();
    return generator;
  }
  // Continues from a state that state() gave.
  // Evaluation in tiles stores the state at a tile's end and continues from it.
  explicit Pcg32(std::uint64_t state) : state_(state) {}
  // All there is to a generator: two with one state go on alike.
  std::uint64_t state() const { return state_; }

  // Uniform over all 32-bit numbers.
  std::uint32_t next() {
    const std::uint64_t old = state_;
    state_ = old * 6364136223846793005u + 1442695040888963407u;
    const auto folded = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
    return std::rotr(folded, static_cast<int>(old >> 59));
  }
  // Uniform in [0, 1).
  // Multiples of 2^-32.
  double next_double() { return next() / 4294967296.0; }
  // Uniform in [lo, hi) without bias; requires lo < hi.
  // D. Lemire's method: a product instead of a remainder, and a few draws refused for fairness. The
  // range is below 2^32.
  std::int64_t next_int(std::int64_t lo, std::int64_t hi) {
    const auto range = static_cast<std::uint32_t>(hi - lo);
    const std::uint32_t reject_below = (0u - range) % range;
    std::uint64_t product = 0;
    do {
      product = std::uint64_t{next()} * range;
    } while (static_cast<std::uint32_t>(product) < reject_below);
    return lo + static_cast<std::int64_t>(product >> 32);
  }

 private:
  std::uint64_t state_;
};

}  // namespace flowtime
