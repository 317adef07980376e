// A verdict as people read it: a word, and a shape that says the same without colour.
#pragma once

#include <string>

#include "answers/judgement.h"

namespace flowtime {

// "On time", "At risk", "Breach"; "" for none.
inline const char* word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kGood: return "On time";
    case Verdict::kWarning: return "At risk";
    case Verdict::kCritical: return "Breach";
    case Verdict::kNone: break;
  }
  return "";
}

// A circle, a triangle, a square: the shapes of the web UI.
// A hollow circle for none. UTF-8.
inline const char* shape_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kGood: return "●";
    case Verdict::kWarning: return "▲";
    case Verdict::kCritical: return "■";
    case Verdict::kNone: break;
  }
  return "○";
}

// "■ Breach"; "" for none.
inline std::string shown_verdict(Verdict verdict) {
  if (verdict == Verdict::kNone) return "";
  return std::string(shape_of(verdict)) + " " + word_of(verdict);
}

}  // namespace flowtime
