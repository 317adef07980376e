// Clock times of a zone to instants, with the rules of the system's zone files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

class LocalTime {
 public:
  // "UTC" and fixed offsets ("+02:00") need no file; else a name such as "Europe/Berlin" below
  // `zones`, the directory of zone files (null: none is known). Problem import_timezone_unknown.
  static Result<LocalTime> open(Env* zones, const std::string& name);

  const std::string& name() const { return name_; }
  // The instant of a clock time, both in seconds (the clock's as if it were UTC). Nothing where the
  // clock skipped it. In an hour that comes twice it is the first one, unless that is before
  // `not_before`, the instant of the row before.
  std::optional<std::int64_t> instant(std::int64_t clock, std::int64_t not_before) const;

 private:
  struct Change {
    std::int64_t from = 0;    // the instant since when
    std::int64_t offset = 0;  // the clock is ahead by so many seconds
  };
  static Result<LocalTime> parse(const std::string& name, const std::string& bytes);
  std::string name_ = "UTC";
  std::vector<Change> changes_;  // by instant; the first counts from ever
};

}  // namespace flowtime
