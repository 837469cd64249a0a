// The REST API as an OpenAPI 3.1 document, made from the contracts that are loaded.
#pragma once

#include <string>
#include <vector>

#include "sdk/contract/model.hpp"

namespace hemicycle::web::render {

struct ApiInfo {
  std::string title;     ///< name of the council's platform
  std::string version;   ///< of Hémicycle
  std::string base_url;  ///< "https://conseil.example.org", or "" for relative
  std::string session_cookie = "__Host-hemicycle";
};

/// JSON text: GET /api/v1/<plugin>/<verb> for each query, POST for each command, `internal` ones left out.
[[nodiscard]] std::string openapi_document(const std::vector<const contract::Plugin*>& plugins, const ApiInfo& info);

}  // namespace hemicycle::web::render
