#include "kernel/web/render/problem.hpp"

#include <nlohmann/json.hpp>

#include "kernel/web/render/forms.hpp"

namespace hemicycle::web::render {

namespace {

std::string said(std::string_view what, unsigned status, const ProblemContext& context) {
  const auto key = "problem." + std::to_string(status) + "." + std::string(what);
  const auto* text = context.catalogue.lookup(kKernel, key, context.locale);
  return text ? *text
              : context.catalogue.kernel("problem." + std::string(status < 500 ? "400." : "500.") + std::string(what), context.locale);
}

/// The text of the code when a catalogue has one, else what the status says. An internal error never tells more than its status.
std::string explanation(const core::Problem& problem, unsigned status, const ProblemContext& context) {
  if (!problem.code.empty() && problem.status != core::Status::internal) {
    const auto* text = context.catalogue.lookup(context.plugin, "error." + problem.code, context.locale);
    if (text) return *text;
  }
  return said("text", status, context);
}

}  // namespace

unsigned http_status(const core::Problem& problem, bool anonymous) {
  if (problem.code == "rate_limited") return 429;
  switch (problem.status) {
    case core::Status::ok:
      return 200;
    case core::Status::invalid:
      return problem.code == "malformed" ? 400 : problem.code == "too_large_request" ? 413 : 422;
    case core::Status::denied:
      // Signing in helps against neither: the request itself does not come from a page of ours.
      if (problem.code == "cross_site" || problem.code == "form_expired") return 403;
      return anonymous ? 401 : 403;
    case core::Status::not_found:
      return problem.code == "gone" ? 410 : 404;
    case core::Status::conflict:
      return 409;
    case core::Status::overloaded:
    case core::Status::unavailable:
      return 503;
    case core::Status::deadline:
      return 504;
    case core::Status::internal:
      return 500;
  }
  return 500;
}

std::string problem_json(const core::Problem& problem, unsigned status, const ProblemContext& context) {
  nlohmann::ordered_json body = {{"type", "about:blank"},
                                 {"title", said("title", status, context)},
                                 {"status", status},
                                 {"detail", explanation(problem, status, context)}};
  if (!problem.code.empty() && problem.status != core::Status::internal) body["code"] = problem.code;
  for (const auto& error : problem.fields) {
    const auto* field = context.operation ? field_at(context.operation->input, error.field) : nullptr;
    body["errors"].push_back({{"field", error.field},
                              {"code", error.code},
                              {"message", error_text(context.catalogue, context.plugin, context.locale, error.code, field)}});
  }
  if (!context.trace.empty()) body["trace"] = context.trace;
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Data problem_data(const core::Problem& problem, unsigned status, const ProblemContext& context) {
  Data data;
  put(data, "status", std::to_string(status));
  put(data, "title", said("title", status, context));
  put(data, "explanation", explanation(problem, status, context));
  put(data, "trace", status >= 500 ? std::string(context.trace) : std::string());
  return data;
}

}  // namespace hemicycle::web::render
