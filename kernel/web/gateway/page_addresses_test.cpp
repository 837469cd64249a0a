// What a page says of its own address and of its feed's, and what the API's document says of the house that serves it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kernel/web/gateway/showroom_fixture_test.hpp"

using namespace hemicycle;
using namespace hemicycle::web::gateway;
using hemicycle::web::http::testing::RawClient;
using hemicycle::web::http::testing::body_of;
using hemicycle::web::http::testing::status_of;

namespace {

constexpr std::string_view kWorks = R"({"hemicycle": 1, "name": "works", "version": "1.0.0", "permissions": [],
  "queries": {"list": {"permission": "public", "input": {"words": {"type": "string", "optional": true}, "theme": {"type": "string", "optional": true},
                                                         "year": {"type": "integer", "optional": true}, "after": {"type": "string", "optional": true}},
                       "output": {"word": {"type": "string"}}},
              "work": {"permission": "public", "input": {"slug": {"type": "string", "format": "identifier"}, "version": {"type": "integer", "optional": true}},
                       "output": {"word": {"type": "string"}}},
              "feed": {"permission": "public", "input": {"theme": {"type": "string", "optional": true}, "year": {"type": "integer", "optional": true}},
                       "output": {"title": {"type": "string"}, "updated": {"type": "string"}, "entries": {"type": "array", "items": {"type": "string"}}}}},
  "pages": [{"path": "/works", "query": "list", "view": "list", "filters": ["words", "theme", "year"], "feed": "/works.atom"},
            {"path": "/works/{slug}", "query": "work", "view": "work", "feed": "/works.atom"},
            {"path": "/elsewhere", "query": "list", "view": "list", "filters": ["theme"], "feed": "/nobody.atom"},
            {"path": "/works.atom", "query": "feed", "as": "atom"}]})";

struct WorksHouse : ShownHouse {
  std::shared_ptr<core::Pretended> works = std::make_shared<core::Pretended>();
  WorksHouse() {
    for (const auto* view : {"list", "work"}) folder.write(std::string("works/views/") + view + ".mustache", "<h1>{{word}}</h1>\n");
    std::string texts;
    for (const auto* key : {"page.list.title", "page.work.title", "field.words", "field.theme", "field.year"})
      texts += "msgid \"" + std::string(key) + "\"\nmsgstr \"Travaux\"\n\n";
    folder.write("works/locales/fr.po", texts);
    for (const auto* query : {"works.list", "works.work"})
      works->handlers[query] = [](core::CallContext&, const core::Message&) { return core::Outcome::success(R"({"word": "ready"})"); };
    attach(kWorks, folder.path() / "works", works);
    serve();
  }
  /// The address in the head's link of this kind, or nothing.
  [[nodiscard]] std::string link(const std::string& rel, std::string_view target) const {
    RawClient client(port);
    const auto page = client.ask(get(target));
    REQUIRE(status_of(page) == 200);
    const auto tag = page.find("<link rel=\"" + rel + "\"");
    if (tag == std::string::npos) return {};
    const auto begin = page.find("href=\"", tag) + 6;
    return page.substr(begin, page.find('"', begin) - begin);
  }
  [[nodiscard]] nlohmann::json document() const {
    RawClient client(port);
    return nlohmann::json::parse(body_of(client.ask(get("/api/openapi.json"))));
  }
};

}  // namespace

TEST_CASE("a page has one address, however it was asked for") {
  const WorksHouse house;
  for (const auto* target : {"/works/a-1", "/works/a-1/", "/works/%61-1", "/w%6Frks/%61%2D1/", "/works/a-1?utm_source=x", "/works/a-1?slug=b", "/works/a-1?version="}) {
    INFO(target);
    CHECK(house.link("canonical", target) == "/works/a-1");
  }
  for (const auto* target : {"/works/a:1", "/works/a%3a1", "/works/a%3A1/"}) CHECK(house.link("canonical", target) == "/works/a%3A1");
  CHECK(house.link("canonical", "/works/a-1/?version=2&utm_source=x") == "/works/a-1?version=2");
  CHECK(house.link("canonical", "/works/?theme=eau") == "/works?theme=eau");
}

TEST_CASE("the feed of a filtered list has those filters that the feed knows, in their order") {
  const WorksHouse house;
  const auto feed = [&](std::string_view target) { return house.link("alternate", target); };
  CHECK(feed("/works") == "/works.atom");
  CHECK(feed("/works?theme=eau") == "/works.atom?theme=eau");
  CHECK(feed("/works?year=2020&words=pont&theme=eau&after=x&utm_source=y") == "/works.atom?theme=eau&amp;year=2020");
  CHECK(feed("/works?theme=l%27eau") == "/works.atom?theme=l%27eau");
  CHECK(feed("/works?theme=") == "/works.atom");
  CHECK(feed("/works/a-1?theme=eau") == "/works.atom");
  CHECK(feed("/elsewhere?theme=eau").empty());
}

TEST_CASE("the API's document tells the version of the program and the cookies as this house names them") {
  const WorksHouse house;
  house.grounds->settings.version = "7.8.9";
  house.door->furnish(house.room());
  CHECK(house.document()["info"]["version"] == "7.8.9");
  CHECK(house.document()["components"]["securitySchemes"]["session"]["name"] == "hemicycle");
  CHECK(house.document()["components"]["securitySchemes"]["visitor"]["name"] == "visitor");
  house.grounds->settings.public_url = "https://localhost";
  house.door->furnish(house.room());
  CHECK(house.document()["components"]["securitySchemes"]["session"]["name"] == "__Host-hemicycle");
  CHECK(house.document()["components"]["securitySchemes"]["visitor"]["name"] == "__Host-visitor");
}
