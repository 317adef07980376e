#include "study/nelder_mead.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "series/absent.h"

namespace flowtime {
namespace {

struct Vertex {
  StudyPoint point;
  double value = 0;
};

class Simplex {
 public:
  Simplex(const MinimumTask& task, const EvaluateStudy& evaluate)
      : task_(task), evaluate_(evaluate), size_(task.space.size()) {}

  Result<Minimum> run() {
    FT_RETURN_IF_PROBLEM(begin());
    note(0);
    while (!made_.converged && made_.iterations < task_.max_iterations) {
      FT_RETURN_IF_PROBLEM(iterate());
      sort();
      note(made_.iterations + 1);
    }
    return made_;
  }

 private:
  Result<Done> begin() {
    StudyPoint middle;
    for (const Interval& range : task_.space) middle.push_back((range.lo + range.hi) / 2);
    std::vector<StudyPoint> points{middle};
    for (std::size_t i = 0; i < size_; ++i) {
      points.push_back(middle);
      // A narrow range leaves the vertex at the middle: the simplex is flat in that parameter.
      points.back()[i] = task_.space[i].clamp(middle[i] + 0.05 * task_.space[i].width());
    }
    FT_TRY(const std::vector<double> values, values_at(points));
    for (std::size_t i = 0; i < points.size(); ++i) vertices_.push_back({points[i], values[i]});
    sort();
    return Done{};
  }

  Result<Done> iterate() {
    const Vertex& worst = vertices_.back();
    const StudyPoint centre = centre_of_others();
    // The usual decision: expand what is best, take what is not worst, contract otherwise.
    FT_TRY(Vertex reflected, vertex_at(centre, 1));
    if (reflected.value < vertices_.front().value) {
      FT_TRY(Vertex expanded, vertex_at(centre, 2));
      return accept(expanded.value < reflected.value ? std::move(expanded) : std::move(reflected));
    }
    if (reflected.value < vertices_[size_ - 1].value) return accept(std::move(reflected));
    const bool outside = reflected.value < worst.value;
    FT_TRY(Vertex contracted, vertex_at(centre, outside ? 0.5 : -0.5));
    const bool is_better =
        outside ? contracted.value <= reflected.value : contracted.value < worst.value;
    return is_better ? accept(std::move(contracted)) : shrink();
  }

  Result<Done> accept(Vertex vertex) {
    vertices_.back() = std::move(vertex);
    return Done{};
  }

  Result<Done> shrink() {
    const StudyPoint best = vertices_.front().point;
    std::vector<StudyPoint> points;
    for (std::size_t v = 1; v < vertices_.size(); ++v) {
      StudyPoint point(size_);
      for (std::size_t i = 0; i < size_; ++i) {
        point[i] = best[i] + 0.5 * (vertices_[v].point[i] - best[i]);
      }
      points.push_back(std::move(point));
    }
    FT_TRY(const std::vector<double> values, values_at(points));
    for (std::size_t v = 1; v < vertices_.size(); ++v) {
      vertices_[v] = {std::move(points[v - 1]), values[v - 1]};
    }
    return Done{};
  }

  // The mean of all but the worst.
  StudyPoint centre_of_others() const {
    StudyPoint centre(size_);
    for (std::size_t v = 0; v < size_; ++v) {
      for (std::size_t i = 0; i < size_; ++i) centre[i] += vertices_[v].point[i];
    }
    for (double& x : centre) x /= static_cast<double>(size_);
    return centre;
  }

  // centre + factor (centre - worst), in the box.
  Result<Vertex> vertex_at(const StudyPoint& centre, double factor) {
    const StudyPoint& worst = vertices_.back().point;
    StudyPoint point(size_);
    for (std::size_t i = 0; i < size_; ++i) {
      point[i] = task_.space[i].clamp(centre[i] + factor * (centre[i] - worst[i]));
    }
    FT_TRY(const std::vector<double> value, values_at({point}));
    return Vertex{std::move(point), value.front()};
  }

  Result<std::vector<double>> values_at(const std::vector<StudyPoint>& points) {
    FT_TRY(std::vector<double> values, evaluate_(points));
    made_.evaluations += static_cast<std::int64_t>(points.size());
    for (double& value : values) {
      // Infinite values sort last and are reflected away from.
      if (!is_finite(value)) value = std::numeric_limits<double>::infinity();
    }
    return values;
  }

  void sort() {
    // Stable: ties keep their age, so that runs repeat.
    std::stable_sort(vertices_.begin(), vertices_.end(),
                     [](const Vertex& a, const Vertex& b) { return a.value < b.value; });
  }

  bool has_converged() const {
    if (!(vertices_.back().value - vertices_.front().value < task_.tolerance)) return false;
    for (const Vertex& vertex : vertices_) {
      for (std::size_t i = 0; i < size_; ++i) {
        const double off = std::fabs(vertex.point[i] - vertices_.front().point[i]);
        if (!(off < task_.place_tolerance * task_.space[i].width())) return false;
      }
    }
    return true;
  }

  void note(int iteration) {
    made_.iterations = iteration;
    made_.point = vertices_.front().point;
    made_.value = vertices_.front().value;
    made_.steps.push_back({iteration, made_.point, made_.value});
    made_.converged = has_converged();
  }

  const MinimumTask& task_;
  const EvaluateStudy& evaluate_;
  std::size_t size_;
  std::vector<Vertex> vertices_;
  Minimum made_;
};

}  // namespace

Result<Minimum> nelder_mead(const MinimumTask& task, const EvaluateStudy& evaluate) {
  return Simplex(task, evaluate).run();
}

}  // namespace flowtime
