// What pages, slots and navigation may name.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "sdk/contract/model.hpp"

using namespace hemicycle::contract;

namespace {

/// Two lines with the operations, then `rest` from line 3.
std::string contract(const std::string& rest) {
  return R"({"hemicycle": 1, "name": "club", "version": "1.0.0", "permissions": ["club.act"],
"queries": {"see": {"permission": "public", "input": {"id": {"type": "string"}, "state": {"type": "string", "optional": true}}, "output": {"title": {"type": "string"}, "left": {"type": "boolean"}}}, "flat": {"permission": "public", "output": {"file_name": {"type": "string"}, "columns": {"type": "array", "items": {"type": "string"}}, "rows": {"type": "array", "items": {"type": "string"}}}}, "inner": {"permission": "internal"}}, "commands": {"act": {"permission": "club.act", "input": {"id": {"type": "string"}}, "output": {"number": {"type": "integer"}}}},)" +
         std::string("\n") + rest + "}";
}

struct Broken {
  int line;
  std::string rest;
  const char* reason;
};

std::vector<Broken> broken_pages() {
  return {
      {3, R"("pages": [{"query": "see", "view": "see"}])", "a page has no 'path'"},
      {3, R"("pages": [{"path": "see", "query": "see", "view": "see"}])", "bad path 'see'"},
      {3, R"("pages": [{"path": "/{Id}", "query": "see", "view": "see"}])", "bad path '/{Id}'"},
      {4, "\"pages\": [{\"path\": \"/a\",\n\"query\": \"look\", \"view\": \"see\"}]", "page '/a' names the unknown query 'look'"},
      {3, R"("pages": [{"path": "/a", "query": "act", "view": "see"}])", "page '/a' names the unknown query 'act'"},
      {3, R"("pages": [{"path": "/a", "query": "inner", "view": "see"}])", "which is internal"},
      {3, R"("pages": [{"path": "/a", "form": "undo", "then": "/a"}])", "page '/a' names the unknown command 'undo'"},
      {3, R"("pages": [{"path": "/a", "form": "act", "then": "/a", "prefill": "look"}])", "page '/a' names the unknown query 'look'"},
      {3, R"("pages": [{"path": "/a", "form": "act", "then": "/a", "about": "look"}])", "page '/a' names the unknown query 'look'"},
      {3, R"("pages": [{"path": "/a", "query": "see", "view": "see", "about": "see"}])", "page '/a' takes no 'about'"},
      {3, R"("pages": [{"path": "/a", "form": "act"}])", "form page '/a' has no 'then'"},
      {3, R"("pages": [{"path": "/a", "form": "act", "then": "/a/{reference}"}])",
       "'then' of page '/a' names 'reference', which is neither in the input nor in the reply of 'act'"},
      {3, R"("pages": [{"path": "/a", "form": "act", "then": "/a", "query": "see"}])", "form page '/a' takes no 'query'"},
      {3, R"("pages": [{"path": "/a", "query": "see"}])", "page '/a' shows nothing"},
      {3, R"("pages": [{"path": "/a/{group}", "query": "see", "view": "see"}])",
       "parameter 'group' of page '/a/{group}' is not in the input of 'see'"},
      {3, R"("pages": [{"path": "/a/{group}", "form": "act", "then": "/"}])",
       "parameter 'group' of page '/a/{group}' is not in the input of 'act'"},
      {4,
       "\"pages\": [{\"path\": \"/a/{id}\", \"query\": \"see\", \"view\": \"see\"},\n{\"path\": \"/a/{state}\", \"query\": \"see\", "
       "\"view\": \"see\"}]",
       "page '/a/{state}' stands twice"},
      {3, R"("pages": [{"path": "/a", "query": "see", "view": "see", "filters": ["colour"]}])",
       "'filters' of page '/a' names the unknown field 'colour'"},
      {3, R"("pages": [{"path": "/a", "query": "see", "view": "see", "actions": ["undo"]}])", "action 'undo' has no form page"},
      {3, R"("pages": [{"path": "/a", "query": "see", "view": "see", "actions": ["act"]}])", "action 'act' has no form page"},
      {3, R"("pages": [{"path": "/a", "query": "see", "view": "see", "slots": {"after": ["id"]}}])",
       "slot 'after' of page '/a' names the unknown field 'id'"},
      {3, R"("pages": [{"path": "/a", "query": "see", "view": "see", "gone": "title"}])", "names no boolean of the reply: 'title'"},
      {3, R"("pages": [{"path": "/a", "query": "see", "view": "see", "description": "{summary}"}])", "names the unknown field 'summary'"},
      {3, R"("pages": [{"path": "/a", "query": "see", "view": "see", "homepage": true}])", "unknown key 'homepage' in a page"},
      {3, R"("pages": [{"path": "/a", "query": "see", "as": "docx"}])", "unknown 'as' 'docx'"},
      {3, R"("pages": [{"path": "/a", "query": "see", "as": "csv"}])", "the reply of 'see' needs 'file_name'"},
      {3, R"("pages": [{"path": "/a", "query": "flat", "as": "csv"}])", "'rows' of 'flat' is an array of objects, or of arrays of strings"},
      {3, R"("pages": [{"path": "/a", "query": "see", "as": "pdf"}])", "so it needs the 'view' that is printed"},
      {3, R"("pages": [{"path": "/a", "query": "see", "view": "see", "live": true}])", "page '/a' is live, so its query says in 'depends'"},
      {3, R"("pages": [{"path": "/a", "query": "flat", "view": "see", "as": "csv"}])", "page '/a' takes no 'view'"},
      {3, R"("pages": [{"path": "/a", "query": "see", "as": "atom"}])", "the reply of 'see' needs 'updated'"},
      {3, R"("pages": [{"path": "/a", "query": "see", "as": "file"}])", "the reply of 'see' needs 'file'"},
      {3,
       R"("pages": [{"path": "/a", "query": "see", "view": "see", "home": true}, {"path": "/b", "query": "see", "view": "see", "home": true}])",
       "is a second home"},
      {3, R"("slots": [{"slot": "article.after", "query": "see", "view": "see"}])",
       "slot 'article.after' is not of the form 'plugin.view.name'"},
      {3, R"("slots": [{"slot": "publication.article.after", "view": "see"}])", "has no 'query'"},
      {3, R"("slots": [{"slot": "publication.article.after", "query": "see", "view": "see", "form": "see"}])",
       "names the unknown command 'see'"},
      {3, R"("navigation": [{"path": "/a"}])", "a navigation entry has no 'label'"},
      {3, R"("navigation": [{"label": "nav.a", "path": "/a", "permission": "club.look"}])", "unknown permission 'club.look'"},
      {3, R"("navigation": [{"label": "nav.a", "path": "/a", "group": "Read me"}])", "'group' of navigation entry 'nav.a' is not snake_case"},
      {3, R"("navigation": [{"label": "nav.a", "path": "/a", "place": "side"}])", "'place' of navigation entry 'nav.a' is menu or footer"},
      {3, R"("navigation": [{"label": "nav.a", "path": "/a", "place": "footer", "group": "about"}])", "stands in the footer, which has no groups"},
  };
}

