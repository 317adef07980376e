// The table of all routes, one function per file of them.
#pragma once

#include <vector>

#include "api/route.h"

namespace flowtime::api {

// Each builds its part of the table; nothing is answered yet. The comment at the head of its file
// says what the resource is.
Resource run_routes();
Resource kept_run_routes();
Resource note_routes();
Resource preview_routes();
Resource job_routes();
Resource model_routes();
Resource health_routes();
Resource state_routes();
Resource series_routes();
Resource explain_routes();
Resource card_routes();
Resource template_routes();
Resource draft_routes();
Resource stored_model_routes();
Resource measured_series_routes();
Resource profile_routes();
Resource artifact_routes();
Resource export_routes();
Resource study_routes();
Resource session_routes();
Resource calibrate_routes();
Resource telemetry_routes();
Resource import_routes();
Resource diagnostics_routes();
Resource document_routes();
Resource sign_in_routes();

// Every resource, in the order of the reference.
std::vector<Resource> all_resources();

}  // namespace flowtime::api
