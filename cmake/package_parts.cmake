# Which parts go into which package: the tarball brings its libraries, the .deb its service.
if(CPACK_GENERATOR STREQUAL "DEB")
  set(CPACK_COMPONENTS_ALL program documents service)
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
else()
  # A folder of its own; in the .deb it would stand in the root of the system.
  set(CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY ON)
  set(CPACK_COMPONENTS_ALL program bundled documents)
endif()
