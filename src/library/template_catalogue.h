// The templates that the program carries: the files of templates/, by name.
#pragma once

#include <span>
#include <string_view>

namespace flowtime {

struct CatalogueFile {
  std::string_view file;  // "catalogue/order-system.yaml"
  std::string_view text;
};

std::span<const CatalogueFile> catalogue_files();

}  // namespace flowtime
