#include "kernel/web/render/chart.hpp"

#include <catch2/catch.hpp>

#include "kernel/web/render/house_fixture_test.hpp"

using namespace hemicycle;
using namespace hemicycle::web::render;
using Catch::Contains;

namespace {

constexpr auto kContract = R"({"hemicycle": 1, "name": "p", "version": "1.0.0", "vocabularies": ["themes"],
  "queries": {"get": {"permission": "public", "output": {
    "by_theme": {"type": "array", "items": {"type": "object", "fields": {"label": {"type": "string", "among": "themes"}, "value": {"type": "integer"}, "text": {"type": "string", "optional": true}}}},
    "rates": {"type": "array", "optional": true, "items": {"type": "object", "fields": {"label": {"type": "string"}, "value": {"type": "integer", "min": 0, "max": 100}}}}}}}})";

struct Board {
  Folder plugin;
  Catalogue catalogue = kernel_catalogue();
  core::Vocabularies vocabularies{{"themes", {{"water", {{"fr", "L'eau <b>"}}}, {"air", {{"fr", "L'air"}}}}}};
  contract::Plugin contract = contract_of(kContract);
  std::unique_ptr<Views> views;
  Board() {
    plugin.write("views/v.mustache", "{{{by_theme_chart_html}}}{{{rates_chart_html}}}");
    plugin.write("locales/fr.po", "msgid \"chart.by_theme.title\"\nmsgstr \"Par thème\"\n\nmsgid \"chart.by_theme.label\"\nmsgstr \"Thème\"\n\nmsgid \"chart.by_theme.value\"\nmsgstr \"Nombre\"\n");
    catalogue.add("p", plugin.path());
    views = std::make_unique<Views>(catalogue);
    views->add(kKernel, kKernelFolder);
    views->add("p", plugin.path());
  }
  [[nodiscard]] std::string show(const std::string& json) const {
    const Reader reader{.catalogue = catalogue, .vocabularies = vocabularies, .view = views->find("p", "v", "fr"), .plugin = "p", .locale = "fr", .markdown = nullptr, .views = views.get()};
    return views->render("p", "v", "fr", read_reply(json, contract.operation("get")->output, reader).value());
  }
};

}  // namespace

TEST_CASE("a list of figures is a drawing with its title and a table that says the same in words") {
  const auto html = Board().show(R"({"by_theme": [{"label": "water", "value": 8, "text": "8 sur 10"}, {"label": "air", "value": 4}]})");
  CHECK_THAT(html, Contains("<svg role=\"img\" aria-labelledby=\"chart-by_theme-title chart-by_theme-more\" viewBox=\"0 0 320 72\">") &&
                       Contains("<title id=\"chart-by_theme-title\">Par thème</title>") && Contains("width=\"230\"") && Contains("width=\"115\"") &&
                       Contains("<caption class=\"visually-hidden\">Par thème</caption>") && Contains("<th scope=\"col\">Thème</th><th scope=\"col\">Nombre</th>") &&
                       Contains("<th scope=\"row\">L&#39;eau &lt;b&gt;</th><td>8 sur 10</td>") && Contains("<td>4</td>"));
  CHECK_THAT(html, !Contains("style=") && !Contains("<script"));
}

TEST_CASE("a chart of nothing is nothing, and one of zeros has bars of no length") {
  CHECK(Board().show(R"({"by_theme": []})").empty());
  CHECK_THAT(Board().show(R"({"by_theme": [{"label": "air", "value": 0}]})"), Contains("width=\"0\"") && Contains("<td>0</td>"));
}

TEST_CASE("a bar of a figure with a highest value is as long as its share of it, not of the largest shown") {
  const auto html = Board().show(R"({"by_theme": [], "rates": [{"label": "a", "value": 50}, {"label": "b", "value": 10}]})");
  CHECK_THAT(html, Contains("width=\"115\"") && Contains("width=\"23\"") && !Contains("width=\"230\""));
}

TEST_CASE("a long label is cut in the drawing and whole in the table") {
  const std::string label(60, 'a');
  const auto html = Board().show(R"({"by_theme": [{"label": ")" + label + R"(", "value": 1}]})");
  CHECK_THAT(html, Contains(std::string(46, 'a') + "…</text>") && Contains("<th scope=\"row\">" + label + "</th>"));
}
