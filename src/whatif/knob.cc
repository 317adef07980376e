#include "whatif/knob.h"

#include "base/number_text.h"

namespace flowtime::whatif {

Setting Knob::with(double value) const {
  Setting setting = pattern;
  setting.values = {value};
  setting.text = text + "=" + format_number(value);
  setting.label = setting.text;
  return setting;
}

Result<Knob> parse_knob(std::string_view text) {
  // One grammar for knobs and settings: the value 0 is only there to be parsed.
  FT_TRY(Setting pattern, parse_setting(std::string(text) + "=0", std::string(text)));
  pattern.values.clear();
  return Knob{.text = std::string(text), .pattern = std::move(pattern)};
}

}  // namespace flowtime::whatif
