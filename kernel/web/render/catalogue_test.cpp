#include "kernel/web/render/catalogue.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

#include "kernel/web/render/house_fixture_test.hpp"

using namespace hemicycle::web::render;

TEST_CASE("a text falls back to French, then to the kernel, then to its key") {
  const Folder plugin;
  plugin.write("locales/fr.po", "msgid \"a\"\nmsgstr \"un\"\n\nmsgid \"b\"\nmsgstr \"deux\"\n");
  plugin.write("locales/en.po", "msgid \"a\"\nmsgstr \"one\"\n\nmsgid \"b\"\nmsgstr \"\"\n");
  auto catalogue = kernel_catalogue();
  catalogue.add("p", plugin.path());
  CHECK(catalogue.text("p", "a", "en") == "one");
  CHECK(catalogue.text("p", "b", "en") == "deux");
  CHECK(catalogue.text("p", "yes", "en") == "Yes");
  CHECK(catalogue.text("p", "no.such.key", "en") == "no.such.key");
  CHECK(catalogue.text("p", "a", "de") == "un");
  CHECK(catalogue.find("p", "yes", "en") == nullptr);
  CHECK(catalogue.locales() == std::vector<std::string>{"fr", "en"});
}

TEST_CASE("every text of the kernel is there in both languages") {
  const auto fr = read_po(file_content(kKernelFolder / "locales/fr.po"), "fr.po");
  const auto en = read_po(file_content(kKernelFolder / "locales/en.po"), "en.po");
  REQUIRE(fr.size() > 100);
  for (const auto& [key, text] : fr) CHECK(en.count(key) == 1);
  CHECK(fr.size() == en.size());
}

TEST_CASE("a theme's text takes the place of the plugin's") {
  const Folder plugin, theme;
  plugin.write("locales/fr.po", "msgid \"a\"\nmsgstr \"un\"\n\nmsgid \"b\"\nmsgstr \"deux\"\n");
  theme.write("locales/p/fr.po", "# à nous\nmsgid \"a\"\nmsgstr \"\"\n\"uno \\\"qui\\\"\\n\"\n\"due\"\n");
  Catalogue catalogue;
  catalogue.add("p", plugin.path());
  catalogue.add_theme(theme.path());
  CHECK(catalogue.text("p", "a", "fr") == "uno \"qui\"\ndue");
  CHECK(catalogue.text("p", "b", "fr") == "deux");
}

TEST_CASE("what msgfmt compiled says the same as its source") {
  const Folder plugin;
  plugin.write("locales/fr.po", file_content(kKernelFolder / "locales/fr.po"));
  const auto folder = plugin.path().string();
  REQUIRE(std::system(("msgfmt -o " + folder + "/fr.mo " + folder + "/locales/fr.po").c_str()) == 0);
  const auto compiled = read_mo(file_content(plugin.path() / "fr.mo"), "fr.mo");
  CHECK(compiled == read_po(file_content(plugin.path() / "locales/fr.po"), "fr.po"));
}

TEST_CASE("a catalogue that is damaged is refused by name, wherever it is cut") {
  const Folder plugin;
  plugin.write("fr.po", "msgid \"key\"\nmsgstr \"texte\"\n");
  const auto folder = plugin.path().string();
  REQUIRE(std::system(("msgfmt -o " + folder + "/fr.mo " + folder + "/fr.po").c_str()) == 0);
  const auto whole = file_content(plugin.path() / "fr.mo");
  CHECK(read_mo(whole, "fr.mo").size() == 1);
  // The last byte is the end mark of the last text, which nothing needs.
  for (std::size_t size = 0; size + 1 < whole.size(); ++size)
    CHECK_THROWS_AS(read_mo(std::string_view(whole).substr(0, size), "fr.mo"), Refused);
  auto bad = whole;
  bad[8] = bad[9] = bad[10] = '\x7f';
  CHECK_THROWS_WITH(read_mo(bad, "fr.mo"), Catch::Contains("fr.mo") && Catch::Contains("cut short"));
  CHECK_THROWS_WITH(read_po("msgid \"a\"\nmsgstr un\n", "fr.po"), Catch::Contains("fr.po:2"));
}
