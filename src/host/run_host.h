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

// Made by the way in (a command, a request, a job) and passed down by reference. Everything in it
// outlives the use case. A use case that needs a part that is null says so as a problem, or does
// without, as below.
//
// Threads: a host is used by one thread at a time; what it points to is shared where it says so.
struct RunHost {
  Env& env;  // the data root
  LogSink& log;
  // Of this one piece of work.
  RunObserver& observer;
  ProgramVersion version = program_version();
  Limits limits{};
  Catalog* catalog = nullptr;            // null: runs are found by their directories alone
  MetricsSink* metrics = nullptr;        // null: nothing is counted
  TemplateLibrary* templates = nullptr;  // null: there are no templates by id
  Env* captures = nullptr;               // the root of capture directories; null: <data>/captures
};

}  // namespace flowtime
