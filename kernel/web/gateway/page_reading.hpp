// One page on its way, from the request to the answer.
#pragma once

#include <nlohmann/json.hpp>

#include "kernel/core/door.hpp"
#include "kernel/web/gateway/page_maker.hpp"

namespace hemicycle::web::gateway {

struct PageMaker::Reading {
  VisitPtr visit;
  const PageRoute& route;
  Parameters parameters;
  nlohmann::json input;
  const Plan& plan;
  std::vector<http::Dependency> depends;
  std::vector<core::FieldError> wrong{};  ///< filters that say what cannot be: left out of the input
  core::Form asked{};                     ///< what the address says, where a filter is wrong
  std::string payload{};  ///< what the page's query replied
  std::shared_ptr<Flight> flight{};                     ///< of those who wait for the same page
  std::shared_ptr<const http::ReadyPage> made{};        ///< what it was answered with, when it is for everybody

  [[nodiscard]] const contract::Plugin& plugin() const { return *route.plugin; }
  [[nodiscard]] const contract::Page& page() const { return *route.page; }
  /// Of all that the page depends on, as they were before it was made.
  [[nodiscard]] std::uint64_t generations() const {
    std::uint64_t out = 0;
    for (const auto& one : depends) out += one.seen;
    return out;
  }
};

}  // namespace hemicycle::web::gateway
