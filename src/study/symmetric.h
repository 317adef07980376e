// Small symmetric matrices: the normal equations of a fit with a few parameters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flowtime {

// Dense; both halves are kept, so that rows are whole.
class SymmetricMatrix {
 public:
  explicit SymmetricMatrix(std::size_t size) : size_(size), values_(size * size, 0.0) {}
  std::size_t size() const { return size_; }
  double at(std::size_t i, std::size_t j) const { return values_[i * size_ + j]; }
  void set(std::size_t i, std::size_t j, double value) {
    values_[i * size_ + j] = value;
    values_[j * size_ + i] = value;
  }
  void add(std::size_t i, std::size_t j, double value) { set(i, j, at(i, j) + value); }

 private:
  std::size_t size_;
  std::vector<double> values_;
};

struct EigenPair {
  double value = 0;
  std::vector<double> vector{};  // of length 1, its largest part positive
};
// By the rotations of Jacobi; the largest value first.
std::vector<EigenPair> eigen_pairs(SymmetricMatrix matrix);

// x of (A + damping * diagonal of A) x = b over the parameters that are not fixed; 0 for those that
// are. A diagonal of nothing counts as 1e-12 of the largest, so that there is always a solution.
std::vector<double> damped_solution(const SymmetricMatrix& matrix, std::span<const double> b,
                                    double damping, std::span<const std::uint8_t> fixed);

}  // namespace flowtime
