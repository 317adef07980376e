// Designs: which points of a space a study evaluates. Equal seeds give equal points everywhere.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "study/search.h"

namespace flowtime {

// `count` values from lo to hi, both included and equally far apart; lo alone for one.
std::vector<double> values_between(Interval interval, std::int64_t count);

// Every mix of the values; the last parameter changes fastest.
// As many points as the product of the lists' lengths: the caller bounds it.
std::vector<StudyPoint> grid_design(std::span<const std::vector<double>> values);

// Each of `count` equal slices of every parameter holds one point (McKay, Beckman and Conover
// 1979), at a random place in it.
std::vector<StudyPoint> latin_hypercube(std::span<const Interval> space, std::int64_t count,
                                        std::uint64_t seed);

// The first points of a Sobol sequence (directions of Joe and Kuo 2008), each parameter shifted
// digitally by a number of the seed, so that no point lies on the border.
std::vector<StudyPoint> sobol_design(std::span<const Interval> space, std::int64_t count,
                                     std::uint64_t seed);

// The same in the unit cube.
// Coordinates are within (0, 1); at most as many parameters as the directions have.
std::vector<StudyPoint> sobol_cube(std::size_t parameters, std::int64_t count, std::uint64_t seed);

}  // namespace flowtime
