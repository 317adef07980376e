#include "model/place.h"

namespace flowtime::model_detail {

std::string Place::text() const {
  if (above_ == nullptr) return "";
  return above_->text() + "/" + (item_ ? std::to_string(*item_) : std::string(key_));
}

std::string Title::text() const {
  std::string text(kind_);
  if (id_) text += " '" + std::string(*id_) + "'";
  if (number_) text += " " + std::to_string(*number_);
  return whole_ == nullptr ? text : text + " of " + whole_->text();
}

}  // namespace flowtime::model_detail
