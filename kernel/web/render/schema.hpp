// Fields of a contract as JSON Schema 2020-12, the dialect of OpenAPI 3.1.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

#include "sdk/contract/model.hpp"

namespace hemicycle::web::render {

/// An object schema. Objects given by `ref` point to "#/components/schemas/<plugin>.<Type>".
[[nodiscard]] nlohmann::ordered_json object_schema(const std::string& plugin, const contract::Fields& fields);
[[nodiscard]] nlohmann::ordered_json field_schema(const std::string& plugin, const contract::Field& field);

}  // namespace hemicycle::web::render
