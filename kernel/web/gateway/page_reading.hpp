// One page on its way, from the request to the answer.
#pragma once

#include <nlohmann/json.hpp>

#include "kernel/web/gateway/page_maker.hpp"

namespace hemicycle::web::gateway {

struct PageMaker::Reading {
  VisitPtr visit;
  const PageRoute& route;
  Parameters parameters;
  nlohmann::json input;
  const Plan& plan;
  std::vector<http::Dependency> depends;
  std::string payload{};  ///< what the page's query replied

  [[nodiscard]] const contract::Plugin& plugin() const { return *route.plugin; }
  [[nodiscard]] const contract::Page& page() const { return *route.page; }
};

}  // namespace hemicycle::web::gateway
