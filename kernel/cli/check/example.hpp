// Values made from a schema: a sound one, and ones that are wrong.
#pragma once

#include <nlohmann/json.hpp>

#include "kernel/core/vocabulary.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::check {

/// A value for every field, optional ones too, that the door lets pass.
[[nodiscard]] nlohmann::json example_of(const contract::Fields& fields, const core::Vocabularies& vocabularies);
/// The same with every field of another type than declared.
[[nodiscard]] nlohmann::json wrong_types_for(const contract::Fields& fields);

}  // namespace hemicycle::check
