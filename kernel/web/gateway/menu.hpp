// The ways through the house that plugins declare (`navigation`): the menu in its groups, and the foot of every page.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/web/gateway/premises.hpp"

namespace hemicycle::web::gateway {

/// The vocabulary whose terms are the groups of the menu, in their order.
inline constexpr std::string_view kMenuGroups = "menu";

class Menu final {
 public:
  /// One entry, with all that does not depend on who looks.
  struct Link {
    std::string path, permission;
    const contract::Operation* operation = nullptr;         ///< of the page that it leads to
    std::map<std::string, std::string, std::less<>> label;  ///< by language
    int order = 0;
  };
  using Shows = std::function<bool(const Link&)>;

  /// Resolves everything once: contracts, texts and vocabularies do not change in a room.
  explicit Menu(const Premises& premises);

  /// As the view `layout` shows them to who stands at `path`: entries without a group first, then the groups that hold something, each with its `entries`.
  [[nodiscard]] std::vector<render::Data> entries(const std::string& path, const std::string& locale, const Shows& shows) const;
  [[nodiscard]] std::vector<render::Data> footer(const std::string& path, const std::string& locale, const Shows& shows) const;

 private:
  struct Group {
    const core::Term* term;
    std::vector<Link> links;
  };

  std::vector<Link> alone_, footer_;  ///< in their order
  std::vector<Group> groups_;         ///< in that of the vocabulary
};

}  // namespace hemicycle::web::gateway
