#include "kernel/web/render/forms.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "kernel/web/render/house_fixture_test.hpp"

using namespace hemicycle;
using namespace hemicycle::web::render;
using Catch::Contains;

namespace {

constexpr auto kContract = R"({
  "hemicycle": 1, "name": "p", "version": "1.0.0", "vocabularies": ["themes"], "permissions": ["p.send"],
  "commands": {
    "send": {"permission": "p.send", "input": {
      "id": {"type": "string", "format": "identifier"}, "title": {"type": "string", "max": 20}, "body": {"type": "string", "format": "markdown"},
      "mail": {"type": "string", "format": "email"}, "word": {"type": "string", "format": "password"}, "day": {"type": "string", "format": "date", "optional": true},
      "at": {"type": "string", "format": "date-time"}, "count": {"type": "integer"}, "visible": {"type": "boolean"},
      "kind": {"type": "string", "enum": ["a", "b"]}, "theme": {"type": "string", "among": "themes"}, "themes": {"type": "array", "items": {"type": "string", "among": "themes"}},
      "member": {"type": "string", "options": "choices"}, "keywords": {"type": "array", "items": {"type": "string"}},
      "rows": {"type": "array", "items": {"type": "object", "fields": {"text": {"type": "string"}, "note": {"type": "string", "optional": true}}}},
      "file": {"type": "upload", "optional": true}}},
    "answer": {"permission": "p.send", "input": {
      "grid": {"type": "array", "fixed": true, "items": {"type": "object", "fields": {"point": {"type": "string"}, "note": {"type": "string", "optional": true}}}},
      "marks": {"type": "array", "fixed": true, "items": {"type": "object", "fields": {"theme": {"type": "string", "among": "themes"}, "mark": {"type": "string", "enum": ["a", "b", "c", "d", "e"]}}}},
      "pair": {"type": "array", "max": 2, "items": {"type": "object", "fields": {"word": {"type": "string"}}}}}},
    "sign": {"permission": "public", "session": "begins", "input": {"word": {"type": "string", "format": "password"}}},
    "close": {"permission": "p.send", "input": {"id": {"type": "string"}}}
  },
  "queries": {"choices": {"permission": "public", "output": {"options": {"type": "array", "items": {"type": "object", "fields": {"id": {"type": "string"}, "label": {"type": "string"}}}}}},
              "list": {"permission": "public", "input": {"theme": {"type": "string", "among": "themes", "optional": true}, "text": {"type": "string", "optional": true}, "when": {"type": "string", "enum": ["next", "past"], "default": "next"}}}}
})";

struct Fixture {
  Folder plugin;
  Catalogue catalogue = kernel_catalogue();
  core::Vocabularies vocabularies;
  contract::Plugin contract = contract_of(kContract);
  std::unique_ptr<Views> views;

  Fixture() {
    for (const auto* id : {"t1", "t2", "t3", "t4", "t5"})
      vocabularies["themes"].push_back({id, {{"fr", std::string("Thème <") + id + ">"}}});
    plugin.write("locales/fr.po",
                 "msgid \"field.title\"\nmsgstr \"Titre\"\n\nmsgid \"field.send.count\"\nmsgstr \"Nombre\"\n\nmsgid \"hint.title\"\nmsgstr "
                 "\"Court\"\n\n"
                 "msgid \"kind.a\"\nmsgstr \"Sorte A\"\n\nmsgid \"error.taken\"\nmsgstr \"Ce titre est pris.\"\n\nmsgid "
                 "\"form.send.title\"\nmsgstr \"Envoyer\"\n");
    catalogue.add("p", plugin.path());
    views = std::make_unique<Views>(catalogue);
    views->add(kKernel, kKernelFolder);
    views->add("p", plugin.path());
  }
  [[nodiscard]] FormKit kit() const { return {catalogue, *views, vocabularies, "fr"}; }
  [[nodiscard]] FormRequest request(std::string_view verb) const {
    return {.plugin = contract, .operation = *contract.operation(verb), .action = "/p", .csrf = "tok"};
  }
  [[nodiscard]] std::string html(const FormRequest& request) const {
    return views->render(kKernel, "form", "fr", form_data(request, kit()));
  }
};

