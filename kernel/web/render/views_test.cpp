#include "kernel/web/render/views.hpp"

#include <catch2/catch.hpp>

#include <thread>

#include "kernel/web/render/house_fixture_test.hpp"

using namespace hemicycle::web::render;

namespace {

/// Why the view was refused, or "" when it stands.
std::string refusal(const std::string& view) {
  const Folder plugin;
  plugin.write("views/v.mustache", view);
  plugin.write("locales/fr.po", "msgid \"hello\"\nmsgstr \"Bonjour\"\n");
  auto catalogue = kernel_catalogue();
  catalogue.add("p", plugin.path());
  Views views(catalogue);
  views.add(kKernel, kKernelFolder);
  try {
    views.add("p", plugin.path());
  } catch (const Refused& refused) {
    return refused.what();
  }
  return {};
}

}  // namespace

TEST_CASE("texts are put in by language and escaped") {
  const Folder plugin;
  plugin.write("views/v.mustache", "<h1 title=\"{{#t}}hello{{/t}}\">{{#t}}hello{{/t}} {{name}}</h1>");
  plugin.write("locales/fr.po", "msgid \"hello\"\nmsgstr \"<Bonjour> \\\"{{name}}\\\"\"\n");
  plugin.write("locales/en.po", "msgid \"hello\"\nmsgstr \"Hello\"\n");
  Catalogue catalogue;
  catalogue.add("p", plugin.path());
  Views views(catalogue);
  views.add("p", plugin.path());
  Data data;
  put(data, "name", "A & B");
  CHECK(views.render("p", "v", "en", data) == "<h1 title=\"Hello\">Hello A &amp; B</h1>");
  const std::string words = "&lt;Bonjour&gt; &quot;&#123;&#123;name}}&quot;";
  CHECK(views.render("p", "v", "fr", data) == "<h1 title=\"" + words + "\">" + words + " A &amp; B</h1>");
  CHECK(views.render("p", "v", "de", data) == views.render("p", "v", "fr", data));
  CHECK_THROWS_AS(views.render("p", "other", "fr", data), std::out_of_range);
}

TEST_CASE("a raw value is refused unless its name ends in _html") {
  CHECK(refusal("{{{body_html}}}{{& after_html }}") == "");
  CHECK_THAT(refusal("\n{{{title}}}"), Catch::Contains("v.mustache:2: ") && Catch::Contains("{{{title}}}"));
  CHECK_THAT(refusal("{{&title}}"), Catch::Contains("unescaped"));
  CHECK_THAT(refusal("{{& title_html_ }}"), Catch::Contains("unescaped"));
  CHECK_THAT(refusal("{{=<% %>=}}<%&title%>"), Catch::Contains("delimiters"));
}

TEST_CASE("a view that does not hold together is refused with its line") {
  CHECK_THAT(refusal("{{#a}}\n{{#b}}\n{{/a}}{{/b}}"), Catch::Contains(":3: ") && Catch::Contains("{{/a}}"));
  CHECK_THAT(refusal("x\n{{#a}}"), Catch::Contains(":2: ") && Catch::Contains("not closed"));
  CHECK_THAT(refusal("{{/a}}"), Catch::Contains("was not opened"));
  CHECK_THAT(refusal("{{a"), Catch::Contains("not closed"));
  CHECK_THAT(refusal("{{}}"), Catch::Contains("not a name"));
  CHECK_THAT(refusal("<a href={{path}}>"), Catch::Contains("without quotes"));
  CHECK(refusal("<a href=\"/x?y={{path}}\" title='{{a}}'>1={{b}}</a> a < b ={{c}}") == "");
  CHECK_THAT(refusal("{{#t}}no.such{{/t}}"), Catch::Contains("no.such") && Catch::Contains("locales/fr.po"));
  CHECK_THAT(refusal("{{#t}}{{name}}{{/t}}"), Catch::Contains("nothing else"));
  CHECK_THAT(refusal("{{>nowhere}}"), Catch::Contains("nowhere"));
  CHECK_THAT(refusal("{{>v}}"), Catch::Contains("includes itself"));
}

TEST_CASE("a partial is the plugin's own, else the kernel's, and sees what the view sees") {
  const Folder plugin;
  plugin.write("views/v.mustache", "{{#rows}}{{>row}}{{/rows}}{{>notice}}");
  plugin.write("views/row.mustache", "[{{.}}|{{unit}}]");
  auto catalogue = kernel_catalogue();
  Views views(catalogue);
  views.add(kKernel, kKernelFolder);
  views.add("p", plugin.path());
  Data data;
  put_list(data, "rows", {Data("1"), Data("2")});
  put(data, "unit", "m");
  put(data, "notice", "Fait.");
  CHECK(views.render("p", "v", "fr", data) == "[1|m][2|m]\n<div class=\"notice\" role=\"status\"><p>Fait.</p></div>\n");
  CHECK(views.find("p", "v", "fr")->uses("unit"));
  CHECK_FALSE(views.find("p", "v", "fr")->uses("other"));
}

TEST_CASE("a theme's view takes the place of the plugin's and obeys the same rules") {
  const Folder plugin, theme;
  plugin.write("views/v.mustache", "plain");
  plugin.write("locales/fr.po", "msgid \"a\"\nmsgstr \"un\"\n");
  theme.write("views/p/v.mustache", "themed {{#t}}a{{/t}}");
  Catalogue catalogue;
  catalogue.add("p", plugin.path());
  Views views(catalogue, theme.path());
  views.add("p", plugin.path());
  CHECK(views.render("p", "v", "fr", Data()) == "themed un");
  theme.write("views/p/v.mustache", "{{{a}}}");
  Views again(catalogue, theme.path());
  CHECK_THROWS_WITH(again.add("p", plugin.path()), Catch::Contains(theme.path().string()));
}

TEST_CASE("names are looked up in the section, then outwards, then in what every page has") {
  const Folder plugin;
  plugin.write("views/v.mustache", "{{#a}}{{x}}{{y}}{{app.name}}{{app.none}}{{/a}}{{^b}}no{{/b}}{{#e}}empty{{/e}}");
  Catalogue catalogue = kernel_catalogue();
  Views views(catalogue);
  views.add("p", plugin.path());
  Data data, inner, app, globals;
  put(inner, "x", "1");
  put(data, "a", std::move(inner));
  put(data, "x", "outer");
  put(data, "y", "2");
  put(data, "e", "");
  put(app, "name", "<c>");
  put(globals, "app", std::move(app));
  CHECK(views.render("p", "v", "fr", data, &globals) == "12&lt;c&gt;no");
}

TEST_CASE("many threads render one view at once") {
  const Folder plugin;
  plugin.write("views/v.mustache", "{{#rows}}{{label}};{{/rows}}{{>pagination}}");
  auto catalogue = kernel_catalogue();
  Views views(catalogue);
  views.add(kKernel, kKernelFolder);
  views.add("p", plugin.path());
  std::vector<std::thread> threads;
  std::vector<int> right(4, 0);
  for (std::size_t t = 0; t < right.size(); ++t) {
    threads.emplace_back([&views, &right, t] {
      for (int i = 0; i < 200; ++i) {
        Data data;
        std::vector<Data> rows(2);
        put(rows[0], "label", std::to_string(t));
        put(rows[1], "label", std::to_string(i));
        put_list(data, "rows", std::move(rows));
        if (views.render("p", "v", "fr", data) == std::to_string(t) + ";" + std::to_string(i) + ";\n") ++right[t];
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto count : right) CHECK(count == 200);
}
