// A page prints numbers by their shortest digits, and by snprintf where it wants so many. The C++
// library prints so many digits from tables of 105 kB (28 kB packed) which its to_chars refers to
// whatever it is asked for; these definitions come before its own and keep the tables out. Nothing
// calls them: std::to_chars with a precision would end the module, and tools/check_layers.py
// refuses it.
#include <charconv>
#include <cstdint>

namespace std {
inline namespace __2 {

to_chars_result __d2fixed_buffered_n(char*, char*, double, uint32_t);
to_chars_result __d2exp_buffered_n(char*, char*, double, uint32_t);
void __append_n_digits(uint32_t, uint32_t, char*);
void __append_nine_digits(uint32_t, char*);

to_chars_result __d2fixed_buffered_n(char*, char*, double, uint32_t) { __builtin_trap(); }
to_chars_result __d2exp_buffered_n(char*, char*, double, uint32_t) { __builtin_trap(); }
// Of floats, which no source has.
void __append_n_digits(uint32_t, uint32_t, char*) { __builtin_trap(); }
void __append_nine_digits(uint32_t, char*) { __builtin_trap(); }

}  // namespace __2
}  // namespace std
