#include "page/module.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/failed_check.h"
#include "page/page_json.h"
#include "page/page_model.h"

namespace flowtime::page {
namespace {

// Its memory is reused; the address changes with the text, so that the caller asks for it anew.
std::string& answer() {
  static std::string text;
  return text;
}

std::vector<std::unique_ptr<PageModel>>& models() {
  static std::vector<std::unique_ptr<PageModel>> open;
  return open;
}

PageModel& model_of(std::uint32_t handle) {
  // A closed handle is a mistake of the page: it traps.
  FT_CHECK(handle >= 1 && handle <= models().size() && models()[handle - 1] != nullptr);
  return *models()[handle - 1];
}

std::uint32_t refuse(const Problems& problems) {
  answer() = problems_json(problems);
  return 0;
}

// The first free place.
// Handles stay small, and a closed one is given out again.
std::uint32_t keep(PageModel model) {
  std::size_t at = 0;
  while (at < models().size() && models()[at] != nullptr) ++at;
  if (at == models().size()) models().emplace_back();
  models()[at] = std::make_unique<PageModel>(std::move(model));
  return static_cast<std::uint32_t>(at + 1);
}

// A control of a template opens the same text with another value while the last one is still open.
std::shared_ptr<const Template> last_template() {
  std::shared_ptr<const Template> last;
  for (const auto& model : models()) {
    if (model != nullptr && model->from() != nullptr) last = model->shared_template();
  }
  return last;
}

Result<PageModel> open(std::string text, std::string_view request) {
  FT_TRY(PageSource source, read_source(std::move(text), request));
  return PageModel::open(std::move(source), last_template());
}

Result<bool> rebind(PageModel& model, std::string_view request) {
  FT_TRY(const PageSource source, read_source("", request));
  return model.rebind(source.parameters);
}

Result<Done> evaluate(PageModel& model, std::string_view request) {
  FT_TRY(const auto overrides, read_overrides(request));
  return model.evaluate(overrides);
}

Result<Explanation> explain(PageModel& model, std::string_view request) {
  FT_TRY(const ExplainQuery question, read_question(request));
  return model.explain(question);
}

}  // namespace
}  // namespace flowtime::page

namespace page = flowtime::page;

char* ft_page_allocate(std::uint32_t bytes) {
  // A null pointer always means that there is no memory.
  return static_cast<char*>(std::malloc(bytes == 0 ? 1 : bytes));
}
void ft_page_free(char* memory) { std::free(memory); }

const char* ft_page_answer() { return page::answer().data(); }
std::uint32_t ft_page_answer_bytes() { return static_cast<std::uint32_t>(page::answer().size()); }
const char* ft_page_failed_check() { return flowtime::last_failed_check(); }

std::uint32_t ft_page_open(const char* text, std::uint32_t text_bytes, const char* request,
                           std::uint32_t request_bytes) {
  auto model = page::open(std::string(text, text_bytes), {request, request_bytes});
  if (!model) return page::refuse(model.problems());
  // Before the move: keep() takes the model.
  page::answer() = page::to_json(*model);
  return page::keep(std::move(*model));
}

std::uint32_t ft_page_rebind(std::uint32_t handle, const char* request,
                             std::uint32_t request_bytes) {
  page::PageModel& model = page::model_of(handle);
  const auto done = page::rebind(model, {request, request_bytes});
  if (!done) return page::refuse(done.problems());
  if (!*done) return 2;
  page::answer() = page::parameters_json(model);
  return 1;
}

std::uint32_t ft_page_evaluate(std::uint32_t handle, const char* overrides,
                               std::uint32_t overrides_bytes) {
  page::PageModel& model = page::model_of(handle);
  const auto result = page::evaluate(model, {overrides, overrides_bytes});
  if (!result) return page::refuse(result.problems());
  page::answer() = page::result_json(model);
  return 1;
}

std::uint32_t ft_page_explain(std::uint32_t handle, const char* question,
                              std::uint32_t question_bytes) {
  const auto explanation = page::explain(page::model_of(handle), {question, question_bytes});
  if (!explanation) return page::refuse(explanation.problems());
  page::answer() = flowtime::to_json(*explanation);
  return 1;
}

const double* ft_page_row(std::uint32_t handle, std::uint32_t series) {
  return page::model_of(handle).row(flowtime::SeriesIndex{series}).data();
}

const double* ft_page_node_rows(std::uint32_t handle, std::uint32_t bins_per_point) {
  FT_CHECK(bins_per_point >= 1);
  return page::model_of(handle).node_rows(bins_per_point).data();
}

const double* ft_page_edge_rows(std::uint32_t handle, std::uint32_t bins_per_point) {
  FT_CHECK(bins_per_point >= 1);
  return page::model_of(handle).edge_rows(bins_per_point).data();
}

void ft_page_model_text(std::uint32_t handle) {
  page::answer() = page::model_of(handle).model_text();
}

void ft_page_row_hash(std::uint32_t handle, std::uint32_t series) {
  page::answer() = page::row_hash(page::model_of(handle), flowtime::SeriesIndex{series});
}

void ft_page_close(std::uint32_t handle) {
  if (handle >= 1 && handle <= page::models().size()) page::models()[handle - 1] = nullptr;
}
