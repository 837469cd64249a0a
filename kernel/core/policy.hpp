// Who may: permissions of roles (from roles.toml), roles of actors (grants, in the store, cached here).
#pragma once

#include <map>
#include <memory>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/store.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::core {

/// One role as roles.toml says it. `permissions` may end in ".*": all of a plugin.
struct Role {
  std::string name;
  std::vector<std::string> includes;
  std::vector<std::string> permissions;
};

struct Grant {
  std::string role, scope;  ///< empty scope = everywhere
  friend auto operator<=>(const Grant&, const Grant&) = default;
};

/// Every actor with a session has the role "inhabitant" of `signed_in_role`; every visitor has `visitor_role`.
class Policy final {
 public:
  /// Throws std::runtime_error naming the role when `includes` names an unknown role or makes a circle.
  explicit Policy(std::vector<Role> roles);

  /// Reads all grants. Call once before serving.
  void load(Connection& db);

  /// Whether `actor` (empty = visitor) may call an operation of this permission in `scope`. Any thread.
  [[nodiscard]] bool allowed(const contract::Permission& permission, std::string_view actor, std::string_view scope) const;
  [[nodiscard]] bool allowed(std::string_view permission, std::string_view actor, std::string_view scope) const;

  /// Write in the caller's transaction. The cache follows when it committed: `apply`.
  struct Change {
    std::string actor;
    Grant grant;
    bool given = true;
  };
  void write(Connection& db, const Change& change) const;
  void apply(const std::vector<Change>& changes);

  [[nodiscard]] std::vector<Grant> grants(std::string_view actor) const;
  [[nodiscard]] bool knows(std::string_view role) const;
  [[nodiscard]] const std::vector<Role>& roles() const { return roles_; }
  /// Permissions of one role, its includes resolved; for the matrix.
  [[nodiscard]] const std::set<std::string, std::less<>>& permissions(std::string_view role) const;

 private:
  [[nodiscard]] bool role_allows(std::string_view role, std::string_view permission) const;

  std::vector<Role> roles_;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> resolved_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::set<Grant>, std::less<>> grants_;
};

}  // namespace hemicycle::core
