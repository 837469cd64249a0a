#include "kernel/web/render/reply.hpp"

#include <catch2/catch.hpp>

#include "kernel/web/render/house_fixture_test.hpp"

using namespace hemicycle;
using namespace hemicycle::web::render;

namespace {

constexpr auto kContract = R"({
  "hemicycle": 1, "name": "p", "version": "1.0.0", "vocabularies": ["themes"],
  "types": {"Note": {"title": {"type": "string"}, "summary": {"type": "string", "optional": true}, "body": {"type": "string", "format": "markdown"},
                     "at": {"type": "string", "format": "date-time"}}},
  "queries": {"get": {"permission": "public", "output": {
    "title": {"type": "string"}, "summary": {"type": "string", "optional": true}, "body": {"type": "string", "format": "markdown"},
    "date": {"type": "string", "format": "date"}, "state": {"type": "string", "enum": ["open", "closed"]},
    "theme": {"type": "string", "among": "themes"}, "themes": {"type": "array", "items": {"type": "string", "among": "themes"}},
    "tags": {"type": "array", "items": {"type": "string"}}, "count": {"type": "integer"}, "ratio": {"type": "number"}, "done": {"type": "boolean"},
    "file": {"type": "upload", "optional": true}, "notes": {"type": "array", "items": {"ref": "Note"}}}}}
})";

constexpr auto kEverything =
    R"(<h1 title="{{title}}">{{title}}</h1>{{summary}}{{{body_html}}}|{{date_text}}|{{state_label}}{{#state_is_open}}*{{/state_is_open}}|
{{theme_label}}|{{#themes}}{{value}}={{label}};{{/themes}}|{{#tags}}[{{.}}]{{/tags}}|{{count}}|{{ratio}}|{{done_label}}{{#done}}!{{/done}}|{{#file}}{{name}}{{/file}}|
{{#has_notes}}{{#notes}}({{title}}/{{summary}}/{{{body_html}}}/{{at_text}}){{/notes}}{{/has_notes}}{{^has_notes}}none{{/has_notes}})";

struct Fixture {
  Folder plugin;
  Catalogue catalogue = kernel_catalogue();
  core::Vocabularies vocabularies{{"themes", {{"water", {{"fr", "L'eau & <b>"}, {"en", "Water"}}}}}};
  contract::Plugin contract = contract_of(kContract);
  std::unique_ptr<Views> views;

  explicit Fixture(const std::string& view = kEverything) {
    plugin.write("views/v.mustache", view);
    plugin.write("locales/fr.po", "msgid \"state.open\"\nmsgstr \"Ouvert <i>\"\n");
    catalogue.add("p", plugin.path());
    views = std::make_unique<Views>(catalogue);
    views->add("p", plugin.path());
  }
  [[nodiscard]] std::optional<Data> read(const std::string& json) const {
    return read_reply(json, contract.operation("get")->output, {catalogue, vocabularies, views->find("p", "v", "fr"), "p", "fr"});
  }
  [[nodiscard]] std::string render(const std::string& json) const { return views->render("p", "v", "fr", read(json).value()); }
};

}  // namespace

TEST_CASE("a reply is shown with labels, dates and rendered Markdown") {
  const Fixture f;
  const auto html =
      f.render(R"({"title": "T", "body": "**b**", "date": "2026-04-08", "state": "open", "theme": "water", "themes": ["water", "gone"],
    "tags": ["x", "y"], "count": -3, "ratio": 0.5, "done": true, "file": {"blob": "ab", "name": "a.pdf", "media_type": "application/pdf", "size": 3},
    "notes": [{"title": "n", "body": "_i_", "at": "2026-04-08T12:00:00Z"}]})");
  CHECK(html ==
        "<h1 title=\"T\">T</h1><p><strong>b</strong></p>\n|8 avril 2026|Ouvert &lt;i&gt;*|\n"
        "L&#39;eau &amp; &lt;b&gt;|water=L&#39;eau &amp; &lt;b&gt;;gone=gone;|[x][y]|-3|0.5|Oui!|a.pdf|\n"
        "(n//<p><em>i</em></p>\n/8 avril 2026 à 14 h 00)");
}

TEST_CASE("no field of any kind can bring markup into a page") {
  const Fixture f;
  const std::string x = R"(\"'><script>alert(1)</script>)";
  const auto html =
      f.render(R"({"title": ")" + x + R"(", "summary": ")" + x + R"(", "body": ")" + x + R"(", "date": ")" + x + R"(", "state": ")" + x +
               R"(", "theme": ")" + x + R"(", "themes": [")" + x + R"("], "tags": [")" + x + R"("], "count": ")" + x + R"(", "done": ")" +
               x + R"(", "file": {"name": ")" + x + R"("}, "notes": [{"title": ")" + x + R"(", "body": ")" + x + R"(", "at": ")" + x +
               R"(", "body_html": ")" + x + R"("}], "body_html": ")" + x + R"(", "state_label": ")" + x + R"("})");
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find("\"'>") == std::string::npos);
  CHECK(html.find("&lt;script&gt;") != std::string::npos);
}

TEST_CASE("a field that an item leaves out does not show the one around it") {
  const Fixture f("{{#notes}}{{summary}}{{#summary}}shown{{/summary}}{{^summary}}none{{/summary}}{{/notes}}");
  CHECK(f.render(R"({"summary": "outer", "notes": [{"title": "n"}]})") == "none");
}

TEST_CASE("Markdown is rendered only for a view that shows it") {
  const Fixture f("{{body}}{{#notes}}{{title}}{{/notes}}");
  const auto data =
      f.read(R"({"body": "*a*", "notes": [{"title": "n", "body": "*b*", "at": "2026-04-08T12:00:00Z"}], "date": "2026-04-08"})").value();
  CHECK(get(data, "body_html") == nullptr);
  CHECK(text(data, "date_text") == "8 avril 2026");  // for the page's title
  const auto& note = get(data, "notes")->list_value().front();
  CHECK(get(note, "body_html") == nullptr);
  CHECK(get(note, "at_text") == nullptr);
  CHECK(text(data, "body") == "*a*");
}

TEST_CASE("what is no reply of the contract is no data") {
  const Fixture f;
  for (const auto* json : {"", "[]", "1", "{", "{\"title\": }", "{} x"}) CHECK_FALSE(f.read(json));
  const auto data = f.read(R"({"unknown": "x", "title": null, "tags": ["a"]})").value();
  CHECK(get(data, "unknown") == nullptr);
  CHECK(get(data, "title")->is_false());
  CHECK(strings(data, "tags") == std::vector<std::string>{"a"});
  CHECK(is_true(data, "has_tags"));
}