/// The element of this id, from HTML whose void and boolean spellings were made XML.
struct Parsed {
  pugi::xml_document document;
  explicit Parsed(std::string html) {
    for (const std::string tag : {"<input"}) {
      for (auto at = html.find(tag); at != std::string::npos; at = html.find(tag, at + 1)) html.insert(html.find('>', at), "/");
    }
    for (const std::string word : {" required", " novalidate", " checked", " selected", " multiple"}) {
      for (auto at = html.find(word); at != std::string::npos; at = html.find(word, at + word.size())) {
        if (html[at + word.size()] == '>' || html[at + word.size()] == ' ' || html[at + word.size()] == '/')
          html.insert(at + word.size(), "=\"\"");
      }
    }
    const auto result = document.load_string(("<x>" + html + "</x>").c_str());
    INFO(result.description() << " at " << html.substr(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, result.offset - 20)), 80));
    REQUIRE(result);
  }
  [[nodiscard]] pugi::xml_node id(const std::string& id) const { return document.select_node(("//*[@id='" + id + "']").c_str()).node(); }
  [[nodiscard]] pugi::xml_node named(const std::string& name) const {
    return document.select_node(("//*[@name='" + name + "']").c_str()).node();
  }
  [[nodiscard]] std::string attribute(const std::string& name, const char* attribute) const {
    return named(name).attribute(attribute).value();
  }
};

}  // namespace

TEST_CASE("each kind of field has the control that fits it") {
  const Fixture f;
  auto request = f.request("send");
  request.options["p.choices"] = {{"m1", "Membre 1"}};
  const Parsed form(f.html(request));
  CHECK(form.attribute("csrf", "value") == "tok");
  CHECK(form.attribute("title", "type") == "text");
  CHECK(std::string(form.named("body").name()) == "textarea");
  CHECK(form.attribute("mail", "type") == "email");
  CHECK(form.attribute("mail", "autocomplete") == "email");
  CHECK(form.attribute("word", "autocomplete") == "new-password");
  CHECK(form.attribute("day", "type") == "date");
  CHECK(form.attribute("at", "type") == "datetime-local");
  CHECK(form.attribute("count", "inputmode") == "numeric");
  CHECK(form.attribute("visible", "type") == "checkbox");
  CHECK(form.attribute("kind", "type") == "radio");
  CHECK(std::string(form.named("theme").name()) == "select");
  CHECK(form.attribute("themes", "type") == "checkbox");
  CHECK(form.attribute("member", "value") == "m1");
  CHECK(std::string(form.named("keywords").name()) == "textarea");
  for (const auto* name : {"rows.0.text", "rows.1.text", "rows.2.note"}) CHECK(form.named(name));
  CHECK_FALSE(form.named("rows.3.text"));
  CHECK(form.attribute("file", "type") == "file");
  CHECK(std::string(form.id("form-send").attribute("enctype").value()) == "multipart/form-data");
  CHECK(Parsed(f.html(f.request("sign"))).attribute("word", "autocomplete") == "current-password");
}

TEST_CASE("blank rows follow only where a list may grow: not after a fixed one, not beyond its max") {
  const Fixture f;
  const nlohmann::json values = {{"grid", {{{"point", "p0"}}, {{"point", "p1"}}}}, {"pair", {{{"word", "w0"}}}}};
  auto request = f.request("answer");
  request.values = &values;
  const Parsed form(f.html(request));
  CHECK(form.attribute("grid.1.point", "value") == "p1");
  CHECK_FALSE(form.named("grid.2.point"));
  CHECK(form.named("pair.1.word"));
  CHECK_FALSE(form.named("pair.2.word"));
}

TEST_CASE("a row that is given is called by the choice it is about, which is sent along and not asked again") {
  const Fixture f;
  const nlohmann::json values = {{"marks", {{{"theme", "t2"}, {"mark", "c"}}, {{"theme", "gone"}}}}};
  auto request = f.request("answer");
  request.values = &values;
  request.errors = {{"marks.0.theme", "taken"}};
  const Parsed form(f.html(request));
  CHECK(form.attribute("marks.0.theme", "type") == "hidden");
  CHECK(form.attribute("marks.0.theme", "value") == "t2");
  const auto row = form.id("form-answer-marks-0");
  CHECK(std::string(row.child("legend").text().get()).find("Thème <t2>") != std::string::npos);
  CHECK(std::string(row.child("p").text().get()) != "");
  CHECK(form.attribute("marks.0.mark", "type") == "radio");
  CHECK(std::string(form.named("marks.1.theme").name()) == "select");
}

TEST_CASE("every control has a label, and no id stands twice") {
  const Fixture f;
  const Parsed form(f.html(f.request("send")));
  std::set<std::string> ids, labelled;
  for (const auto& found : form.document.select_nodes("//*[@id]")) CHECK(ids.insert(found.node().attribute("id").value()).second);
  for (const auto& found : form.document.select_nodes("//label")) labelled.insert(found.node().attribute("for").value());
  for (const auto& found : form.document.select_nodes("//input[not(@type='hidden')]|//select|//textarea"))
    CHECK(labelled.count(found.node().attribute("id").value()) == 1);
  for (const auto& found : form.document.select_nodes("//*[@aria-describedby]"))
    CHECK(ids.count(found.node().attribute("aria-describedby").value()) == 1);
}

