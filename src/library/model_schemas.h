// The JSON Schemas of what people write, for editors: the files of schemas/, inside the program.
#pragma once

#include <span>
#include <string_view>

namespace flowtime {

// Views into the program's data, as those of catalogue_files.
struct SchemaFile {
  std::string_view name;  // "model", "template"
  std::string_view text;
};

std::span<const SchemaFile> schema_files();

}  // namespace flowtime
