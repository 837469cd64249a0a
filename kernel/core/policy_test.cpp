#include "kernel/core/policy.hpp"

#include <catch2/catch.hpp>

#include "kernel/core/request.hpp"
#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::core;

namespace {

Role role(std::string name, std::vector<std::string> includes, std::vector<std::string> permissions) {
  return {.name = std::move(name), .includes = std::move(includes), .permissions = std::move(permissions)};
}

Policy house_policy() {
  return Policy({role("visitor", {}, {"x.read"}), role("signed_in", {}, {"x.comment"}), role("member", {"visitor"}, {"x.write"}),
                 role("admin", {"member"}, {"x.erase"})});
}

std::string refusal(std::vector<Role> roles) {
  try {
    const Policy policy(std::move(roles));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

void give(Policy& policy, std::string actor, std::string name, std::string scope = {}) {
  policy.apply({{.actor = std::move(actor), .grant = {std::move(name), std::move(scope)}, .given = true}});
}

}  // namespace

TEST_CASE("a role holds the permissions of all that it includes") {
  const auto policy = house_policy();
  CHECK(policy.permissions("admin") == Policy::Permissions{"x.erase", "x.read", "x.write"});
  CHECK(policy.permissions("nobody_declared_me").empty());
}

TEST_CASE("roles that include each other are refused, with the whole circle named") {
  CHECK(refusal({role("a", {"b"}, {}), role("b", {"c"}, {}), role("c", {"a"}, {})}) == "roles include each other: a -> b -> c -> a");
  CHECK(refusal({role("a", {"a"}, {})}) == "roles include each other: a -> a");
}

TEST_CASE("a role that includes an unknown one is refused by both names") {
  CHECK(refusal({role("a", {"ghost"}, {})}) == "unknown role 'ghost' is included: a -> ghost");
}

TEST_CASE("what a visitor may, everybody may; what signed_in may, every actor may") {
  const auto policy = house_policy();
  CHECK(policy.allowed("x.read", "", ""));
  CHECK(policy.allowed("x.read", "a1", ""));
  CHECK_FALSE(policy.allowed("x.comment", "", ""));
  CHECK(policy.allowed("x.comment", "a1", ""));
  CHECK_FALSE(policy.allowed("x.write", "a1", ""));
}

TEST_CASE("a grant in a scope is enough there and nowhere else, one without scope everywhere") {
  auto policy = house_policy();
  give(policy, "lead", "member", "group:12");
  CHECK(policy.allowed("x.write", "lead", "group:12"));
  CHECK_FALSE(policy.allowed("x.write", "lead", "group:1"));
  CHECK_FALSE(policy.allowed("x.write", "lead", ""));
  give(policy, "boss", "admin");
  CHECK(policy.allowed("x.write", "boss", "group:12"));
  CHECK(policy.allowed("x.erase", "boss", ""));
}

TEST_CASE("a grant taken back gives nothing any more") {
  auto policy = house_policy();
  give(policy, "lead", "member", "group:12");
  policy.apply({{.actor = "lead", .grant = {"member", "group:12"}, .given = false}});
  CHECK_FALSE(policy.allowed("x.write", "lead", "group:12"));
  CHECK(policy.grants("lead").empty());
}

TEST_CASE("public is for anybody, signed_in for actors, internal for the house alone") {
  const auto policy = house_policy();
  const auto allowed = [&](contract::Access access, std::string_view actor) {
    return policy.allowed(contract::Permission{.access = access, .name = {}}, actor, "");
  };
  CHECK(allowed(contract::Access::open, ""));
  CHECK_FALSE(allowed(contract::Access::signed_in, ""));
  CHECK(allowed(contract::Access::signed_in, "a1"));
  CHECK_FALSE(allowed(contract::Access::internal, "a1"));
  CHECK(allowed(contract::Access::internal, kSystem));
  CHECK(allowed(contract::Access::internal, kOperator));
}

TEST_CASE("grants that were committed are there again after a restart, those taken back are not") {
  const store::House house;
  house.writer->begin_write();
  Policy::write(*house.writer, {.actor = "a1", .grant = {"member", "group:12"}, .given = true});
  Policy::write(*house.writer, {.actor = "a1", .grant = {"member", "group:12"}, .given = true});  // twice is once
  Policy::write(*house.writer, {.actor = "a1", .grant = {"admin", ""}, .given = true});
  Policy::write(*house.writer, {.actor = "a1", .grant = {"admin", ""}, .given = false});
  house.writer->commit();
  auto policy = house_policy();
  policy.load(*house.store->open_reader());
  CHECK(policy.grants("a1") == std::vector<Grant>{{"member", "group:12"}});
}
