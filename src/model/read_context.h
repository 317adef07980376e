// ReadContext: what all parts of the reader share while one document is read.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "model/place.h"
#include "model/read_model.h"

namespace flowtime::model_detail {

// One per document; not thread safe.
class ReadContext {
 public:
  // `asked`, when given, outlives the context.
  explicit ReadContext(FieldsAsked* asked = nullptr) : asked_(asked) {}

  // Keeps the first kMaxListedProblems and counts the others.
  // Messages longer than 600 bytes lose their middle.
  void add(Problem problem);
  // Nothing was reported so far, listed or not.
  bool empty() const { return listed_.empty(); }
  // Without what the problems are about, the document is a model that can be compiled.
  // Decided by every problem, also by those that are not listed.
  bool is_model_whole() const { return is_model_whole_; }
  // The problems in the order of add, and a last one that tells how many more there are.
  // Empty when nothing was added. The context is empty afterwards.
  Problems take();

  // The known name that was probably meant, or nothing. A name that differs by case alone is always
  // found; anything else as long as the document has not cost kMaxNameComparisons, so that many
  // misses among many names end soon.
  // Gives "" as well when the list is full, because the answer would not be shown.
  std::string meant(std::string_view name, const std::vector<std::string_view>& known);

  // Records a field for FieldsAsked; items of a list count as one place.
  void asked_for(const Place& place, std::string_view key) {
    if (asked_ != nullptr) note_asked(place.text(), key);
  }

 private:
  void note_asked(const std::string& path, std::string_view key);
  bool full() const;
  Problems listed_;
  std::size_t unlisted_ = 0;
  bool is_model_whole_ = true;
  std::size_t comparisons_ = 0;
  FieldsAsked* asked_;
};

}  // namespace flowtime::model_detail
