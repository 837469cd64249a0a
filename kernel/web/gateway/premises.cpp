#include "kernel/web/gateway/premises.hpp"

namespace hemicycle::web::gateway {

const contract::Operation* Premises::operation(std::string_view name) const {
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) return nullptr;
  for (const auto& plugin : contracts)
    if (plugin->name == name.substr(0, dot)) return plugin->operation(name.substr(dot + 1));
  return nullptr;
}

}  // namespace hemicycle::web::gateway
