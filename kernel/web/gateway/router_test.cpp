#include "kernel/web/gateway/router.hpp"

#include <catch2/catch.hpp>

#include "sdk/contract/model.hpp"

using namespace hemicycle::web::gateway;
namespace contract = hemicycle::contract;

namespace {

contract::Operation command(const std::string& name) {
  contract::Operation out;
  out.name = name;
  out.verb = name.substr(name.find('.') + 1);
  out.command = true;
  return out;
}

contract::Page form(const std::string& path, const std::string& verb) {
  contract::Page out;
  out.path = path;
  out.kind = contract::PageKind::form;
  out.form = verb;
  return out;
}

Router router() {
  auto club = std::make_shared<contract::Plugin>();
  club->name = "club";
  auto enter = command("club.enter");
  enter.begins_session = true;
  enter.permission.access = contract::Access::open;
  auto leave = command("club.leave");
  leave.ends_session = true;
  club->operations = {command("club.make"), command("club.change"), command("club.anything"), enter, leave};
  club->pages = {form("/clubs/{club}", "change"), form("/clubs/new", "make"), form("/{any}/new", "anything"), form("/in", "enter"), form("/out", "leave"),
                 form("/clubs/{club}/members/{member}", "change")};
  return Router({club});
}

}  // namespace

TEST_CASE("a literal segment wins against a parameter, wherever the page stands in the contract") {
  const auto house = router();
  REQUIRE(house.find("/clubs/new"));
  CHECK(house.find("/clubs/new")->route->page->path == "/clubs/new");
  CHECK(house.find("/clubs/new")->parameters.empty());
  CHECK(house.find("/bars/new")->route->page->path == "/{any}/new");
}

TEST_CASE("a parameter takes one segment and nothing more") {
  const auto house = router();
  const auto found = house.find("/clubs/c-1/members/m-2");
  REQUIRE(found);
  CHECK(found->parameters == Parameters{{"club", "c-1"}, {"member", "m-2"}});
  CHECK_FALSE(house.find("/clubs/c-1/members"));
  CHECK_FALSE(house.find("/clubs/c-1/members/m-2/more"));
  CHECK_FALSE(house.find("/"));
  CHECK_FALSE(house.find("/nowhere"));
}

TEST_CASE("the ways in and out are the public forms that begin and end a session") {
  const auto house = router();
  REQUIRE(house.sign_in() != nullptr);
  CHECK(house.sign_in()->page->path == "/in");
  REQUIRE(house.sign_out() != nullptr);
  CHECK(house.sign_out()->page->path == "/out");
  CHECK(house.form("club", "make")->page->path == "/clubs/new");
  CHECK(house.form("club", "nothing") == nullptr);
  CHECK(house.form("bar", "make") == nullptr);
}

TEST_CASE("the parameters of a pattern are those between braces, in order") {
  CHECK(parameters_of("/a/{b}/c/{d}") == std::vector<std::string>{"b", "d"});
  CHECK(parameters_of("/a/{}/c").empty());
}