void refuses(const Broken& broken, const std::optional<std::filesystem::path>& views = std::nullopt) {
  INFO(broken.rest);
  try {
    static_cast<void>(read(contract(broken.rest), "plugin.json", views));
    FAIL("not refused");
  } catch (const Refused& refused) {
    INFO(refused.what());
    CHECK(refused.line() == broken.line);
    CHECK_THAT(std::string(refused.what()), Catch::Contains(broken.reason));
  }
}

}  // namespace

TEST_CASE("a page, slot or entry that names what is not there is refused with its line and the reason") {
  for (const auto& broken : broken_pages()) refuses(broken);
}

TEST_CASE("a view must exist when the folder of the views is known") {
  const auto views = std::filesystem::temp_directory_path() / "hemicycle_contract_views";
  std::filesystem::create_directories(views);
  std::ofstream(views / "see.mustache") << "<h1>{{title}}</h1>";
  CHECK_NOTHROW(read(contract(R"("pages": [{"path": "/a", "query": "see", "view": "see"}])"), "plugin.json", views));
  refuses({4, "\"pages\": [{\"path\": \"/a\", \"query\": \"see\",\n\"view\": \"look\"}]",
           "page '/a' names the view 'look', but there is no views/look.mustache"},
          views);
  refuses({4, "\"pages\": [{\"path\": \"/a\", \"form\": \"act\", \"then\": \"/a\",\n\"about\": \"flat\"}]", "page '/a' names the view 'flat', but there is no views/flat.mustache"}, views);
  refuses({3, R"("slots": [{"slot": "publication.article.after", "query": "see", "view": "aside"}])", "there is no views/aside.mustache"},
          views);
  std::filesystem::remove_all(views);
}

