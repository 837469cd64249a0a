// What went wrong, as a page for a person and as an RFC 9457 document for a program. Nothing of `detail` leaves the house.
#pragma once

#include <string>
#include <string_view>

#include "kernel/core/outcome.hpp"
#include "kernel/web/render/catalogue.hpp"
#include "kernel/web/render/values.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::web::render {

/// The HTTP status that says `problem`. A visitor who may not is asked to sign in (401), a known actor is refused (403).
/// Codes "malformed", "too_large_request", "rate_limited" and "gone" have statuses of their own (400, 413, 429, 410).
[[nodiscard]] unsigned http_status(const core::Problem& problem, bool anonymous);

struct ProblemContext {
  const Catalogue& catalogue;
  std::string_view plugin;  ///< whose texts name the code; kKernel when nobody's
  std::string_view locale;
  std::string_view trace;                          ///< id to report; may be empty
  const contract::Operation* operation = nullptr;  ///< gives the bounds for field messages
};

/// application/problem+json: type, title, status, detail, code, errors [{field, code, message}], trace.
[[nodiscard]] std::string problem_json(const core::Problem& problem, unsigned status, const ProblemContext& context);
/// Data of the view `problem`: status, title, explanation, trace (shown for 500 and above); the gateway may put `sign_in` (a path).
[[nodiscard]] Data problem_data(const core::Problem& problem, unsigned status, const ProblemContext& context);

}  // namespace hemicycle::web::render
