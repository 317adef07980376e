#include "api/problem_status.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"

namespace flowtime::api {
namespace {

constexpr StatusRow kTable[] = {
    {"token_required", 401},
    {"cross_site", 403},
    {"origin_not_allowed", 403},
    {"sign_in_spent", 403},
    {"artifact_not_found", 404},
    {"capture_not_found", 404},
    {"draft_not_found", 404},
    {"file_not_found", 404},
    {"import_not_found", 404},
    {"job_not_found", 404},
    {"model_not_found", 404},
    {"node_not_found", 404},
    {"not_found", 404},
    {"profile_not_found", 404},
    {"route_not_found", 404},
    {"run_not_found", 404},
    {"series_not_found", 404},
    {"study_not_found", 404},
    {"template_not_found", 404},
    {"unknown_node", 404},
    {"unknown_series", 404},
    {"method_not_allowed", 405},
    {"request_timeout", 408},
    {"capture_exists", 409},
    {"draft_changed", 409},
    {"draft_damaged", 409},
    {"draft_exists", 409},
    {"idempotency_conflict", 409},
    {"idempotency_in_use", 409},
    {"import_exists", 409},
    {"job_ended", 409},
    {"job_publishing", 409},
    {"provenance_mismatch", 409},
    {"run_damaged", 409},
    {"run_id_damaged", 409},
    {"run_id_taken", 409},
    {"series_damaged", 409},
    {"stopped", 409},
    {"study_changed", 409},
    {"study_damaged", 409},
    {"study_running", 409},
    {"zip_damaged", 409},
    {"no_topology", 412},
    {"answer_too_large", 413},
    {"body_too_large", 413},
    {"study_too_large", 413},
    {"too_many_cells", 413},
    {"too_many_series", 413},
    {"url_too_long", 414},
    {"unsupported_content_encoding", 415},
    {"host_not_allowed", 421},
    {"capture_damaged", 422},
    {"capture_grid_mismatch", 422},
    {"capture_incomplete", 422},
    {"capture_missing", 422},
    {"missing_node_data", 422},
    {"mode_validation_failed", 422},
    {"jobs_full", 429},
    {"header_too_large", 431},
    {"internal_defect", 500},
    {"not_implemented", 501},
    {"bodies_full", 503},
    {"catalog_damaged", 503},
    {"catalog_failed", 503},
    {"catalog_too_new", 503},
    {"io_failed", 503},
    {"io_not_readable", 503},
    {"io_not_writable", 503},
    {"io_too_many_open_files", 503},
    {"lock_held", 503},
    {"not_enough_memory", 503},
    {"too_many_connections", 503},
    {"zip_failed", 503},
    {"io_no_space", 507},
};

}  // namespace

std::span<const StatusRow> status_rows() { return kTable; }

int status_of(std::string_view code) {
  const auto row = std::find_if(std::begin(kTable), std::end(kTable),
                                [&](const StatusRow& candidate) { return candidate.code == code; });
  return row == std::end(kTable) ? 400 : row->status;
}

int status_of(const Problems& problems) {
  FT_CHECK(!problems.empty());
  return status_of(problems.front().code);
}

}  // namespace flowtime::api
