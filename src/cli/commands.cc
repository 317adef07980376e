#include "cli/commands.h"

namespace flowtime::cli {

std::vector<Command> commands(ServeFunction serve, PagePartsFunction parts) {
  // The order of the help: making models, running them, asking about runs, studies, telemetry,
  // server.
  return {
      run_command(serve),
      eval_command(),
      validate_command(),
      test_command(),
      new_command(),
      fmt_command(),
      schema_command(),
      plan_command(),
      explain_command(),
      templates_list_command(),
      templates_show_command(),
      templates_generate_command(),
      state_command(),
      runs_list_command(),
      runs_show_command(),
      runs_verify_command(),
      runs_delete_command(),
      runs_restore_command(),
      runs_label_command(),
      runs_diff_command(),
      runs_export_command(),
      render_command(),
      export_page_command(parts),
      sweep_command(),
      sensitivity_command(),
      goal_seek_command(),
      optimize_command(),
      calibrate_command(),
      ensemble_command(),
      suggest_command(),
      studies_list_command(),
      studies_show_command(),
      studies_diff_command(),
      studies_resume_command(),
      studies_run_command(),
      studies_delete_command(),
      runs_prune_command(),
      runs_reindex_command(),
      telemetry_capture_command(),
      telemetry_bundle_command(),
      telemetry_import_command(),
      telemetry_residuals_command(),
      serve_command(serve),
      demo_command(serve),
      completions_command(),
      man_command(),
  };
}

}  // namespace flowtime::cli
