#include "study/symmetric.h"

#include <algorithm>
#include <cmath>

namespace flowtime {
namespace {

constexpr int kMostSweeps = 60;

// The rotation that makes the entry p, q nothing, on both sides and in the vectors.
void rotate(SymmetricMatrix& a, std::vector<std::vector<double>>& vectors, std::size_t p,
            std::size_t q) {
  const double off = a.at(p, q);
  const double theta = (a.at(q, q) - a.at(p, p)) / (2 * off);
  // The smaller of the two angles: rotations by less than 45 degrees converge.
  const double t = (theta < 0 ? -1 : 1) / (std::fabs(theta) + std::sqrt(theta * theta + 1));
  const double c = 1 / std::sqrt(t * t + 1), s = t * c;
  const double app = a.at(p, p) - t * off, aqq = a.at(q, q) + t * off;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (k == p || k == q) continue;
    const double akp = a.at(k, p), akq = a.at(k, q);
    a.set(k, p, c * akp - s * akq);
    a.set(k, q, s * akp + c * akq);
  }
  a.set(p, p, app);
  a.set(q, q, aqq);
  a.set(p, q, 0);
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double vp = vectors[p][k], vq = vectors[q][k];
    vectors[p][k] = c * vp - s * vq;
    vectors[q][k] = s * vp + c * vq;
  }
}

double off_diagonal(const SymmetricMatrix& a) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) sum += a.at(i, j) * a.at(i, j);
  }
  return sum;
}

void point_forward(std::vector<double>& vector) {
  const auto largest = std::max_element(
      vector.begin(), vector.end(), [](double a, double b) { return std::fabs(a) < std::fabs(b); });
  if (largest == vector.end() || *largest >= 0) return;
  for (double& part : vector) part = -part;
}

}  // namespace

std::vector<EigenPair> eigen_pairs(SymmetricMatrix matrix) {
  const std::size_t size = matrix.size();
  std::vector<std::vector<double>> vectors(size, std::vector<double>(size, 0.0));
  double scale = 0;
  for (std::size_t i = 0; i < size; ++i) {
    vectors[i][i] = 1;
    scale += matrix.at(i, i) * matrix.at(i, i);
  }
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    // Squares: 1e-15 of the entries.
    if (off_diagonal(matrix) <= 1e-30 * scale) break;
    for (std::size_t p = 0; p < size; ++p) {
      for (std::size_t q = p + 1; q < size; ++q) {
        if (matrix.at(p, q) != 0) rotate(matrix, vectors, p, q);
      }
    }
  }
  std::vector<EigenPair> pairs;
  for (std::size_t i = 0; i < size; ++i) {
    point_forward(vectors[i]);
    pairs.push_back({matrix.at(i, i), std::move(vectors[i])});
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const EigenPair& a, const EigenPair& b) { return a.value > b.value; });
  return pairs;
}

std::vector<double> damped_solution(const SymmetricMatrix& matrix, std::span<const double> b,
                                    double damping, std::span<const std::uint8_t> fixed) {
  const std::size_t size = matrix.size();
  std::vector<double> x(size, 0.0);
  double largest = 0;
  for (std::size_t i = 0; i < size; ++i) largest = std::max(largest, matrix.at(i, i));
  if (!(largest > 0)) return x;
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < size; ++i) {
    if (fixed[i] == 0) free.push_back(i);
  }
  // Cholesky: L L^T of the damped matrix, row by row.
  std::vector<std::vector<double>> lower(free.size(), std::vector<double>(free.size(), 0.0));
  std::vector<double> y(free.size(), 0.0);
  for (std::size_t i = 0; i < free.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double value = matrix.at(free[i], free[j]);
      if (i == j) value += damping * std::max(value, 1e-12 * largest);
      for (std::size_t k = 0; k < j; ++k) value -= lower[i][k] * lower[j][k];
      // Rounding may make a pivot slightly negative; the damping makes it harmless.
      lower[i][j] = i == j ? std::sqrt(std::max(value, 1e-24 * largest)) : value / lower[j][j];
    }
    double value = b[free[i]];
    for (std::size_t k = 0; k < i; ++k) value -= lower[i][k] * y[k];
    y[i] = value / lower[i][i];
  }
  for (std::size_t i = free.size(); i-- > 0;) {
    double value = y[i];
    for (std::size_t k = i + 1; k < free.size(); ++k) value -= lower[k][i] * x[free[k]];
    x[free[i]] = value / lower[i][i];
  }
  return x;
}

}  // namespace flowtime
