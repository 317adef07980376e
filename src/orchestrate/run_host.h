// RunHost: the world in which runs are made, read and removed.
#pragma once

#include "orchestrate/limits.h"
#include "orchestrate/program_version.h"
#include "orchestrate/stage.h"
#include "sys/env.h"
#include "sys/log.h"

namespace flowtime {

struct RunHost {
  Env& env;  // the data root
  LogSink& log;
  RunObserver& observer;
  ProgramVersion version = program_version();
  Limits limits{};
};

}  // namespace flowtime
