// Random numbers and expressions, as random_model.h puts them into models.
#pragma once

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "series/pcg32.h"
#include "support/random_model.h"

namespace flowtime::tests {

using Strings = std::vector<std::string>;

// Stands for "any id", chosen once all ids are known.
inline constexpr char kAnyId = '@';

inline std::string join(const Strings& items, const char* between) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : between) + item;
  return text;
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(Pcg32::seeded(seed)) {}
  int below(int n) { return static_cast<int>(random_.next_int(0, n)); }
  int between(int lo, int hi) { return lo + below(hi - lo + 1); }
  bool chance(int percent) { return below(100) < percent; }
  const std::string& one_of(const Strings& items) {
    return items[static_cast<std::size_t>(below(static_cast<int>(items.size())))];
  }
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[static_cast<std::size_t>(below(static_cast<int>(i)))]);
    }
  }

 private:
  Pcg32 random_;
};

// What may stand where a model wants a number, a series or an expression.
class RandomExpressions {
 public:
  explicit RandomExpressions(const RandomModelOptions& options)
      : options_(options), dice_(options.seed * 2 + (options.degenerate ? 1 : 0)) {}

 protected:
  // --- values ---------------------------------------------------------------------------------
  std::string number() {
    if (options_.degenerate && dice_.chance(30)) {
      return dice_.one_of({"0", "-0", "-7.5", "1e300", "-1e300", "1e-300", "1", "0.1", "-1"});
    }
    const int whole = dice_.below(30);
    return amount(whole * 1000 + dice_.below(1000));
  }
  // So many thousandths, times the scale.
  std::string amount(int thousandths) {
    thousandths *= options_.scale;
    char text[32];
    std::snprintf(text, sizeof text, "%d.%03d", thousandths / 1000, thousandths % 1000);
    return text;
  }
  std::string whole(int lo, int hi) {
    return std::to_string(dice_.between(lo, hi) * options_.scale);
  }
  std::string fraction() {  // 0.05 .. 0.6
    char text[32];
    std::snprintf(text, sizeof text, "0.%03d", dice_.between(50, 600));
    return text;
  }
  std::string value_list() {
    const int count = dice_.chance(30) ? 1 : options_.bins;
    Strings values;
    for (int i = 0; i < count; ++i) values.push_back(dice_.chance(15) ? "0" : number());
    return "[" + join(values, ", ") + "]";
  }
  std::string kernel(bool lagged) {
    Strings taps;
    if (lagged) taps.push_back("0");
    const int count = dice_.between(1, 4);
    for (int i = 0; i < count; ++i) {
      const bool odd = options_.degenerate && dice_.chance(20);
      taps.push_back(odd ? "-0.5" : "0." + std::to_string(dice_.between(10, 24)));
    }
    return "[" + join(taps, ", ") + "]";
  }

  // --- series ---------------------------------------------------------------------------------
  const std::string& flow() {
    // Recent series more often than old ones, so that chains become deep.
    if (flows_.size() > 6 && dice_.chance(50)) {
      const int back = dice_.between(1, 6);
      return flows_[flows_.size() - static_cast<std::size_t>(back)];
    }
    return dice_.one_of(flows_);
  }

