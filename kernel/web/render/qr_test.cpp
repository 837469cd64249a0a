#include "kernel/web/render/qr.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "kernel/web/render/house_fixture_test.hpp"

using namespace hemicycle;
using namespace hemicycle::web::render;
using Catch::Contains;

namespace {

constexpr auto kContract = R"({"hemicycle": 1, "name": "p", "version": "1.0.0",
  "queries": {"get": {"permission": "public", "output": {
    "entry": {"type": "string", "optional": true},
    "doors": {"type": "array", "items": {"type": "object", "fields": {"entry": {"type": "string"}}}}}}}})";

struct Poster {
  Folder plugin;
  Catalogue catalogue = kernel_catalogue();
  core::Vocabularies vocabularies{};
  contract::Plugin contract = contract_of(kContract);
  std::unique_ptr<Views> views;
  explicit Poster(const std::string& view = "{{{entry_qr_html}}}") {
    plugin.write("views/v.mustache", view);
    plugin.write("locales/fr.po", "msgid \"qr.entry.title\"\nmsgstr \"À scanner pour <entrer>\"\n");
    catalogue.add("p", plugin.path());
    views = std::make_unique<Views>(catalogue);
    views->add(kKernel, kKernelFolder);
    views->add("p", plugin.path());
  }
  [[nodiscard]] std::string show(const std::string& json) const {
    const Reader reader{.catalogue = catalogue, .vocabularies = vocabularies, .view = views->find("p", "v", "fr"), .plugin = "p", .locale = "fr",
                        .markdown = nullptr, .views = views.get(), .base = "https://conseil.example.org"};
    return views->render("p", "v", "fr", read_reply(json, contract.operation("get")->output, reader).value());
  }
  [[nodiscard]] std::string of(const std::string& path) const { return show(R"({"entry": ")" + path + R"(", "doors": []})"); }
};

/// The modules that are dark, as rows of '#' and ' ', quiet zone and all.
std::vector<std::string> modules(const std::string& html) {
  pugi::xml_document document;
  REQUIRE(document.load_string(html.c_str()));
  const auto svg = document.child("figure").child("svg");
  const auto side = svg.child("rect").attribute("width").as_uint();
  std::vector<std::string> rows(side, std::string(side, ' '));
  std::istringstream runs(svg.child("path").attribute("d").as_string());
  for (char letter = 0; runs >> letter;) {
    std::size_t x = 0, y = 0, length = 0;
    std::string rest;
    runs >> x >> y >> letter >> length;
    std::getline(runs, rest, 'z');
    REQUIRE(rest == "v1h-" + std::to_string(length));
    rows.at(y).replace(x, length, length, '#');
  }
  return rows;
}

}  // namespace

TEST_CASE("a path is drawn with its public address in words, without script or style") {
  const auto html = Poster().of("/entree?code=12&jour=3");
  CHECK_THAT(html, Contains("aria-label=\"À scanner pour &lt;entrer&gt;\"") && Contains("<a href=\"/entree?code=12&amp;jour=3\">https://conseil.example.org/entree?code=12&amp;jour=3</a>"));
  CHECK_THAT(html, !Contains("style=") && !Contains("<script") && !Contains(" id="));
}

TEST_CASE("a QR code has its three corners and four light modules on every side") {
  const auto rows = modules(Poster().of("/entree"));
  const auto side = rows.size();
  const std::array<std::string, 7> corner{"#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######"};
  for (std::size_t i = 0; i < corner.size(); ++i) {
    CHECK(rows[4 + i].substr(4, 7) == corner.at(i));
    CHECK(rows[4 + i].substr(side - 11, 7) == corner.at(i));
    CHECK(rows[side - 11 + i].substr(4, 7) == corner.at(i));
  }
  const std::string light(side, ' ');
  for (std::size_t i = 0; i < 4; ++i) CHECK((rows[i] == light && rows[side - 1 - i] == light));
  for (const auto& row : rows) CHECK((row.starts_with("    ") && row.ends_with("    ")));
}

TEST_CASE("what leads out of the house is not drawn, nor what no code can hold, nor nothing") {
  const Poster poster;
  for (const auto* elsewhere : {"https://example.org/", "//example.org/", "/\\t/example.org/", "/\\\\example.org/", "entree", ""}) CHECK(poster.of(elsewhere).empty());
  CHECK(poster.of("/" + std::string(3000, 'a')).empty());
  CHECK(poster.show(R"({"doors": []})").empty());
}

TEST_CASE("each item of a list has its own code") {
  const auto html = Poster("{{#doors}}{{{entry_qr_html}}}{{/doors}}").show(R"({"doors": [{"entry": "/nord"}, {"entry": "/sud"}]})");
  CHECK_THAT(html, Contains("https://conseil.example.org/nord") && Contains("https://conseil.example.org/sud"));
}
