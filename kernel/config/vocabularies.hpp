// `[vocabularies]`: named lists with their labels.  themes = [ {id = "climate", fr = "Transition climatique", en = "Climate transition"} ]
#pragma once

#include <string>

#include "kernel/config/toml_file.hpp"
#include "kernel/core/vocabulary.hpp"

namespace hemicycle::config {

/// One vocabulary of the file. Throws Refused: no list, a term without id or without French, a doubled id, a label in no language.
[[nodiscard]] core::Vocabulary read_vocabulary(const TomlFile& file, const std::string& name);

}  // namespace hemicycle::config
