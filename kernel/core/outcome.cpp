#include "kernel/core/outcome.hpp"

#include <nlohmann/json.hpp>

namespace hemicycle::core {

std::string_view name(Status status) {
  switch (status) {
    case Status::ok: return "ok";
    case Status::invalid: return "invalid";
    case Status::denied: return "denied";
    case Status::not_found: return "not_found";
    case Status::conflict: return "conflict";
    case Status::overloaded: return "overloaded";
    case Status::unavailable: return "unavailable";
    case Status::deadline: return "deadline";
    case Status::internal: break;
  }
  return "internal";
}

std::string Problem::json() const {
  nlohmann::json out = {{"code", code}, {"fields", nlohmann::json::array()}};
  for (const auto& error : fields) out["fields"].push_back({{"field", error.field}, {"code", error.code}});
  return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Problem Problem::parse(Status status, std::string_view json) {
  Problem problem{.status = status, .code = {}};
  const auto parsed = nlohmann::json::parse(json, nullptr, false);
  if (!parsed.is_object()) return problem;
  const auto text = [](const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  problem.code = text(parsed, "code");
  problem.detail = text(parsed, "detail");
  if (const auto fields = parsed.find("fields"); fields != parsed.end() && fields->is_array())
    for (const auto& field : *fields)
      if (field.is_object()) problem.fields.push_back({text(field, "field"), text(field, "code")});
  return problem;
}

}  // namespace hemicycle::core
