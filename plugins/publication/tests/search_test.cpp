#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>
#include <string>
#include <vector>

#include "publication.contract.hpp"

using hemicycle::testing::TestKernel;

namespace {

hemicycle::testing::Options options() {
  return {.settings = {{"publication.page_size", "5"}},
          .vocabularies = {{"themes", {"climat", "habitat"}}, {"article_types", {"avis", "actualite"}}, {"attachment_types", {"autre"}}}};
}

struct Editor {
  TestKernel& kernel;

  std::string publish(const std::string& title, const std::string& body, const std::string& date = "2026-04-08", const std::string& theme = "climat") const {
    const auto drafted = call("publication.draft", R"({"title": ")" + title + R"(", "summary": "Le chapô de l’Île.", "type": "avis", "themes": [")" + theme +
                                                       R"("], "keywords": ["Eau"], "date": ")" + date + R"(", "body": ")" + body + "\"}");
    const auto slug = drafted.field("slug");
    static_cast<void>(call("publication.publish", R"({"slug": ")" + slug + "\"}"));
    return slug;
  }
  hemicycle::testing::Reply call(const std::string& verb, const std::string& json) const {
    auto reply = kernel.as("editor").may("publication.edit").call(verb, json);
    INFO(reply.explain());
    REQUIRE(reply.ok());
    return reply;
  }
  std::vector<std::string> found(const std::string& words, const std::string& more = "") const {
    const auto reply = kernel.visitor().call("publication.list", R"({"words": ")" + words + "\"" + more + "}");
    INFO(reply.explain());
    REQUIRE(reply.ok());
    std::vector<std::string> slugs;
    for (std::size_t at = 0; at < reply.size("works"); ++at) slugs.push_back(reply.field("works." + std::to_string(at) + ".slug"));
    return slugs;
  }
};

void open_house(TestKernel& kernel) {
  kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
  for (const auto* query : {"rules.deliverable_kind", "working_groups.get_brief", "working_groups.deliverable", "opinions.document", "network_events.retrospective"})
    kernel.stub(query, "{}");
}

using Slugs = std::vector<std::string>;

}  // namespace

TEST_CASE("words are found in the title, the lead and the text, whatever their accents and case, when all of them are there") {
  TestKernel kernel(options());
  open_house(kernel);
  const Editor editor{kernel};
  const auto plan = editor.publish("Un plan climat air énergie", "La Métropole s’engage.", "2026-04-07");
  const auto night = editor.publish("La ville la nuit", "Le tram des affaires s’arrête dans la métropole.", "2026-04-08", "habitat");
  CHECK(editor.found("metropole") == Slugs{night, plan});
  CHECK(editor.found("PLAN Climat l’air") == Slugs{plan});
  CHECK(editor.found("chapo ile") == Slugs{night, plan});
  CHECK(editor.found("metrop tram") == Slugs{night});
  CHECK(editor.found("tram climat").empty());
  CHECK(editor.found("ffaires").empty());
  CHECK(editor.found("?").empty());
  CHECK(editor.found("métropole", R"(, "theme": "habitat")") == Slugs{night});
  CHECK(editor.found("tram", R"(, "theme": "climat")").empty());
  CHECK(editor.found("tram", R"(, "theme": "habitat", "keyword": "eau")") == Slugs{night});
  CHECK(editor.found("tram", R"(, "theme": "habitat", "keyword": "feu")").empty());
}

TEST_CASE("a search follows what becomes of an article: not its draft, its latest text, no more once withdrawn") {
  TestKernel kernel(options());
  open_house(kernel);
  const Editor editor{kernel};
  static_cast<void>(editor.call("publication.draft", R"({"title": "Un brouillon secret"})"));
  CHECK(editor.found("secret").empty());
  const auto slug = editor.publish("La ville la nuit", "Le tram.");
  static_cast<void>(editor.call("publication.update", R"({"slug": ")" + slug + R"(", "note": "Corrigé", "title": "La ville la nuit", "summary": "Court.", "type": "avis",
      "themes": ["climat"], "date": "2026-04-08", "body": "Le métro."})"));
  CHECK(editor.found("tram").empty());
  CHECK(editor.found("metro") == Slugs{slug});
  static_cast<void>(editor.call("publication.unpublish", R"({"slug": ")" + slug + R"(", "reason": "Une erreur"})"));
  CHECK(editor.found("metro").empty());
}

TEST_CASE("what is found is read page by page, latest first, each article once") {
  TestKernel kernel(options());
  open_house(kernel);
  const Editor editor{kernel};
  Slugs expected;
  for (int day = 10; day < 22; ++day) expected.insert(expected.begin(), editor.publish("Tram numéro " + std::to_string(day), "Le tram.", "2026-03-" + std::to_string(day)));
  Slugs read;
  std::string after;
  for (int page = 0; page < 3; ++page) {
    const auto reply = kernel.visitor().call("publication.list", R"({"words": "tram")" + (after.empty() ? "" : R"(, "after": ")" + after + "\"") + "}");
    REQUIRE(reply.ok());
    for (std::size_t at = 0; at < reply.size("works"); ++at) read.push_back(reply.field("works." + std::to_string(at) + ".slug"));
    after = reply.as<publication::ListReply>().next.value_or("");
  }
  CHECK(after.empty());
  CHECK(read == expected);
}
