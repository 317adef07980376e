#include "api/routes.h"

namespace flowtime::api {

std::vector<Resource> all_resources() {
  return {
      run_routes(),      kept_run_routes(),     note_routes(),
      preview_routes(),  job_routes(),          model_routes(),
      state_routes(),    series_routes(),       explain_routes(),
      card_routes(),     export_routes(),       template_routes(),
      draft_routes(),    stored_model_routes(), measured_series_routes(),
      profile_routes(),  telemetry_routes(),    import_routes(),
      artifact_routes(), study_routes(),        calibrate_routes(),
      session_routes(),  diagnostics_routes(),  health_routes(),
      document_routes(), sign_in_routes(),
  };
}

}  // namespace flowtime::api
