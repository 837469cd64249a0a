#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "kernel/web/render/atom.hpp"
#include "kernel/web/render/house_fixture_test.hpp"
#include "kernel/web/render/icalendar.hpp"
#include "kernel/web/render/openapi.hpp"
#include "kernel/web/render/problem.hpp"

using namespace hemicycle;
using namespace hemicycle::web::render;
using Catch::Contains;
using nlohmann::json;

TEST_CASE("an Atom feed reads back with absolute addresses and what its entries said") {
  const json reply = {
      {"title", "Travaux & <co>"},
      {"updated", "2026-04-08T12:00:00Z"},
      {"entries",
       {{{"id", "urn:uuid:1"}, {"title", "A"}, {"path", "/a"}, {"updated", "2026-04-08"}, {"summary", "S\x01"}, {"body", "**x** <script>"}},
        {{"id", "b"}, {"title", "B"}, {"path", "/b"}, {"updated", "2026-04-07T00:00:00Z"}, {"summary", ""}}}}};
  const auto bytes = atom_feed(reply.dump(), {"https://c.example", "/travaux.atom?theme=eau", "Conseil", "fr"});
  pugi::xml_document feed;
  REQUIRE(feed.load_string(bytes.value().c_str()));
  const auto root = feed.child("feed");
  CHECK(std::string(root.attribute("xmlns").value()) == "http://www.w3.org/2005/Atom");
  CHECK(std::string(root.child("id").text().get()) == "https://c.example/travaux.atom?theme=eau");
  CHECK(std::string(root.child("title").text().get()) == "Travaux & <co>");
  CHECK(std::string(root.child("updated").text().get()) == "2026-04-08T12:00:00Z");
  CHECK(std::string(root.child("author").child("name").text().get()) == "Conseil");
  CHECK(std::string(root.find_child_by_attribute("link", "rel", "self").attribute("href").value()) ==
        "https://c.example/travaux.atom?theme=eau");
  const auto first = root.child("entry"), second = first.next_sibling("entry");
  CHECK(std::string(first.child("id").text().get()) == "urn:uuid:1");
  CHECK(std::string(first.child("updated").text().get()) == "2026-04-08T00:00:00Z");
  CHECK(std::string(first.child("summary").text().get()) == "S");
  CHECK(std::string(first.child("content").attribute("type").value()) == "html");
  CHECK(std::string(first.child("content").text().get()) == "<p><strong>x</strong> </p>\n");
  CHECK(std::string(second.child("id").text().get()) == "https://c.example/b");
  CHECK_FALSE(second.child("content"));
  const auto withdrawn = atom_feed(R"({"entries": [], "deleted": [{"id": "c", "path": "/c", "when": "2026-04-09T10:00:00Z"}]})", {"https://c.example", "/t.atom", "C", "fr"});
  pugi::xml_document stones;
  REQUIRE(stones.load_string(withdrawn.value().c_str()));
  const auto stone = stones.child("feed").child("at:deleted-entry");
  CHECK(std::string(stones.child("feed").attribute("xmlns:at").value()) == "http://purl.org/atompub/tombstones/1.0");
  CHECK(std::string(stone.attribute("ref").value()) == "https://c.example/c");
  CHECK(std::string(stone.attribute("when").value()) == "2026-04-09T10:00:00Z");
  CHECK_FALSE(atom_feed("[]", {}));
  CHECK_FALSE(atom_feed(R"({"entries": [1]})", {}));
}

