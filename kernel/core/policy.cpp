#include "kernel/core/policy.hpp"

#include <algorithm>
#include <array>
#include <mutex>

#include "kernel/core/request.hpp"

namespace hemicycle::core {

Policy::Policy(std::vector<Role> roles) : roles_(std::move(roles)) {
  for (const auto& role : roles_) {
    std::vector<std::string> path;
    static_cast<void>(resolve(role.name, path));
  }
}

const Policy::Permissions& Policy::resolve(const std::string& role, std::vector<std::string>& path) {
  if (const auto done = resolved_.find(role); done != resolved_.end()) return done->second;
  const bool circle = std::find(path.begin(), path.end(), role) != path.end();
  path.push_back(role);
  const auto found = std::find_if(roles_.begin(), roles_.end(), [&](const Role& r) { return r.name == role; });
  if (circle || found == roles_.end()) {
    std::string chain;
    for (const auto& step : path) chain += (chain.empty() ? "" : " -> ") + step;
    throw std::runtime_error(circle ? "roles include each other: " + chain : "unknown role '" + role + "' is included: " + chain);
  }
  Permissions permissions(found->permissions.begin(), found->permissions.end());
  for (const auto& included : found->includes) {
    const auto& more = resolve(included, path);
    permissions.insert(more.begin(), more.end());
  }
  path.pop_back();
  return resolved_.emplace(role, std::move(permissions)).first->second;
}

const Policy::Permissions& Policy::permissions(std::string_view role) const {
  static const Permissions kNone;
  const auto found = resolved_.find(role);
  return found == resolved_.end() ? kNone : found->second;
}

bool Policy::knows(std::string_view role) const { return resolved_.find(role) != resolved_.end(); }

void Policy::load(Connection& db) {
  std::map<std::string, std::set<Grant>, std::less<>> grants;
  auto rows = db.query(kKernel, "SELECT actor, role, scope FROM hmc_grant", {});
  while (const auto* row = rows->next())
    grants[std::string(view(row[0].as.bytes))].insert({std::string(view(row[1].as.bytes)), std::string(view(row[2].as.bytes))});
  const std::unique_lock lock(mutex_);
  grants_ = std::move(grants);
}

bool Policy::allowed(const contract::Permission& permission, std::string_view actor, std::string_view scope) const {
  switch (permission.access) {
    case contract::Access::open: return true;
    case contract::Access::signed_in: return !actor.empty();
    case contract::Access::internal: return actor == kSystem || actor == kOperator;
    case contract::Access::permission: break;
  }
  return allowed(permission.name, actor, scope);
}

bool Policy::allowed(std::string_view permission, std::string_view actor, std::string_view scope) const {
  if (actor == kSystem || actor == kOperator) return true;
  if (permissions(kVisitorRole).contains(permission)) return true;
  if (actor.empty()) return false;
  if (permissions(kSignedInRole).contains(permission)) return true;
  const std::shared_lock lock(mutex_);
  const auto found = grants_.find(actor);
  if (found == grants_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const Grant& grant) {
    return (grant.scope.empty() || grant.scope == scope) && permissions(grant.role).contains(permission);
  });
}

void Policy::write(Connection& db, const Change& change) {
  const std::array parameters{bind("actor", change.actor), bind("role", change.grant.role), bind("scope", change.grant.scope)};
  if (change.given)
    db.exec(kKernel, "INSERT INTO hmc_grant (actor, role, scope) VALUES (:actor, :role, :scope) ON CONFLICT DO NOTHING", parameters);
  else
    db.exec(kKernel, "DELETE FROM hmc_grant WHERE actor = :actor AND role = :role AND scope = :scope", parameters);
}

void Policy::apply(const std::vector<Change>& changes) {
  if (changes.empty()) return;
  const std::unique_lock lock(mutex_);
  for (const auto& change : changes) {
    if (change.given)
      grants_[change.actor].insert(change.grant);
    else if (const auto found = grants_.find(change.actor); found != grants_.end())
      found->second.erase(change.grant);
  }
}

std::vector<Grant> Policy::grants(std::string_view actor) const {
  const std::shared_lock lock(mutex_);
  const auto found = grants_.find(actor);
  return found == grants_.end() ? std::vector<Grant>() : std::vector<Grant>(found->second.begin(), found->second.end());
}

}  // namespace hemicycle::core
