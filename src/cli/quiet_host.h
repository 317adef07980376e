// QuietHost: what a command about stored runs works with: no log, progress on the console, the
// templates.
#pragma once

#include <memory>

#include "cli/console_observer.h"
#include "cli/template_input.h"
#include "host/run_host.h"
#include "library/template_library.h"
#include "terminal/command.h"
#include "terminal/console.h"

namespace flowtime::cli {

// All arguments of the constructor outlive it.
// The host refers to the members, so this object outlives every use of it.
class QuietHost {
 public:
  QuietHost(const Arguments& arguments, Env& env, Console& console)
      : observer_(console),
        templates_(open_template_library(arguments)),
        host_{.env = env, .log = log_, .observer = observer_, .templates = templates_.get()} {}
  // Neither copied nor moved: the host refers to the members beside it.
  QuietHost(const QuietHost&) = delete;
  QuietHost& operator=(const QuietHost&) = delete;

  const RunHost& host() const { return host_; }

 private:
  NullLogSink log_;
  ConsoleObserver observer_;
  std::unique_ptr<TemplateLibrary> templates_;
  RunHost host_;
};

}  // namespace flowtime::cli
