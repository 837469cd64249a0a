// The REST API as an OpenAPI 3.1 document, made from the contracts that are loaded.
#pragma once

#include <string>
#include <vector>

#include "sdk/contract/model.hpp"

namespace hemicycle::web::render {

struct ApiInfo {
  std::string title;           ///< name of the council's platform
  std::string version;         ///< of Hémicycle
  std::string base_url;        ///< "https://conseil.example.org", or "" for relative
  std::string session_cookie;  ///< as the browser holds it: its name depends on whether the site is served over TLS
  std::string visitor_cookie;  ///< to which the token of who has not signed in is tied
};

/// JSON text: GET /api/v1/<plugin>/<verb> for each query, POST for each command, `internal` ones left out; and what the kernel answers itself, the
/// session with its token and the files.
[[nodiscard]] std::string openapi_document(const std::vector<const contract::Plugin*>& plugins, const ApiInfo& info);

}  // namespace hemicycle::web::render
