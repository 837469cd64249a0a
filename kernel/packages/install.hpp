// Puts a verified package into the folder of installed plugins, and takes it away again. Knows no server: whoever runs one reloads after it.
#pragma once

#include <filesystem>
#include <string>

#include "kernel/packages/package.hpp"

namespace hemicycle::packages {

/// `<plugins>/<name>/` is the old one or the new one, whole and on the disk, whatever happens meanwhile: unpacked beside it in
/// `<plugins>.staging/`, exchanged in one step, and only then recorded in `<plugins>.versions`. Returns the plugin's folder.
/// Throws Refused: overloaded while another installation goes on, invalid when a view that the contract names is missing, unavailable.
std::filesystem::path install(const Verified& verified, const std::filesystem::path& plugins);

/// Throws Refused (not_found) when no such plugin was installed. Its data and the record of its versions stay.
void remove(const std::filesystem::path& plugins, const std::string& name);

}  // namespace hemicycle::packages
