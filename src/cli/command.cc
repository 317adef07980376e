#include "cli/command.h"

namespace flowtime::cli {

int refuse(const Problems& problems, Console& console, const std::string& file) {
  console.problems(problems, file);
  return kRefused;
}

void Arguments::add(std::string_view name, std::string value) {
  given_.emplace_back(std::string(name), std::move(value));
}

bool Arguments::has(std::string_view name) const { return !all(name).empty(); }

std::string Arguments::get(std::string_view name, std::string otherwise) const {
  const std::vector<std::string> values = all(name);
  return values.empty() ? std::move(otherwise) : values.back();
}

std::vector<std::string> Arguments::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [given, value] : given_) {
    if (given == name) values.push_back(value);
  }
  return values;
}

std::vector<Command> commands(ServeFunction serve) {
  return {
      run_command(),
      eval_command(),
      validate_command(),
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
      runs_diff_command(),
      render_command(),
      runs_prune_command(),
      runs_reindex_command(),
      serve_command(serve),
      demo_command(serve),
      completions_command(),
      man_command(),
  };
}

}  // namespace flowtime::cli