TEST_CASE("a calendar file unfolds to the event, in UTC or in whole days") {
  const std::string summary = "Réunion ; « Data », ligne\nsuivante " + std::string(100, 'x') + "\r\nBEGIN:VEVENT";
  const json reply = {{"events",
                       {{{"uid", "e1@c"},
                         {"start", "2026-04-08T14:00:00+02:00"},
                         {"end", "2026-04-08T16:00:00Z"},
                         {"all_day", false},
                         {"title", "Data, un"},
                         {"summary", summary},
                         {"place", "Rennes"},
                         {"path", "/e/1"},
                         {"updated", "2026-04-01T08:00:00Z"}},
                        {{"uid", "e2@c"},
                         {"start", "2026-05-30"},
                         {"end", "2026-05-31"},
                         {"all_day", true},
                         {"title", "Deux"},
                         {"updated", "2026-04-01T08:00:00Z"}}}}};
  const auto bytes = icalendar_file(reply.dump(), "https://c.example").value();
  std::string unfolded;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto end = bytes.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    CHECK(end - at <= 75);
    CHECK(bytes.substr(at, end - at).find('\n') == std::string::npos);
    const bool folded = end + 2 < bytes.size() && bytes[end + 2] == ' ';
    unfolded += bytes.substr(at, end - at) + (folded ? "" : "\n");
    at = end + 2 + (folded ? 1 : 0);
  }
  CHECK_THAT(unfolded, Contains("BEGIN:VCALENDAR\n") && Contains("PRODID:-//Hemicycle//") && Contains("UID:e1@c\n") &&
                           Contains("DTSTAMP:20260401T080000Z\n") && Contains("DTSTART:20260408T120000Z\n") &&
                           Contains("DTEND:20260408T160000Z\n") && Contains("SUMMARY:Data\\, un\n") && Contains("LOCATION:Rennes\n") &&
                           Contains("URL:https://c.example/e/1\n") && Contains("DTSTART;VALUE=DATE:20260530\n") &&
                           Contains("DTEND;VALUE=DATE:20260601\n") &&
                           Contains("DESCRIPTION:Réunion \\; « Data »\\, ligne\\nsuivante " + std::string(100, 'x') + "\\nBEGIN:VEVENT\n"));
  std::size_t events = 0;
  for (auto at = unfolded.find("\nBEGIN:VEVENT\n"); at != std::string::npos; at = unfolded.find("\nBEGIN:VEVENT\n", at + 1)) ++events;
  CHECK(events == 2);
  CHECK_FALSE(icalendar_file(R"({"events": [{"uid": "x", "start": "hier"}]})", ""));
  CHECK_FALSE(icalendar_file("{}", ""));
}

TEST_CASE("a cancelled event stays in its calendar file, struck out by a later sequence") {
  const json reply = {{"events", json::array({{{"uid", "e1@c"}, {"start", "2026-05-30"}, {"all_day", true}, {"title", "Un"}, {"sequence", 3}, {"cancelled", true}}})}};
  CHECK_THAT(icalendar_file(reply.dump(), "").value(), Contains("BEGIN:VEVENT\r\n") && Contains("STATUS:CANCELLED\r\n") && Contains("SEQUENCE:3\r\n"));
  const json held = {{"events", json::array({{{"uid", "e1@c"}, {"start", "2026-05-30"}, {"title", "Un"}}})}};
  CHECK_THAT(icalendar_file(held.dump(), "").value(), Contains("STATUS:CONFIRMED\r\n") && Contains("SEQUENCE:0\r\n"));
}

TEST_CASE("the API document describes each open operation and no internal one") {
  const auto plugin = contract_of(R"({"hemicycle": 1, "name": "p", "version": "1.2.0", "permissions": ["p.send"],
    "types": {"Note": {"text": {"type": "string", "max": 10}}},
    "commands": {"send": {"permission": "p.send", "summary": "Sends.", "input": {"note": {"ref": "Note"}, "n": {"type": "integer", "min": 1, "optional": true}},
                          "output": {"id": {"type": "string"}}}},
    "queries": {"list": {"permission": "public", "input": {"after": {"type": "string", "optional": true}}, "output": {"notes": {"type": "array", "items": {"ref": "Note"}}}},
                "hidden": {"permission": "internal"}}})");
  const auto api = json::parse(openapi_document({&plugin}, {.title = "Conseil", .version = "1.0.0", .base_url = "https://c.example",
                                                             .session_cookie = "__Host-s", .visitor_cookie = "__Host-v"}));
  CHECK(api["openapi"] == "3.1.0");
  CHECK(api["servers"][0]["url"] == "https://c.example");
  CHECK(api["info"]["version"] == "1.0.0");
  CHECK_FALSE(api["info"].contains("license"));
  REQUIRE(api["paths"].size() == 4);
  const auto& send = api["paths"]["/api/v1/p/send"]["post"];
  CHECK(send["operationId"] == "p_send");
  CHECK(send["tags"] == json({"p"}));
  const auto& body = send["requestBody"]["content"]["application/json"]["schema"];
  CHECK(body["properties"]["note"]["$ref"] == "#/components/schemas/p.Note");
  CHECK(body["properties"]["n"]["minimum"] == 1);
  CHECK(body["required"] == json({"note"}));
  CHECK(send["security"].size() == 1);
  CHECK(send["security"][0].contains("csrf"));
  CHECK(send["parameters"][0]["$ref"] == "#/components/parameters/IdempotencyKey");
  CHECK(send["responses"]["422"]["$ref"] == "#/components/responses/Problem422");
  const auto& list = api["paths"]["/api/v1/p/list"]["get"];
  CHECK(list["parameters"][0]["name"] == "after");
  CHECK(list["parameters"][0]["in"] == "query");
  CHECK(list["security"].back() == json::object());
  CHECK(api["components"]["schemas"]["p.Note"]["properties"]["text"]["maxLength"] == 10);
  CHECK(api["components"]["schemas"]["Problem"]["required"] == json({"type", "title", "status"}));
  CHECK(api["components"]["securitySchemes"]["session"]["in"] == "cookie");
  CHECK(api["components"]["securitySchemes"]["session"]["name"] == "__Host-s");
  CHECK(api["components"]["securitySchemes"]["visitor"]["name"] == "__Host-v");
  // Every $ref leads somewhere.
  const auto text = api.dump();
  for (auto at = text.find("\"#/"); at != std::string::npos; at = text.find("\"#/", at + 1)) {
    const auto pointer = text.substr(at + 2, text.find('"', at + 1) - at - 2);
    INFO(pointer);
    CHECK(api.contains(json::json_pointer(pointer)));
  }
}