  // --- expressions ----------------------------------------------------------------------------
  std::string lag() { return std::to_string(dice_.chance(70) ? 1 : dice_.between(1, 5)); }
  std::string leaf() {
    const int die = dice_.below(100);
    if (die < 62) return flow();
    if (die < 74) return fraction() + " * SHIFT(" + kAnyId + ", " + lag() + ")";
    if (die < 78) return std::string("CONV(") + kAnyId + ", " + kernel(true) + ")";
    if (die < 88) return "SHIFT(" + flow() + ", " + std::to_string(dice_.below(4)) + ")";
    if (options_.degenerate && dice_.chance(20)) return "SQRT(-1)";
    return number();
  }
  std::string call(const char* name, int depth, int arguments) {
    Strings list;
    for (int i = 0; i < arguments; ++i) list.push_back(expression(depth - 1));
    return std::string(name) + "(" + join(list, ", ") + ")";
  }
  std::string infix(int depth) {
    static const Strings kOperators{"+", "-", "*", "/", "+", "-"};
    return "(" + expression(depth - 1) + " " + dice_.one_of(kOperators) + " " +
           expression(depth - 1) + ")";
  }
  std::string comparison(int depth) {
    static const Strings kOperators{"<", "<=", ">", ">=", "==", "!="};
    return "(" + expression(depth - 1) + " " + dice_.one_of(kOperators) + " " +
           expression(depth - 1) + ")";
  }
  std::string pulse() {
    std::string text = "PULSE(" + std::to_string(dice_.between(1, 5));
    if (dice_.chance(70))
      text += ", " + std::to_string(dice_.below(5));
    else
      return text + ")";
    if (dice_.chance(60)) text += ", " + expression(1);
    return text + ")";
  }
  // Points of ascending x over the size of ordinary amounts.
  std::string points() {
    Strings pairs;
    int x = dice_.below(20);
    for (int i = dice_.between(1, 5); i > 0; --i, x += dice_.between(1, 30)) {
      pairs.push_back("[" + std::to_string(x) + ", " + std::to_string(dice_.below(50)) + "]");
    }
    return "[" + join(pairs, ", ") + "]";
  }
  // Lags that a ring can live with.
  std::string delay(int depth) {
    const std::string lag = dice_.chance(30) ? std::to_string(dice_.between(1, 6))
                                             : "CLAMP(" + expression(depth - 1) + ", 1, 6)";
    const std::string x = dice_.chance(50) ? std::string(1, kAnyId) : flow();
    return fraction() + " * DELAY(" + x + ", " + lag + (dice_.chance(50) ? ", 8)" : ")");
  }
  std::string newer_expression(int depth) {
    switch (dice_.below(13)) {
      case 0: return "EXP(CLAMP(" + expression(depth - 1) + ", -9, 5))";
      case 1: return call("LN", depth, 1);
      case 2: return call("LOG10", depth, 1);
      case 3: return "CLAMP(" + expression(depth - 1) + ", 0, 30) ^ " + fraction();
      case 4: return call(dice_.chance(50) ? "SIN" : "COS", depth, 1);
      case 5:
        return depth % 2 == 0 ? call("ARCTAN", depth, 1)
                              : "CLAMP(" + call("TAN", depth, 1) + ", -9, 9)";
      case 6: return dice_.chance(50) ? "TIME()" : "BIN()";
      case 7: return "LOOKUP(" + expression(depth - 1) + ", " + points() + ")";
      case 8: return call(dice_.chance(50) ? "MIN" : "MAX", depth, dice_.between(3, 4));
      case 9: return "SHIFT(" + expression(depth - 1) + ", " + lag() + ", " + leaf() + ")";
      case 10: return call("INITIAL", depth, 1);
      case 11: return "SAMPLE(" + expression(depth - 1) + ", " + comparison(depth) + ")";
      default: return delay(depth);
    }
  }
  std::string expression(int depth) {
    if (depth <= 0) return leaf();
    if (options_.homogeneous) return homogeneous_expression(depth);
    switch (dice_.below(32)) {
      case 18:
      case 19:
      case 20:
      case 21: return newer_expression(depth);
      case 0: return call("MIN", depth, 2);
      case 1: return call("MAX", depth, 2);
      case 2: return call("CLAMP", depth, 3);
      case 3: return call("MOD", depth, 2);
      case 4: return call("FLOOR", depth, 1);
      case 5: return call("CEIL", depth, 1);
      case 6: return call("ROUND", depth, 1);
      case 7: return call("STEP", depth, 2);
      case 8: return pulse();
      case 9: return call("IF", depth, 3);
      case 10: return call("ABS", depth, 1);
      case 11: return call("SQRT", depth, 1);
      case 12: return "EMA(" + expression(depth - 1) + ", " + fraction() + ")";
      case 13: return fraction() + " * CUMSUM(" + expression(depth - 1) + ")";
      case 14: return "CONV(" + expression(depth - 1) + ", " + kernel(false) + ")";
      case 15: return "SHIFT(" + expression(depth - 1) + ", " + lag() + ")";
      case 16: return "-" + leaf();
      case 17: return comparison(depth);
      default: return infix(depth);
    }
  }
  std::string homogeneous_expression(int depth) {
    switch (dice_.below(14)) {
      case 0: return call("MIN", depth, 2);
      case 1: return call("MAX", depth, 2);
      case 2: return call("CLAMP", depth, 3);
      case 3: return call("ABS", depth, 1);
      case 4: return "EMA(" + expression(depth - 1) + ", " + fraction() + ")";
      case 5: return fraction() + " * CUMSUM(" + expression(depth - 1) + ")";
      case 6: return "CONV(" + expression(depth - 1) + ", " + kernel(false) + ")";
      case 7: return "SHIFT(" + expression(depth - 1) + ", " + lag() + ")";
      case 8: return "IF(" + comparison(depth) + ", " + flow() + ", " + number() + ")";
      case 9: return "PULSE(" + std::to_string(dice_.between(1, 5)) + ", 1, " + flow() + ")";
      case 10: return "(" + expression(depth - 1) + " - " + expression(depth - 1) + ")";
      case 11: return fraction() + " * " + flow();
      default: return "(" + expression(depth - 1) + " + " + expression(depth - 1) + ")";
    }
  }
  // Bounded, so that feedback cannot grow beyond measure.
  std::string bounded_expression() {
    const std::string inner = expression(dice_.between(1, 3));
    if (options_.degenerate && dice_.chance(60)) return inner;
    return "CLAMP(" + inner + ", 0, " + whole(40, 900) + ")";
  }

  const RandomModelOptions options_;
  Dice dice_;
  Strings flows_;  // may be read in the same bin by what comes next
};

}  // namespace flowtime::tests
