// docs/expressions.md shows the table of functions, word for word. FT_UPDATE=1 writes it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "expr/functions.h"

namespace flowtime {
namespace {

const std::string kPath = FT_SOURCE_DIR "/docs/expressions.md";
const std::string kBegin =
    "<!-- the rows of src/expr/functions.def; FT_UPDATE=1 ft_expr_test writes it -->\n";
const std::string kEnd = "<!-- end of the functions -->\n";

TEST(FunctionsDocument, ShowsEveryFunction) {
  std::ifstream in(kPath, std::ios::binary);
  std::stringstream read;
  read << in.rdbuf();
  const std::string text = read.str();
  const std::size_t begin = text.find(kBegin), end = text.find(kEnd);
  ASSERT_NE(begin, std::string::npos) << "docs/expressions.md lacks: " << kBegin;
  ASSERT_NE(end, std::string::npos) << "docs/expressions.md lacks: " << kEnd;
  const std::string wanted =
      text.substr(0, begin + kBegin.size()) + function_table() + text.substr(end);
  const char* update = std::getenv("FT_UPDATE");
  if (update != nullptr && std::string(update) == "1") {
    std::ofstream(kPath, std::ios::binary) << wanted;
    return;
  }
  EXPECT_EQ(text, wanted) << "FT_UPDATE=1 build/release/ft_expr_test writes it";
}

}  // namespace
}  // namespace flowtime
