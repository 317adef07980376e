// Pages of the web UI beside the API: which answer a browser gets, and which a program.
#include "http_fixture.h"

namespace flowtime::test {
namespace {

constexpr const char* kBrowser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";

bool is_problem(const HttpAnswer& answer) {
  return answer.field("Content-Type").starts_with("application/problem+json");
}

using Pages = HttpTest;

TEST_F(Pages, AnAddressThatCannotBeReadIsAPageToABrowserAndAProblemToAProgram) {
  for (const char* target : {"/runs/%zz/explore", "/runs?q=%ff", "/%"}) {
    const HttpAnswer page = get(target, {kBrowser});
    EXPECT_EQ(page.status, 400) << target;
    EXPECT_TRUE(page.field("Content-Type").starts_with("text/html")) << target;
    EXPECT_NE(page.body.find("<div id=\"app\">"), std::string::npos) << target;
    const HttpAnswer problem = get(target);
    EXPECT_EQ(problem.status, 400) << target;
    EXPECT_TRUE(is_problem(problem)) << target;
  }
}

TEST_F(Pages, AnAddressOfTheApiIsAProblemToEveryClient) {
  for (const char* target : {"/v1/runs/%zz", "/v1/runs?q=%ff", "/api/%zz"}) {
    const HttpAnswer answer = get(target, {kBrowser});
    EXPECT_EQ(answer.status, 400) << target;
    EXPECT_TRUE(is_problem(answer)) << target;
  }
  EXPECT_TRUE(is_problem(post("/runs/%zz", "", {kBrowser})));
}

}  // namespace
}  // namespace flowtime::test
