# What `flowtime --version --json` tells: the version of the project and the commit it was built
# from. A new commit makes the next build configure again.
find_package(Git QUIET)
if(GIT_FOUND AND EXISTS ${CMAKE_SOURCE_DIR}/.git)
  execute_process(COMMAND ${GIT_EXECUTABLE} -C ${CMAKE_SOURCE_DIR} rev-parse --short=12 HEAD
                  OUTPUT_VARIABLE FT_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(EXISTS ${CMAKE_SOURCE_DIR}/.git/logs/HEAD)
    set_property(DIRECTORY APPEND PROPERTY
      CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/.git/logs/HEAD)
  endif()
endif()
if(NOT FT_COMMIT)
  set(FT_COMMIT "unknown")
endif()
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/host/program_version.cc PROPERTIES
  COMPILE_DEFINITIONS "FT_VERSION=\"${PROJECT_VERSION}\";FT_COMMIT=\"${FT_COMMIT}\"")
