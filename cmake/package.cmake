# What `./dev package` installs and packs: a tarball whose program needs only libc and what lies
# beside it, and a .deb that names its dependencies. SOURCE_DATE_EPOCH makes both repeatable.
include(GNUInstallDirs)

set(FT_BUNDLED_LIBRARIES lib/flowtime)
# The built program has the same path: CMake would fill another one up to its length with empty
# entries, each of which is the directory that the user happens to be in.
set_target_properties(flowtime PROPERTIES BUILD_WITH_INSTALL_RPATH ON
                      INSTALL_RPATH "$ORIGIN/../${FT_BUNDLED_LIBRARIES}")
# The older tag is also looked at for the libraries of libraries.
target_link_options(flowtime PRIVATE -Wl,--disable-new-dtags)

install(TARGETS flowtime RUNTIME_DEPENDENCY_SET ft_libraries COMPONENT program)
install(RUNTIME_DEPENDENCY_SET ft_libraries
        PRE_EXCLUDE_REGEXES "^lib(c|m|dl|rt|pthread|resolv)\\.so" "^ld-linux" "^linux-vdso"
        LIBRARY DESTINATION ${FT_BUNDLED_LIBRARIES} COMPONENT bundled)
install(FILES README.md CHANGELOG.md TYPE DOC COMPONENT documents)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright COMPONENT documents)
install(FILES packaging/flowtime.service DESTINATION lib/systemd/system COMPONENT service)
install(FILES packaging/flowtime.default DESTINATION /etc/default RENAME flowtime
        COMPONENT service)

# Pages and completions come from the table of commands, so the built program writes them.
configure_file(cmake/install_documents.cmake.in install_documents.cmake @ONLY)
install(SCRIPT ${CMAKE_BINARY_DIR}/install_documents.cmake COMPONENT documents)

set(CPACK_GENERATOR "TGZ;DEB")
set(CPACK_PACKAGE_NAME flowtime)
set(CPACK_PACKAGE_VENDOR "FlowTime")
set(CPACK_PACKAGE_CONTACT "The FlowTime developers <flowtime@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "A spreadsheet for flows: services, queues, retries on a time grid")
set(CPACK_PACKAGE_DESCRIPTION "FlowTime evaluates models of services, queues, routers and retries
on a fixed time grid, deterministically, and stores each evaluation as a verified run.
One program holds the command line, the HTTP server and the run catalog.")
set(CPACK_PACKAGE_FILE_NAME "flowtime-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_STRIP_FILES ON)
set(CPACK_MONOLITHIC_INSTALL OFF)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/conffiles)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_SOURCE_DIR}/cmake/package_parts.cmake)
include(CPack)
