// The REST API: the same contracts, JSON in and out, RFC 9457 problems.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "kernel/web/gateway/rates.hpp"
#include "kernel/web/gateway/shell.hpp"

namespace hemicycle::web::gateway {

class Api final {
 public:
  Api(const Premises& premises, const Shell& shell) : premises_(premises), shell_(shell) {}

  /// `path` begins with "/api/". Queries by GET with a query string, commands by POST with a JSON body, the token in X-CSRF-Token.
  void answer(VisitPtr visit, std::string_view path) const;

 private:
  void refuse(Visit& visit, const core::Problem& problem, const contract::Operation* operation = nullptr) const;
  void refuse(Visit& visit, const Slowed& slowed, const contract::Operation* operation) const;
  void refuse_method(Visit& visit, const char* allow) const;
  void describe(Visit& visit) const;
  void tell_session(Visit& visit) const;
  void call(VisitPtr visit, const contract::Operation& operation) const;
  void send(VisitPtr visit, const contract::Operation& operation, nlohmann::json input) const;
  void upload(VisitPtr visit) const;
  void finish(VisitPtr visit, const contract::Operation& operation, const core::Outcome& outcome) const;
  [[nodiscard]] bool token_is_right(Visit& visit) const;

  const Premises& premises_;
  const Shell& shell_;
};

}  // namespace hemicycle::web::gateway