TEST_CASE("errors are told at the field and in a summary that leads there, and the input is kept") {
  const Fixture f;
  const nlohmann::json values = {{"title", "\"><script>"},
                                 {"count", "douze"},
                                 {"body", "\n<b>"},
                                 {"kind", "b"},
                                 {"theme", "t2"},
                                 {"themes", {"t1", "t5"}},
                                 {"keywords", {"x", "y"}},
                                 {"rows", {{{"text", "r0"}}, {{"text", ""}}}},
                                 {"at", "2026-04-08T12:00:00Z"},
                                 {"word", "secret"},
                                 {"visible", "true"}};
  auto request = f.request("send");
  request.values = &values;
  request.errors = {{"title", "too_long"},       {"count", "wrong_type"},     {"kind", "not_among"},
                    {"rows.1.text", "required"}, {"keywords.1", "too_short"}, {"nowhere", "unknown_field"}};
  request.problem = "taken";
  const auto html = f.html(request);
  CHECK_THAT(html, Contains("Il y a un problème") && Contains("Ce titre est pris.") && Contains("20 caractères au plus") &&
                       !Contains("<script") && !Contains("secret"));
  const Parsed form(html);
  CHECK(std::string(form.id("form-send-title").attribute("value").value()) == "\"><script>");
  CHECK(std::string(form.id("form-send-title").attribute("aria-invalid").value()) == "true");
  CHECK(std::string(form.id("form-send-title").attribute("aria-describedby").value()) == "form-send-title-hint form-send-title-error");
  CHECK(std::string(form.id("form-send-title-hint").text().get()) == "Court");
  CHECK(form.attribute("count", "value") == "douze");
  CHECK(form.attribute("at", "value") == "2026-04-08T14:00");
  CHECK(form.attribute("rows.0.text", "value") == "r0");
  CHECK(form.named("rows.4.text"));
  CHECK(form.document.select_node("//input[@name='kind'][@value='b'][@checked]"));
  CHECK(form.document.select_node("//option[@value='t2'][@selected]"));
  CHECK(form.document.select_nodes("//input[@name='themes'][@checked]").size() == 2);
  CHECK_THAT(html, Contains(">\nx\ny\n</textarea>") && Contains(">\n\n&lt;b&gt;</textarea>"));
  const auto links = form.document.select_nodes("//div[@role='alert']//a");
  CHECK(links.size() == 5);
  for (const auto& link : links) CHECK(form.id(link.node().attribute("href").value() + 1));
  CHECK(form_title(request, f.kit()) == "Erreur\u00A0: Envoyer");
}

TEST_CASE("what is sent along is hidden and not asked again") {
  const Fixture f;
  auto request = f.request("close");
  request.hidden = {{"id", "a\"b"}};
  const Parsed form(slot_form_html(request, f.kit()));
  CHECK(form.attribute("id", "type") == "hidden");
  CHECK(form.attribute("id", "value") == "a\"b");
  CHECK(form.document.select_nodes("//label").empty());
  CHECK_FALSE(form.document.select_node("//h1"));
  CHECK(form.document.select_node("//button[@type='submit']"));
}

TEST_CASE("filters are a GET form that keeps what was chosen") {
  const Fixture f;
  Data page;
  put(page, "page_filters",
      filters_data(f.contract, *f.contract.operation("list"), {"theme", "text"}, "/liste", {{"theme", "t3"}}, {}, f.kit()));
  const Parsed form(f.views->render(kKernel, "filters", "fr", page));
  CHECK(std::string(form.id("filter-list").attribute("method").value()) == "get");
  CHECK(form.document.select_node("//option[@value='t3'][@selected]"));
  CHECK(form.document.select_node("//a[@href='/liste']"));
  CHECK_FALSE(form.named("csrf"));
}

TEST_CASE("a filter that has a default offers no empty choice, and leaving it there is no filtering") {
  const Fixture f;
  const auto shown = [&](const char* when) {
    Data page;
    put(page, "page_filters", filters_data(f.contract, *f.contract.operation("list"), {"when"}, "/liste", {{"when", when}}, {}, f.kit()));
    return f.views->render(kKernel, "filters", "fr", page);
  };
  CHECK(Parsed(shown("next")).document.select_nodes("//option").size() == 2);
  CHECK_FALSE(Parsed(shown("next")).document.select_node("//a[@href='/liste']"));
  CHECK(Parsed(shown("past")).document.select_node("//a[@href='/liste']"));
}

TEST_CASE("a path into the input finds its field") {
  const Fixture f;
  const auto& input = f.contract.operation("send")->input;
  CHECK(field_at(input, "rows.12.text")->name == "text");
  CHECK(field_at(input, "keywords.0") == input.find("keywords")->items.get());
  CHECK(field_at(input, "rows.0.none") == nullptr);
  CHECK(field_at(input, "title.x") == nullptr);
  CHECK(field_at(input, "") == nullptr);
}
