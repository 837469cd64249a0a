#include "kernel/web/gateway/menu.hpp"

#include <catch2/catch.hpp>

#include "kernel/web/gateway/showroom_fixture_test.hpp"

using namespace hemicycle::web::gateway;
using hemicycle::web::http::testing::RawClient;
using hemicycle::web::http::testing::body_of;

namespace {

constexpr std::string_view kForum = R"({"hemicycle": 1, "name": "forum", "version": "1.0.0", "permissions": [],
  "queries": {"see": {"permission": "public"}, "mine": {"permission": "signed_in"}},
  "pages": [{"path": "/forum", "query": "see", "view": "see"}, {"path": "/forum/regles", "query": "see", "view": "see"}, {"path": "/forum/moi", "query": "mine", "view": "see"}],
  "navigation": [{"label": "nav.mine", "path": "/forum/moi", "group": "own", "order": 1}, {"label": "nav.forum", "path": "/forum", "group": "read", "order": 2},
                 {"label": "nav.rules", "path": "/forum/regles", "group": "nowhere"}, {"label": "nav.rules", "path": "/forum/regles", "place": "footer"}]})";

struct GroupedHouse : ShownHouse {
  GroupedHouse() {
    vocabularies["menu"] = {{"read", {{"fr", "Lire"}, {"en", "Read"}}}, {"own", {{"fr", "À moi"}}}, {"empty", {{"fr", "Rien"}}}};
    folder.write("forum/views/see.mustache", "<h1>{{#t}}nav.forum{{/t}}</h1>");
    folder.write("forum/locales/fr.po", "msgid \"nav.forum\"\nmsgstr \"Forum\"\n\nmsgid \"nav.mine\"\nmsgstr \"Mes sujets\"\n\nmsgid \"nav.rules\"\nmsgstr \"Règles\"\n");
    attach(kForum, folder.path() / "forum", std::make_shared<hemicycle::core::Pretended>());
    serve();
  }
};

bool in_order(const std::string& page, std::initializer_list<const char*> parts) {
  std::size_t at = 0;
  for (const auto* part : parts) {
    at = page.find(part, at);
    if (at == std::string::npos) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("the menu shows entries without a group of the house first, then its groups in their order, and none that is empty for who looks") {
  GroupedHouse house;
  RawClient client(house.port);
  const auto visitor = body_of(client.ask(get("/club")));
  CHECK(in_order(visitor, {"<nav", "href=\"/forum/regles\"", "Lire</summary>", "href=\"/forum\"", "</details>", "</nav>"}));
  CHECK(visitor.find("À moi") == std::string::npos);
  CHECK(visitor.find("Rien") == std::string::npos);
  const auto known = body_of(client.ask(get("/club", house.cookie_of("acc_1"))));
  CHECK(in_order(known, {"Lire</summary>", "À moi</summary>", "href=\"/forum/moi\""}));
}

TEST_CASE("an entry of the footer stands at the foot of every page") {
  GroupedHouse house;
  RawClient client(house.port);
  CHECK(in_order(body_of(client.ask(get("/club"))), {"<footer>", "<a href=\"/forum/regles\">Règles</a>", "</footer>"}));
}

TEST_CASE("the menu marks the page that one is on, and the group and the nearest entry above it") {
  GroupedHouse house;
  RawClient client(house.port);
  const auto on = body_of(client.ask(get("/forum")));
  CHECK(on.find("<summary aria-current=\"true\">Lire") != std::string::npos);
  CHECK(on.find("<a href=\"/forum\" aria-current=\"page\">") != std::string::npos);
  const auto beneath = body_of(client.ask(get("/forum/regles")));
  CHECK(beneath.find("<a href=\"/forum/regles\" aria-current=\"page\">") != std::string::npos);
  CHECK(beneath.find("<a href=\"/forum\" aria-current") == std::string::npos);
  const auto lost = body_of(client.ask(get("/forum/autre")));  // a page that is not there, beneath one that is
  CHECK(lost.find("<a href=\"/forum\" aria-current=\"true\">") != std::string::npos);
}
