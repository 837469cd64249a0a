#include "kernel/packages/rating.hpp"

#include <catch2/catch.hpp>

#include "kernel/packages/describe.hpp"

using namespace hemicycle;
using namespace hemicycle::packages;
using contract::Isolation;

namespace {

contract::Plugin plugin(const std::string& more) { return contract::read(R"({"hemicycle": 1, "name": "club", "version": "1.0.0")" + more + "}", "plugin.json"); }

int confined(const std::string& more) { return safety_rating(plugin(more), Isolation::sandboxed, Provenance::trusted); }

}  // namespace

TEST_CASE("a confined plugin is rated by what it asks for") {
  CHECK(confined("") == 1);
  CHECK(confined(R"(, "queries": {"list": {"permission": "public", "input": {}, "output": {}}})") == 1);
  CHECK(confined(R"(, "commands": {"say": {"permission": "public", "input": {}, "output": {}}})") == 2);
  CHECK(confined(R"(, "queries": {"list": {"permission": "public", "input": {}, "output": {"who": {"type": "string", "x-personal": true}}}})") == 3);
  CHECK(confined(R"(, "requires": ["accounts.names@1"])") == 4);
  CHECK(confined(R"(, "grants": ["lead"])") == 5);
}

TEST_CASE("code without walls may do anything, and bytes that nobody signed are suspect") {
  CHECK(safety_rating(plugin(""), Isolation::in_process, Provenance::trusted) == 6);
  CHECK(safety_rating(plugin(""), Isolation::worker, Provenance::trusted) == 6);
  CHECK(safety_rating(plugin(""), Isolation::sandboxed, Provenance::unsigned_) == 4);
  CHECK(safety_rating(plugin(""), Isolation::in_process, Provenance::house) == 1);
}

TEST_CASE("each right is told in the words of the catalogue, the heaviest first") {
  const auto words = [](const std::string& key) { return key == "rights.roles" ? "gives {roles}" : key; };
  const auto told = describe(plugin(R"(, "grants": ["lead", "chair"])"), Isolation::sandboxed, Provenance::trusted, "3C43A8EA33747656", words);
  CHECK(told["safety_rating"] == "5");
  CHECK(told["safety"] == "safety.5");
  CHECK(told["signature"] == "signature.key");
  CHECK(told["rights"] == nlohmann::json({"gives lead, chair", "rights.sandboxed"}));
}
