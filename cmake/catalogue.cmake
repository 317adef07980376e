# The catalogue of templates/, as text inside the program.
function(ft_catalogue target)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/templates/*.yaml)
  list(SORT files)
  set(entries "")
  foreach(file ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(name ${file} NAME)
    file(READ ${file} text)
    string(APPEND entries "    {\"catalogue/${name}\", R\"ft-yaml(${text})ft-yaml\"},\n")
  endforeach()
  set(source ${CMAKE_BINARY_DIR}/generated/template_catalogue.cc)
  # An array may not be empty, so one entry ends it.
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"// Made from templates/*.yaml by cmake/catalogue.cmake.
#include \"library/template_catalogue.h\"

namespace flowtime {
namespace {

constexpr CatalogueFile kFiles[] = {
@entries@    {},
};

}  // namespace

std::span<const CatalogueFile> catalogue_files() { return std::span(kFiles).first(std::size(kFiles) - 1); }

}  // namespace flowtime
")
  target_sources(${target} PRIVATE ${source})
endfunction()

# The JSON Schemas that editors want, as text inside the program.
function(ft_schemas target)
  set(entries "")
  foreach(name model template)
    set(file ${CMAKE_SOURCE_DIR}/schemas/${name}.schema.json)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    string(APPEND entries "    {\"${name}\", R\"ft-json(${text})ft-json\"},\n")
  endforeach()
  set(source ${CMAKE_BINARY_DIR}/generated/model_schemas.cc)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"// Made from schemas/*.schema.json by cmake/catalogue.cmake.
#include \"library/model_schemas.h\"

namespace flowtime {
namespace {

constexpr SchemaFile kFiles[] = {
@entries@};

}  // namespace

std::span<const SchemaFile> schema_files() { return kFiles; }

}  // namespace flowtime
")
  target_sources(${target} PRIVATE ${source})
endfunction()
