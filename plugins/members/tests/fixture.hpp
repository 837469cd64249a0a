// A council for tests: this plugin alone, with the bodies, offices and categories of a small house, and somebody who keeps the register.
#pragma once

#include <hemicycle/testing/kernel.hpp>
#include "members.contract.hpp"

#include <string>

namespace members_test {

using hemicycle::testing::Caller;
using hemicycle::testing::Options;
using hemicycle::testing::Reply;
using hemicycle::testing::Rows;
using hemicycle::testing::TestKernel;

inline Options options() {
  return {.settings = {{"members.categories", R"([{"category": "organisation", "role": "member"}, {"category": "guest", "voting": false}])"},
                       {"members.bodies", R"([{"body": "board", "role": "bureau"}])"},
                       {"members.offices", R"([{"office": "chair", "single": true, "role": "chair", "sits_in": "board"}, {"office": "board_member"}])"}},
          .vocabularies = {{"bodies", {"plenary", "board"}},
                           {"offices", {"chair", "board_member"}},
                           {"member_categories", {"organisation", "guest"}},
                           {"colleges", {"north", "south"}},
                           {"constituencies", {"hill", "valley"}},
                           {"held_roles", {"member", "bureau", "chair"}}},
          .roles = {{"member", {"members.read"}}, {"bureau", {"members.manage"}}, {"chair", {"members.read"}}}};
}

class Council final {
 public:
  explicit Council(Options with = options()) : kernel(std::move(with)) {
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    // Every account is somebody's, but "nobody".
    kernel.stub("accounts.names", [](const std::string& input) {
      return input.find("\"nobody\"") != std::string::npos ? std::string(R"({"names": []})") : std::string(R"({"names": [{"id": "a", "name": "A"}]})");
    });
    kernel.stub("accounts.me", R"({"account": "a", "name": "A", "email": "Ada@Example.org", "roles": [], "created": "2026-01-01T00:00:00Z"})");
    kernel.stub("accounts.directory", R"({"options": []})");
  }

  Caller team() { return kernel.as("team").may("members.manage").may("members.read"); }

  std::string person(const std::string& name, const std::string& account = {}, const std::string& more = {}) {
    const auto reply = team().call("members.add_person", R"({"name": ")" + name + "\"" + (account.empty() ? "" : R"(, "account": ")" + account + "\"") + more + "}");
    return reply.ok() ? reply.field("person") : "refused: " + reply.explain();
  }
  std::string seat(const std::string& college = "north", const std::string& category = "organisation", const std::string& body = "plenary") {
    const auto reply = team().call("members.add_seat", R"({"body": ")" + body + R"(", "category": ")" + category + R"(", "college": ")" + college + "\"}");
    return reply.ok() ? reply.field("seat") : "refused: " + reply.explain();
  }
  Reply appoint(const std::string& seat, const std::string& person, const std::string& more = {}) {
    return team().call("members.appoint", R"({"seat": ")" + seat + R"(", "person": ")" + person + R"(", "begins": "2026-04-08", "legal_reference": "Decision 1")" + more + "}");
  }
  /// A person with an account who sits, at once.
  std::string sitting(const std::string& name, const std::string& account = {}, const std::string& more = {}) {
    const auto id = person(name, account, more);
    return appoint(seat(), id).ok() ? id : "refused";
  }
  Reply electorate(const std::string& body, const std::string& at) {
    return kernel.system().call("members.electorate", R"({"body": ")" + body + R"(", "at": ")" + at + "\"}");
  }
  Reply electorate(const std::string& body = "plenary") { return electorate(body, kernel.now()); }
  Rows roles_of(const std::string& account) {
    Rows roles;
    for (auto& row : kernel.rows("SELECT actor, role FROM hmc_grant WHERE scope = '' ORDER BY role"))
      if (row.at(0) == account) roles.push_back({row.at(1)});
    return roles;
  }

  TestKernel kernel;
};

}  // namespace members_test
