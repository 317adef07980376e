// RunHost: the world in which runs are made, read and removed.
#pragma once

#include "host/limits.h"
#include "host/program_version.h"
#include "host/stage.h"
#include "sys/env.h"
#include "sys/log.h"
#include "sys/metrics.h"

namespace flowtime {

class Catalog;
class TemplateLibrary;

struct RunHost {
  Env& env;  // the data root
  LogSink& log;
  RunObserver& observer;
  ProgramVersion version = program_version();
  Limits limits{};
  Catalog* catalog = nullptr;            // null: runs are found by their directories alone
  MetricsSink* metrics = nullptr;        // null: nothing is counted
  TemplateLibrary* templates = nullptr;  // null: there are no templates by id
  Env* captures = nullptr;               // the root of capture directories; null: <data>/captures
};

}  // namespace flowtime
