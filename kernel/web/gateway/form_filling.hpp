// One form on its way, from the request to the answer. Of the form desk's own sources.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernel/web/gateway/form_desk.hpp"
#include "kernel/web/gateway/rates.hpp"

namespace hemicycle::web::gateway {

inline constexpr std::chrono::seconds kNoticeLife{60};

/// The buttons beside that of the form itself; no input field is called so.
inline constexpr std::string_view kDraftField = "brouillon", kDiscard = "effacer";

[[nodiscard]] inline std::string text_of(const nlohmann::json& object, std::string_view field) {
  const auto found = object.is_object() ? object.find(field) : object.end();
  if (!object.is_object() || found == object.end()) return {};
  return found->is_string() ? found->get<std::string>() : (found->is_primitive() ? found->dump() : std::string());
}

struct FormDesk::Filling {
  Filling(VisitPtr of, const PageRoute& to, Parameters in_path) : visit(std::move(of)), route(to), parameters(std::move(in_path)) {}

  VisitPtr visit;
  const PageRoute& route;
  Parameters parameters;
  core::Form form{};               ///< what was sent, or what the address fills in
  nlohmann::json values = nullptr; ///< what the fields show
  std::vector<core::FieldError> errors{};
  std::string problem{};
  std::string once{};
  std::string return_to{};
  std::string slot_of{};           ///< path of the page in which the form stood, when it was in a slot
  std::vector<core::FieldError> upload_errors{};
  std::optional<Slowed> slowed{};
  bool fresh = false;         ///< nothing was sent: a saved draft may fill it
  std::string draft_saved{};  ///< when the draft that fills it was saved, in words; empty without one

  [[nodiscard]] const contract::Operation& operation() const { return *route.operation; }
  /// The path without what a query string adds: it names the draft.
  [[nodiscard]] std::string path() const { return std::string(visit->request().head.raw_path()); }
  [[nodiscard]] std::string take_out(std::string_view name) {
    const auto found = form.find(std::string(name));
    if (found == form.end()) return {};
    auto value = std::move(found->second);
    form.erase(found->first);
    return value;
  }
};

}  // namespace hemicycle::web::gateway
