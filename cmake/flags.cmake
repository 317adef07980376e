# Compiler flags of every target. -ffp-contract=off keeps results independent of the CPU;
# -ffast-math and -march=native never appear.
set(FT_SANITIZE "" CACHE STRING "address;undefined or thread")
add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False alarms of g++ 12 on std::string and std::variant.
  add_compile_options(-Wno-restrict -Wno-stringop-overflow -Wno-maybe-uninitialized)
else()
  # Loops that are asked to be vectorised are not, under the sanitisers.
  add_compile_options(-Wno-pass-failed)
  # The outlines of glyphs are longer than the 65,536 characters that every compiler must take.
  add_compile_options(-Wno-overlength-strings)
endif()
add_compile_definitions($<$<NOT:$<CONFIG:Release>>:_GLIBCXX_ASSERTIONS>)
if(FT_SANITIZE)
  string(REPLACE ";" "," FT_SANITIZE_LIST "${FT_SANITIZE}")
  add_compile_options(-fsanitize=${FT_SANITIZE_LIST} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${FT_SANITIZE_LIST})
  add_compile_definitions(FT_SANITIZED)
  # The thread sanitiser does not know fences; Asio works without its own on this processor.
  if(FT_SANITIZE MATCHES "thread")
    add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
endif()
