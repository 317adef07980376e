#include "orchestrate/jobs.h"

namespace flowtime {

const char* name_of(JobState state) {
  switch (state) {
    case JobState::kQueued: return "queued";
    case JobState::kRunning: return "running";
    case JobState::kSucceeded: return "succeeded";
    case JobState::kFailed: return "failed";
    case JobState::kCancelled: return "cancelled";
    case JobState::kInterrupted: return "interrupted";
  }
  return "";
}

bool is_final(JobState state) { return state != JobState::kQueued && state != JobState::kRunning; }

}  // namespace flowtime
