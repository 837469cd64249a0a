// Limits that one operation falls under, whether it comes by a form or by the API (the defaults of design/acceptance.md). Any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "kernel/web/gateway/premises.hpp"
#include "kernel/web/gateway/shell.hpp"
#include "kernel/web/gateway/visit.hpp"

namespace hemicycle::web::gateway {

/// The limit that said no.
struct Slowed {
  http::Verdict verdict;
  http::Rule rule;
};

/// Takes one from the visitor's own limit; false when nothing was left, and the visit has been answered so.
[[nodiscard]] bool may_go_on(const Premises& premises, const Shell& shell, Visit& visit);

/// Takes one from every limit of `operation`: its own `rate`, and for one that begins a session those of the account and the address.
[[nodiscard]] std::optional<Slowed> too_many(const Premises& premises, const Visit& visit, const contract::Operation& operation,
                                             const nlohmann::json& input);
[[nodiscard]] std::optional<Slowed> too_many_uploads(const Premises& premises, const Visit& visit);

/// Remembers how an attempt to begin a session ended, so that the next failures of the same account wait longer.
void note_attempt(const Premises& premises, const contract::Operation& operation, const nlohmann::json& input, bool succeeded);

/// RateLimit, RateLimit-Policy and Retry-After, in place of what the answer had.
void tell_limit(http::Response& response, const Slowed& slowed);

}  // namespace hemicycle::web::gateway
