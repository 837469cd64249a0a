// Who may: permissions of roles (from roles.toml), roles of actors (grants, in the store, kept in memory).
#pragma once

#include <map>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/core/store.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::core {

/// One role as roles.toml says it.
struct Role {
  std::string name;
  std::vector<std::string> includes;
  std::vector<std::string> permissions;
  std::map<std::string, std::string> labels{};  ///< by locale; may be empty
  friend bool operator==(const Role&, const Role&) = default;
};

inline constexpr std::string_view kVisitorRole = "visitor";       ///< of everybody, if the deployment declares it
inline constexpr std::string_view kSignedInRole = "signed_in";  ///< of every actor with a session, likewise

struct Grant {
  std::string role, scope;  ///< empty scope = everywhere
  friend auto operator<=>(const Grant&, const Grant&) = default;
};

/// Reads are for any thread; `load` and `apply` are serialised by the command lane.
class Policy final {
 public:
  using Permissions = std::set<std::string, std::less<>>;

  struct Change {
    std::string actor;
    Grant grant;
    bool given = true;
  };

  /// Throws std::runtime_error naming the role when `includes` names an unknown role or makes a circle.
  explicit Policy(std::vector<Role> roles);

  /// Reads all grants.
  void load(Connection& db);

  /// Whether `actor` (empty = visitor) may call an operation of this permission in `scope`.
  [[nodiscard]] bool allowed(const contract::Permission& permission, std::string_view actor, std::string_view scope) const;
  [[nodiscard]] bool allowed(std::string_view permission, std::string_view actor, std::string_view scope) const;

  /// Writes in the caller's transaction; the memory follows once that committed, with `apply`.
  static void write(Connection& db, const Change& change);
  void apply(const std::vector<Change>& changes);

  [[nodiscard]] std::vector<Grant> grants(std::string_view actor) const;
  [[nodiscard]] bool knows(std::string_view role) const;
  [[nodiscard]] const std::vector<Role>& roles() const { return roles_; }
  /// Permissions of one role, those of its includes too. Empty for an unknown role.
  [[nodiscard]] const Permissions& permissions(std::string_view role) const;

 private:
  [[nodiscard]] const Permissions& resolve(const std::string& role, std::vector<std::string>& path);

  std::vector<Role> roles_;
  std::map<std::string, Permissions, std::less<>> resolved_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::set<Grant>, std::less<>> grants_;
};

}  // namespace hemicycle::core
