// Whether a run of a model can have a figure, and in which unit: what is known before anything is
// evaluated.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "figures/figure.h"
#include "model/model.h"
#include "series/series_view.h"

namespace flowtime::figures {

// Problems: unknown_series, unknown_node and unknown_class, the first two with the nearest name;
// figure_kind for an id of another kind or without such a figure; figure_range for one that takes
// none.
// Looks names up and nothing else: a figure that passes may still be absent in a run.
Result<Done> check_figure(const Figure& figure, const Model& model, const SeriesCatalog& series);

// Code unknown_class.
Problem no_such_class(const std::string& node_id, const std::string& class_id);

// That of FigureValue::unit. `units` are those of series_units (run/series_units.h).
// Empty where the series is unknown or has no unit.
std::string unit_of(const Figure& figure, const SeriesCatalog& series,
                    const std::vector<std::string>& units);

}  // namespace flowtime::figures
