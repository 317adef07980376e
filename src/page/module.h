// The functions that the page's module exports: numbers and addresses only. ui/engine/ is the
// caller; the native test tool calls the same ones.
//
// A text goes in as UTF-8 in memory from ft_page_allocate. Calls that say something leave it in one
// answer, valid until the next call. Handles start at 1; 0 means "refused, the answer has the
// problems". One thread.
#pragma once

#include <cstdint>

extern "C" {

// Null when there is no memory. The caller frees it, after the call that reads it.
char* ft_page_allocate(std::uint32_t bytes);
void ft_page_free(char* memory);

// The last answer.
const char* ft_page_answer();
std::uint32_t ft_page_answer_bytes();
// Why the module trapped; ends with a zero byte.
const char* ft_page_failed_check();

// Compiles a text; the answer describes the model, or has problems.
std::uint32_t ft_page_open(const char* text, std::uint32_t text_bytes, const char* request,
                           std::uint32_t request_bytes);
// Gives an open template the parameters of the request where nothing has to be compiled for them:
// 1, and the answer has the members of the description that change; 2 where the text has to be
// opened again; or 0.
std::uint32_t ft_page_rebind(std::uint32_t handle, const char* request,
                             std::uint32_t request_bytes);
// 1, and the answer is the judgement; or 0.
std::uint32_t ft_page_evaluate(std::uint32_t handle, const char* overrides,
                               std::uint32_t overrides_bytes);
// Of the last evaluation. 1, and the answer is an explanation; or 0.
std::uint32_t ft_page_explain(std::uint32_t handle, const char* question,
                              std::uint32_t question_bytes);
// The doubles of a series, one per bin; valid until the handle is evaluated again or closed.
const double* ft_page_row(std::uint32_t handle, std::uint32_t series);
// The rows of every node, or of every edge (page/node_rows.h), one value per point of so many bins;
// valid until the next call.
const double* ft_page_node_rows(std::uint32_t handle, std::uint32_t bins_per_point);
const double* ft_page_edge_rows(std::uint32_t handle, std::uint32_t bins_per_point);
// The answer is the text of the model / the hash of a series.
void ft_page_model_text(std::uint32_t handle);
void ft_page_row_hash(std::uint32_t handle, std::uint32_t series);
void ft_page_close(std::uint32_t handle);
}