TEST_CASE("pages carry all that was declared") {
  const auto plugin = read(contract(R"("pages": [
    {"path": "/a/{id}", "query": "see", "view": "see", "title": "page.x", "description": "{title}", "feed": "/a.atom", "filters": ["state"],
     "actions": ["act"], "slots": {"after": ["title"]}, "gone": "left", "home": true},
    {"path": "/a/{id}/act", "form": "act", "then": "/a/{id}?n={number}", "prefill": "see", "about": "see"},
    {"view": "frame", "layout": true}],
    "slots": [{"slot": "publication.article.after", "query": "see", "view": "aside", "order": 7, "form": "act"}],
    "navigation": [{"label": "nav.a", "path": "/a", "order": 3, "permission": "signed_in", "group": "about"},
                   {"label": "nav.b", "path": "/b", "permission": "visitor", "place": "footer"}])"),
                           "plugin.json");
  REQUIRE(plugin.pages.size() == 2);
  const auto& page = plugin.pages[0];
  CHECK(page.kind == PageKind::view);
  CHECK(page.home);
  CHECK(page.gone == "left");
  CHECK(page.filters == std::vector<std::string>{"state"});
  CHECK(page.actions == std::vector<std::string>{"act"});
  CHECK(page.slots.at("after") == std::vector<std::string>{"title"});
  CHECK(plugin.pages[1].kind == PageKind::form);
  CHECK(plugin.pages[1].prefill == "see");
  CHECK(plugin.pages[1].about == "see");
  CHECK(plugin.layout == "frame");
  CHECK(plugin.slots.at(0).order == 7);
  CHECK(plugin.navigation.at(0).permission == "signed_in");
  CHECK(plugin.navigation.at(0).group == "about");
  CHECK_FALSE(plugin.navigation.at(0).footer);
  CHECK(plugin.navigation.at(1).permission == "visitor");
  CHECK(plugin.navigation.at(1).footer);
}

TEST_CASE("a page that tells what happened names a subject of its own fields, and a permission of its own plugin for the names") {
  const auto plugin = read(contract(R"("pages": [
    {"path": "/a/{id}", "query": "see", "view": "see", "history": "thing:{id}", "history_names": "club.act"}])"), "plugin.json");
  CHECK(plugin.pages.at(0).history == "thing:{id}");
  CHECK(plugin.pages.at(0).history_names == "club.act");
  refuses({3, R"("pages": [{"path": "/a/{id}", "query": "see", "view": "see", "history": "thing:{nobody}"}])", "names 'nobody'"});
  refuses({3, R"("pages": [{"path": "/a/{id}", "query": "see", "view": "see", "history": "thing"}])", "is not a subject"});
  refuses({3, R"("pages": [{"path": "/a/{id}", "query": "see", "view": "see", "history_names": "club.act"}])", "without 'history'"});
  refuses({3, R"("pages": [{"path": "/a/{id}", "query": "see", "view": "see", "history": "thing:{id}", "history_names": "other.read"}])", "is no permission"});
}

TEST_CASE("a template is filled from what the caller gives") {
  CHECK(fill("group:{group}/{id}", [](std::string_view name) { return name == "group" ? std::string("12") : std::string("x"); }) ==
        "group:12/x");
  CHECK(fill("nothing", [](std::string_view) { return std::string("!"); }) == "nothing");
  CHECK(fill("open {id", [](std::string_view) { return std::string("!"); }) == "open {id");
}
