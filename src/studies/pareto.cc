#include "studies/pareto.h"

#include <algorithm>

#include "series/absent.h"
#include "series/pcg32.h"
#include "study/design.h"

namespace flowtime::studies {
namespace {

constexpr std::int64_t kFrontPoints = 256;
constexpr std::int64_t kFrontRounds =
    8;  // of which the first is the design, with half of the points

class Front {
 public:
  Front(const StudyRequest& request, const std::vector<Axis>& axes, PointEvaluator& evaluator)
      : request_(request),
        axes_(axes),
        evaluator_(evaluator),
        random_(Pcg32::seeded(request.seed)) {}

  Result<ParetoAnswer> run() {
    const std::int64_t all = pareto_points(request_);
    const std::int64_t first = std::max<std::int64_t>(1, all / 2);
    FT_RETURN_IF_PROBLEM(evaluate(sobol_design(ranges_of(axes_), first, request_.seed)));
    std::int64_t left = all - first;
    for (std::int64_t round = 1; round < kFrontRounds && left > 0; ++round) {
      const std::int64_t size = round + 1 == kFrontRounds
                                    ? left
                                    : std::max<std::int64_t>(1, (all - first) / (kFrontRounds - 1));
      FT_RETURN_IF_PROBLEM(evaluate(near_front(std::min(size, left), round)));
      left -= size;
    }
    return ParetoAnswer{front()};
  }

 private:
  Result<Done> evaluate(std::vector<whatif::Point> points) {
    for (whatif::Point& point : points) point = rounded(axes_, std::move(point));
    FT_RETURN_IF_PROBLEM(evaluator_.evaluate(points));
    return Done{};
  }

  // The smaller, the better.
  double figure(const StudyRow& row, std::size_t i) const {
    const bool most =
        request_.maximize_each.empty() ? request_.maximize : request_.maximize_each[i];
    return most ? -row.figures[i].value : row.figures[i].value;
  }

  // By the first figure; of points that are equal in both the first that was evaluated.
  std::vector<StudyRow> front() const {
    std::vector<const StudyRow*> rows;
    for (const StudyRow& row : evaluator_.rows()) {
      if (!is_absent(row.figures[0].value) && !is_absent(row.figures[1].value)) {
        rows.push_back(&row);
      }
    }
    std::stable_sort(rows.begin(), rows.end(), [&](const StudyRow* a, const StudyRow* b) {
      if (figure(*a, 0) != figure(*b, 0)) return figure(*a, 0) < figure(*b, 0);
      return figure(*a, 1) < figure(*b, 1);
    });
    std::vector<StudyRow> kept;
    for (const StudyRow* row : rows) {
      // In rising order of the first figure, a point is on the front when its second is below all
      // before.
      if (kept.empty() || figure(*row, 1) < figure(kept.back(), 1)) kept.push_back(*row);
    }
    return kept;
  }

  // Between two neighbours on the front, and a little beside; the later, the closer.
  std::vector<whatif::Point> near_front(std::int64_t count, std::int64_t round) {
    const std::vector<StudyRow> known = front();
    std::vector<whatif::Point> points;
    for (std::int64_t k = 0; k < count; ++k) {
      const auto i = static_cast<std::size_t>(k) % std::max<std::size_t>(1, known.size());
      // Without a front yet: near the first point, so that the design is not wasted.
      const StudyRow* base = known.empty() ? &evaluator_.rows().front() : &known[i];
      const StudyRow* next = i + 1 < known.size() ? &known[i + 1] : base;
      points.push_back(beside(base->point, next->point, round));
    }
    return points;
  }

  whatif::Point beside(const whatif::Point& a, const whatif::Point& b, std::int64_t round) {
    const double along = random_.next_double();
    whatif::Point point;
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      const Interval& range = axes_[i].range;
      // A quarter of the range in the first round, half of that in each later one.
      const double width = (range.hi - range.lo) / static_cast<double>(std::int64_t{2} << round);
      const double jitter = (2 * random_.next_double() - 1) * width;
      point.push_back(std::clamp(a[i] + along * (b[i] - a[i]) + jitter, range.lo, range.hi));
    }
    return point;
  }

  const StudyRequest& request_;
  const std::vector<Axis>& axes_;
  PointEvaluator& evaluator_;
  Pcg32 random_;
};

}  // namespace

Result<ParetoAnswer> pareto_front(const StudyRequest& request, const std::vector<Axis>& axes,
                                  PointEvaluator& evaluator) {
  return Front(request, axes, evaluator).run();
}

std::int64_t pareto_points(const StudyRequest& request) {
  return request.points > 0 ? request.points : kFrontPoints;
}

}  // namespace flowtime::studies
