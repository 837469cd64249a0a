// The parts of the generated header, as text.
#pragma once

#include <string>
#include <vector>

#include "sdk/contract/model.hpp"
#include "sdk/contractc/shapes.hpp"

namespace hemicycle::contractc {

/// The structs with their JSON functions, inside a namespace that the caller opened.
[[nodiscard]] std::string write_structs(const std::vector<Shape>& shapes);
/// `namespace permission { … }`, or nothing.
[[nodiscard]] std::string write_permissions(const contract::Plugin& plugin);
/// `class Handler` with `dispatch`.
[[nodiscard]] std::string write_handler(const contract::Plugin& plugin);
/// C source that places `manifest` (JSON) in the section HMC_MANIFEST_SECTION.
[[nodiscard]] std::string write_manifest(const std::string& manifest);

}  // namespace hemicycle::contractc
