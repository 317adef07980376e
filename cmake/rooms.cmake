# A dozen sources at a time share the reading of their headers, which is most of a cold build. Without
# it each source shows that it includes what it needs; the preset fuzz does that.
option(FT_UNITY "Compile the sources of a room together" ON)
# Those that a developer changes: the next change then compiles one source and not its dozen. The
# dozens stay as they are but for it, so that nothing else is compiled again.
set(FT_ALONE "" CACHE STRING "Sources, as src/ROOM/NAME.cc, that are compiled by themselves")

# ft_room(<name> [DEPENDS rooms...] [TEST_DEPENDS rooms...] [LIBRARIES targets...]): src/<name>/ as the
# static library ft_<name>, and its *_test.cc as the test program ft_<name>_test, which also links
# the rooms of TEST_DEPENDS.
function(ft_room name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;TEST_DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cc)
  file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*_test.cc)
  set(mains ${sources})
  list(FILTER mains INCLUDE REGEX "/main\\.cc$")
  list(REMOVE_ITEM sources ${tests} ${mains})
  list(TRANSFORM ARG_DEPENDS PREPEND ft_)
  list(TRANSFORM ARG_TEST_DEPENDS PREPEND ft_)
  if(sources)
    ft_units(units ft_${name} ${sources})
    add_library(ft_${name} STATIC ${units})
    target_include_directories(ft_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(ft_${name} PUBLIC ${ARG_DEPENDS} ${ARG_LIBRARIES})
  else()
    add_library(ft_${name} INTERFACE)
    target_include_directories(ft_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(ft_${name} INTERFACE ${ARG_DEPENDS} ${ARG_LIBRARIES})
  endif()
  if(tests)
    ft_tell_source_dir(${tests})
    ft_units(units ft_${name}_test ${tests})
    add_executable(ft_${name}_test ${units})
    target_link_libraries(ft_${name}_test PRIVATE ft_${name} ${ARG_TEST_DEPENDS} GTest::gmock GTest::gtest_main)
    # What a test says runs once; what it tests is optimised in its own library.
    target_compile_options(ft_${name}_test PRIVATE $<$<CONFIG:Release>:-O0>)
    add_test(NAME unit.${name} COMMAND ft_${name}_test)
    set_tests_properties(unit.${name} PROPERTIES LABELS unit)
  endif()
endfunction()

# ft_units(<variable> <target> <sources...>): what is to be compiled for these sources of src/. With
# FT_UNITY files that include twelve of them each, so that headers are read once for all; a source of
# FT_ALONE or with options or definitions of its own is compiled alone, and so is one that must be
# (SKIP_UNITY_BUILD_INCLUSION). CMake's UNITY_BUILD writes absolute paths into such files: other
# ones in every checkout, so that the compiler cache would share nothing.
function(ft_units variable target)
  set(alone ${ARGN})
  if(FT_UNITY)
    set(together "")
    foreach(file ${ARGN})
      get_source_file_property(options ${file} COMPILE_OPTIONS)
      get_source_file_property(definitions ${file} COMPILE_DEFINITIONS)
      get_source_file_property(skipped ${file} SKIP_UNITY_BUILD_INCLUSION)
      if(NOT options AND NOT definitions AND NOT skipped)
        list(APPEND together ${file})
      endif()
    endforeach()
    list(REMOVE_ITEM alone ${together})
    set(number 0)
    while(together)
      list(SUBLIST together 0 12 files)
      list(REMOVE_ITEM together ${files})
      foreach(file ${files})
        file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR} ${file})
        if(name IN_LIST FT_ALONE)
          list(APPEND alone ${file})
          list(REMOVE_ITEM files ${file})
        endif()
      endforeach()
      list(TRANSFORM files REPLACE "^${CMAKE_SOURCE_DIR}/src/(.*)$" "#include \"\\1\"\n")
      list(JOIN files "" includes)
      set(unit ${CMAKE_BINARY_DIR}/units/${target}_${number}.cc)
      file(CONFIGURE OUTPUT ${unit} CONTENT "${includes}" @ONLY)
      list(APPEND alone ${unit})
      math(EXPR number "${number} + 1")
    endwhile()
  endif()
  set(${variable} ${alone} PARENT_SCOPE)
endfunction()

# Defines FT_SOURCE_DIR for those of these files that use it; the others then compile to the same
# object in every checkout, which the compiler cache shares.
function(ft_tell_source_dir)
  foreach(file ${ARGN})
    file(STRINGS ${file} uses REGEX FT_SOURCE_DIR LIMIT_COUNT 1)
    if(uses)
      set_property(SOURCE ${file} APPEND PROPERTY COMPILE_DEFINITIONS
                   FT_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    endif()
  endforeach()
endfunction()

# The program `flowtime`, at the top of the build directory.
function(ft_program)
  add_executable(flowtime ${CMAKE_SOURCE_DIR}/src/program/main.cc)
  target_link_libraries(flowtime PRIVATE ft_program)
  set_target_properties(flowtime PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  # The loader looks for each name in one library after the other: those whose names are asked for
  # most come first, after the one that has to override malloc.
  if(FT_ALLOCATOR AND NOT FT_STATIC)
    target_link_options(flowtime PRIVATE -Wl,--push-state,--no-as-needed -lmimalloc -lcrypto
                        -lstdc++ -lm -lgcc_s -lc -Wl,--pop-state)
  endif()
endfunction()
