// Clock times of a zone to instants, with the rules of the system's zone files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// A value: copies are independent of the zone files. Rules behind the last change of a file are not
// applied: the last offset continues.
// Fixed offsets reach from -15:00 to +15:00, with or without a colon.
class LocalTime {
 public:
  // "UTC" and fixed offsets ("+02:00") need no file; else a name such as "Europe/Berlin" below
  // `zones`, the directory of zone files (null: none is known). Problem import_timezone_unknown.
  // No link and no ".." leads out of `zones`.
  static Result<LocalTime> open(Env* zones, const std::string& name);

  const std::string& name() const { return name_; }
  // The instant of a clock time, both in seconds (the clock's as if it were UTC). Nothing where the
  // clock skipped it. In an hour that comes twice `last`, the instant of the row before, decides:
  // it is the first one that is not before it, of rows that go back in time the last one that is
  // not after it.
  enum class Rows { kForward, kBackward };
  std::optional<std::int64_t> instant(std::int64_t clock, std::int64_t last,
                                      Rows rows = Rows::kForward) const;

 private:
  // Both in seconds.
  struct Change {
    std::int64_t from = 0;    // the instant since when
    std::int64_t offset = 0;  // the clock is ahead by so many seconds
  };
  // All instants at which the clock shows `clock`, the first one first.
  std::vector<std::int64_t> instants(std::int64_t clock) const;
  static Result<LocalTime> parse(const std::string& name, const std::string& bytes);
  std::string name_ = "UTC";
  std::vector<Change> changes_;  // by instant; the first counts from ever
};

}  // namespace flowtime