TEST_CASE("the API document says where the token of commands comes from and where files go, and that a command wants the token of a visitor too") {
  const auto plugin = contract_of(R"({"hemicycle": 1, "name": "p", "version": "1.2.0", "commands": {"enter": {"permission": "public"}}})");
  const auto api = json::parse(openapi_document({&plugin}, {.title = "Conseil", .version = "1.0.0", .base_url = "", .session_cookie = "s", .visitor_cookie = "v"}));
  const auto& session = api["paths"]["/api/v1/session"]["get"];
  const auto& told = session["responses"]["200"]["content"]["application/json"]["schema"];
  CHECK(told["required"] == json({"signed_in", "actor", "csrf"}));
  CHECK(told["properties"]["csrf"]["type"] == "string");
  CHECK(session["security"].back() == json::object());
  const auto& uploads = api["paths"]["/api/v1/uploads"]["post"];
  CHECK(uploads["requestBody"]["content"]["multipart/form-data"]["schema"]["required"] == json({"file"}));
  CHECK(uploads["responses"]["200"]["content"]["application/json"]["schema"]["$ref"] == "#/components/schemas/Upload");
  for (const auto* status : {"400", "401", "403", "413", "422", "429", "503"}) CHECK(uploads["responses"].contains(status));
  REQUIRE(uploads["security"].size() == 1);
  CHECK((uploads["security"][0].contains("session") && uploads["security"][0].contains("csrf")));
  const auto& enter = api["paths"]["/api/v1/p/enter"]["post"]["security"];
  REQUIRE(enter.size() == 2);
  CHECK((enter[1].contains("visitor") && enter[1].contains("csrf")));
  for (const auto* item : {&session, &uploads}) CHECK((*item)["tags"][0] == api["tags"][0]["name"]);
}

TEST_CASE("a problem says what happened and what to do, and keeps what is internal") {
  const auto catalogue = kernel_catalogue();
  const auto plugin = contract_of(
      R"({"hemicycle": 1, "name": "p", "version": "1.0.0", "commands": {"send": {"permission": "public", "input": {"title": {"type": "string", "max": 20}}}}})");
  const ProblemContext context{catalogue, "p", "fr", "trace-1", plugin.operation("send")};
  const core::Problem invalid{.status = core::Status::invalid, .code = "", .fields = {{"title", "too_long"}}};
  const auto body = json::parse(problem_json(invalid, 422, context));
  CHECK(body["status"] == 422);
  CHECK(body["type"] == "about:blank");
  CHECK(body["trace"] == "trace-1");
  CHECK(body["errors"][0]["field"] == "title");
  CHECK(body["errors"][0]["code"] == "too_long");
  CHECK_THAT(body["errors"][0]["message"].get<std::string>(), Contains("20 caractères"));
  const core::Problem bug{.status = core::Status::internal, .code = "segfault", .detail = "secret"};
  const auto told = problem_json(bug, 500, context);
  CHECK_THAT(told, !Contains("secret") && !Contains("segfault"));
  CHECK(text(problem_data(bug, 500, context), "trace") == "trace-1");
  CHECK_FALSE(text(problem_data(invalid, 422, context), "explanation").empty());
}

TEST_CASE("each outcome has its HTTP status") {
  const auto of = [](core::Status status, const char* code = "", bool anonymous = false) {
    return http_status({.status = status, .code = code}, anonymous);
  };
  CHECK(of(core::Status::invalid) == 422);
  CHECK(of(core::Status::invalid, "malformed") == 400);
  CHECK(of(core::Status::denied, "", true) == 401);
  CHECK(of(core::Status::denied) == 403);
  CHECK(of(core::Status::not_found) == 404);
  CHECK(of(core::Status::conflict) == 409);
  CHECK(of(core::Status::overloaded) == 503);
  CHECK(of(core::Status::overloaded, "rate_limited") == 429);
  CHECK(of(core::Status::unavailable) == 503);
  CHECK(of(core::Status::deadline) == 504);
  CHECK(of(core::Status::internal) == 500);
}
