// What holds between contracts.
#include <catch2/catch.hpp>

#include "sdk/contract/model.hpp"

using namespace hemicycle::contract;

namespace {

Plugin plugin(std::string name, std::vector<Requirement> needs = {}, int major = 1) {
  Plugin out;
  out.name = std::move(name);
  out.version = "1.0.0";
  out.requires_ = std::move(needs);
  Operation operation;
  operation.verb = "see";
  operation.major = major;
  out.operations.push_back(operation);
  return out;
}

Plugin with_page(Plugin plugin, const std::string& path) {
  Page page;
  page.path = path;
  plugin.pages.push_back(page);
  return plugin;
}

}  // namespace

TEST_CASE("a house whose requirements are provided has no conflict") {
  auto reacts = plugin("c", {{"b.see", 1}});
  reacts.reactions = {"nobody.ever"};
  reacts.operations[0].depends = {"nobody.ever"};
  CHECK(conflicts({reacts, plugin("b", {{"a.see", 1}}), plugin("a")}).empty());
}

TEST_CASE("a requirement that nobody provides is named") {
  const auto found = conflicts({plugin("a", {{"ghost.see", 1}}), plugin("b", {{"c.look", 1}}), plugin("c")});
  REQUIRE(found.size() == 2);
  CHECK(found.at("a") == "it requires 'ghost.see@1', but there is no plugin 'ghost'");
  CHECK(found.at("b") == "it requires 'c.look@1', which 'c' 1.0.0 does not provide");
}

TEST_CASE("a major that differs is named with both numbers") {
  const auto found = conflicts({plugin("a", {{"b.see", 1}}), plugin("b", {}, 2)});
  REQUIRE(found.size() == 1);
  CHECK(found.at("a") == "it requires 'b.see@1', but 'b' provides 'b.see@2'");
}

TEST_CASE("what is only used may be absent, but what is there has its major and makes no circle") {
  auto user = plugin("a");
  user.uses = {{"b.see", 1}};
  CHECK(conflicts({user}).empty());
  CHECK(conflicts({user, plugin("b")}).empty());
  CHECK(conflicts({user, plugin("b", {{"ghost.see", 1}})}).count("a") == 0);
  user.uses = {{"b.look", 1}};
  CHECK(conflicts({user, plugin("b")}).empty());
  user.uses = {{"b.see", 1}};
  CHECK(conflicts({user, plugin("b", {}, 2)}).at("a") == "it uses 'b.see@1', but 'b' provides 'b.see@2'");
  const auto circle = conflicts({user, plugin("b", {{"a.see", 1}})});
  REQUIRE(circle.size() == 2);
  CHECK(circle.at("b") == "its requirements make a circle: a -> b -> a");
}

TEST_CASE("a circle of requirements is printed whole, and who leans on it falls too") {
  const auto found = conflicts(
      {plugin("a", {{"b.see", 1}}), plugin("b", {{"c.see", 1}}), plugin("c", {{"a.see", 1}}), plugin("d", {{"a.see", 1}}), plugin("e")});
  REQUIRE(found.size() == 4);
  for (const auto* name : {"a", "b", "c"}) CHECK(found.at(name) == "its requirements make a circle: a -> b -> c -> a");
  CHECK_THAT(found.at("d"), Catch::StartsWith("it requires 'a.see', but 'a' cannot stand: its requirements make a circle"));
}

TEST_CASE("a plugin that requires one that cannot stand cannot stand either, along the whole chain") {
  const auto found = conflicts({plugin("c", {{"b.see", 1}}), plugin("b", {{"a.see", 1}}), plugin("a", {{"ghost.see", 1}}), plugin("free")});
  REQUIRE(found.size() == 3);
  CHECK_THAT(found.at("b"), Catch::Contains("'a' cannot stand"));
  CHECK_THAT(found.at("c"), Catch::Contains("'b' cannot stand") && Catch::Contains("there is no plugin 'ghost'"));
}

TEST_CASE("two plugins of one name fall, the rest stands") {
  const auto found = conflicts({plugin("a"), plugin("b"), plugin("a")});
  REQUIRE(found.size() == 1);
  CHECK(found.at("a") == "two plugins are named 'a'; remove one");
}

TEST_CASE("two pages of one path are one too many, whatever their parameters are called; the later plugin yields") {
  const auto found = conflicts({with_page(plugin("a"), "/x/{id}"), with_page(plugin("b"), "/x/{reference}"),
                                with_page(plugin("c"), "/x/new"), plugin("d", {{"b.see", 1}})});
  REQUIRE(found.size() == 2);
  CHECK(found.at("b") == "its page '/x/{reference}' is already the page '/x/{id}' of 'a'");
  CHECK_THAT(found.at("d"), Catch::Contains("'b' cannot stand"));
}

TEST_CASE("the page of a plugin that falls for another reason blocks nobody") {
  const auto found = conflicts({with_page(plugin("a", {{"ghost.see", 1}}), "/x"), with_page(plugin("b"), "/x")});
  CHECK(found.size() == 1);
  CHECK(found.contains("a"));
}
