// The table of subcommands.
#pragma once

#include <vector>

#include "host/page_parts.h"
#include "host/serve_settings.h"
#include "terminal/command.h"

namespace flowtime::cli {

// Every subcommand, in the order of the help. `serve` is the server that `flowtime serve` starts,
// `parts` the page that `flowtime export-page` fills.
// Either may be null, for uses of the table that run nothing: help, completions, manual pages.
std::vector<Command> commands(ServeFunction serve, PagePartsFunction parts = nullptr);

// The commands, one file each.
// Each returns its row: name, summary, positionals, options, notes, examples and the function that
// runs it. The parser, the help, the manual and the completions follow from the row (terminal/
// command.h), and docs/cli.md is written from it.
// Texts of a row are literals.
Command run_command(ServeFunction serve);
Command eval_command();
Command validate_command();
Command test_command();
Command new_command();
Command fmt_command();
Command schema_command();
Command plan_command();
Command templates_list_command();
Command templates_show_command();
Command templates_generate_command();
Command state_command();
Command explain_command();
Command runs_list_command();
Command runs_show_command();
Command runs_verify_command();
Command runs_delete_command();
Command runs_label_command();
Command runs_restore_command();
Command runs_diff_command();
Command runs_export_command();
Command render_command();
Command export_page_command(PagePartsFunction parts);
Command sweep_command();
Command sensitivity_command();
Command goal_seek_command();
Command optimize_command();
Command calibrate_command();
Command ensemble_command();
Command suggest_command();
Command studies_list_command();
Command studies_show_command();
Command studies_diff_command();
Command studies_resume_command();
Command studies_run_command();
Command studies_delete_command();
Command runs_prune_command();
Command runs_reindex_command();
Command telemetry_capture_command();
Command telemetry_bundle_command();
Command telemetry_import_command();
Command telemetry_residuals_command();
Command serve_command(ServeFunction serve);
Command demo_command(ServeFunction serve);
Command completions_command();
Command man_command();

}  // namespace flowtime::cli
