// What pages are called, for those who come from elsewhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernel/core/bus.hpp"
#include "kernel/web/gateway/premises.hpp"
#include "kernel/web/gateway/visit.hpp"
#include "kernel/web/render/values.hpp"

namespace hemicycle::web::gateway {

/// The title of a view page whose query replied `data`.
[[nodiscard]] std::string page_title(const Premises& premises, const PageRoute& route, std::string_view locale, const render::Data& data);

struct PageLink {
  std::string href, title;
};

/// The view page at the path `href`, under the title that it has for who asks; nothing when there is none, or none for them. On the lane's thread.
[[nodiscard]] std::optional<PageLink> link_to(const Premises& premises, const Visit& visit, std::string href, core::Asker& asker);
/// The nearest such page above `path`, the home page left out.
[[nodiscard]] std::optional<PageLink> link_above(const Premises& premises, const Visit& visit, std::string_view path, core::Asker& asker);

}  // namespace hemicycle::web::gateway
