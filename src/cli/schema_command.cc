#include "base/nearest_name.h"
#include "cli/commands.h"
#include "library/model_schemas.h"

namespace flowtime::cli {
namespace {

int print_schema(const Arguments& arguments, Console& console) {
  const std::string wanted = arguments.get("NAME", "model");
  std::vector<std::string_view> names;
  for (const SchemaFile& file : schema_files()) {
    names.push_back(file.name);
    if (file.name != wanted) continue;
    console.out(file.text);
    return kDone;
  }
  const std::string nearest = nearest_name(wanted, names);
  return refuse({{.code = "unknown_schema",
                  .message = "there is no schema '" + wanted + "'",
                  .remedy = nearest.empty() ? "The schemas are 'model' and 'template'."
                                            : "Did you mean '" + nearest + "'?"}},
                console);
}

}  // namespace

Command schema_command() {
  return {.name = "schema",
          .summary = "print the JSON Schema of models, for editors",
          .positionals = {{.name = "NAME",
                           .help = "model (the usual) or template",
                           .is_optional = true}},
          .notes =
              "An editor with the YAML language server completes and checks a model that begins\n"
              "with the line\n"
              "  # yaml-language-server: $schema=flowtime.schema.json\n"
              "once the schema is kept beside it.",
          .examples = {"flowtime schema > flowtime.schema.json", "flowtime schema template"},
          .run = print_schema};
}

}  // namespace flowtime::cli
