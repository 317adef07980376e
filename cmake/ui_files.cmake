# The built pages of ui/dist, as bytes inside the program: the assembler takes them in, so that
# running needs no Node and no second folder.
function(ft_ui_files target)
  set(folder ${CMAKE_SOURCE_DIR}/ui/dist)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*)
  list(SORT files)
  set(blobs "")
  set(symbols "")
  set(entries "")
  set(number 0)
  foreach(file ${files})
    set(name ft_ui_file_${number})
    string(APPEND blobs "asm(\".section .rodata\\n.balign 16\\n.global ${name}\\n${name}:\\n.incbin \\\"${folder}/${file}\\\"\\n\"
    \".global ${name}_end\\n${name}_end:\\n.byte 0\\n.previous\\n\");\n")
    string(APPEND symbols "extern \"C\" const char ${name}[], ${name}_end[];\n")
    string(APPEND entries "    {\"/${file}\", {${name}, static_cast<std::size_t>(${name}_end - ${name})}},\n")
    math(EXPR number "${number} + 1")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/${file})
  endforeach()
  set(source ${CMAKE_BINARY_DIR}/generated/ui_files.cc)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"// Made from ui/dist by cmake/ui_files.cmake.
#include \"api/ui_files.h\"

@blobs@
@symbols@
namespace flowtime::api {

const std::vector<UiFile>& ui_files() {
  static const std::vector<UiFile> files{
@entries@  };
  return files;
}

}  // namespace flowtime::api
")
  target_sources(${target} PRIVATE ${source})
  # A change of a page alone must assemble the bytes anew.
  list(TRANSFORM files PREPEND ${folder}/)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${files}")
endfunction()
