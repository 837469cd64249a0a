# What `cmake --install BUILD --prefix P --component sdk` puts where: FHS below the prefix, nothing that names this machine.
include(CMakePackageConfigHelpers)
set(package lib/cmake/Hemicycle)

install(DIRECTORY abi/hemicycle include/hemicycle DESTINATION include COMPONENT sdk FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
install(TARGETS hemicycle_sdk contractc EXPORT HemicycleTargets RUNTIME DESTINATION lib/hemicycle COMPONENT sdk)
install(EXPORT HemicycleTargets NAMESPACE Hemicycle:: DESTINATION ${package} COMPONENT sdk)

set(HEMICYCLE_CHECKS OFF)
if(HEMICYCLE_PROGRAM)
  set(HEMICYCLE_CHECKS ON)
endif()
configure_package_config_file(cmake/HemicycleConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/HemicycleConfig.cmake
  INSTALL_DESTINATION ${package} NO_SET_AND_CHECK_MACRO)
# A minor only adds (sdk/ABI.md): what was written for 1.0 builds against every 1.x.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/HemicycleConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/HemicycleConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/HemicycleConfigVersion.cmake
              cmake/HemicyclePlugin.cmake cmake/hemicycle_plugin.map DESTINATION ${package} COMPONENT sdk)

configure_file(cmake/hemicycle-sdk.pc.in ${CMAKE_CURRENT_BINARY_DIR}/hemicycle-sdk.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/hemicycle-sdk.pc DESTINATION share/pkgconfig COMPONENT sdk)
install(FILES tests/symbol_lint.py DESTINATION share/hemicycle/sdk COMPONENT sdk)
install(FILES contract/plugin.schema.json DESTINATION share/hemicycle COMPONENT sdk)
install(FILES ABI.md ${PROJECT_SOURCE_DIR}/docs/contract.md ${PROJECT_SOURCE_DIR}/docs/plugin-author.md DESTINATION share/doc/hemicycle COMPONENT sdk)
add_dependencies(installed contractc hemicycle_reference)

# Component testing: TestKernel, the kernel's own rooms in one archive. Its Config half finds what the archive needs.
if(TARGET hemicycle_testing)
  add_dependencies(installed hemicycle_testing)
  set_target_properties(hemicycle_testing PROPERTIES EXPORT_NAME testing)
  install(TARGETS hemicycle_testing EXPORT HemicycleTestingTargets ARCHIVE DESTINATION lib COMPONENT testing)
  install(EXPORT HemicycleTestingTargets NAMESPACE Hemicycle:: DESTINATION ${package} COMPONENT testing)
  install(DIRECTORY testing/include/hemicycle DESTINATION include COMPONENT testing FILES_MATCHING PATTERN "*.hpp")
  install(FILES cmake/HemicycleTesting.cmake DESTINATION ${package} COMPONENT testing)
endif()
