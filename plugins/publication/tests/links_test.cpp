// An article is linked to what is there: a working group, a referral that everybody may see, an event.
#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>
#include <string>

#include "publication.contract.hpp"

using hemicycle::testing::TestKernel;

namespace {

enum class Neighbours { know_all, know_nothing, are_away };

struct Newsroom {
  std::string open = "true";  ///< whether everybody may see the referrals
  TestKernel kernel{{.vocabularies = {{"themes", {"climat", "habitat"}}, {"article_types", {"avis"}}, {"attachment_types", {"autre"}}}}};

  explicit Newsroom(Neighbours neighbours) {
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    for (const auto* query : {"rules.deliverable_kind", "working_groups.deliverable"}) kernel.stub(query, "{}");
    if (neighbours == Neighbours::know_all)
      introduce();
    else
      kernel.refuse("working_groups.get_brief", "not_found", "no_such_group");
    if (neighbours != Neighbours::know_nothing) return;
    kernel.refuse("saisine.get_brief", "not_found", "no_such_referral");
    kernel.refuse("network_events.event", "not_found", "no_such_event");
  }
  void introduce() {
    kernel.stub("working_groups.get_brief", R"({"group": "G-1", "title": "La nuit", "open": true, "referral": "S-1", "state": "active"})");
    kernel.stub("working_groups.choices", R"({"options": [{"id": "G-1", "label": "La nuit"}]})");
    kernel.stub("saisine.choices", R"({"options": [{"id": "S-1", "label": "S-1 · La nuit"}]})");
    kernel.stub("saisine.get_brief", [this](const std::string&) {
      return R"({"reference": "S-1", "kind": "solicitation", "state": "programmed", "title": "La nuit", "themes": ["climat"], "submitted": "2026-01-01T00:00:00Z", "open": )" + open + "}";
    });
    kernel.stub("network_events.choices", R"({"options": [{"id": "e1", "label": "Une rencontre"}]})");
    kernel.stub("network_events.event", R"({"event": "e1", "state": "announced", "title": "Une rencontre", "kind": "rencontre", "role": "invite", "date": "2026-05-01",
      "mode": "remote", "summary": "Un mot.", "actions": []})");
  }
  hemicycle::testing::Caller editor() { return kernel.as("editor").may(publication::permission::edit); }
};

publication::Draft linked(const std::string& group, const std::string& referral, const std::string& event) {
  return {.title = "La ville la nuit", .themes = {"climat"}, .group = group, .referral = referral, .event = event};
}

}  // namespace

TEST_CASE("an article is linked to what is there, and is refused at each link that leads nowhere") {
  Newsroom known(Neighbours::know_all);
  const auto drafted = known.editor().call(linked("G-1", "S-1", "e1"));
  INFO(drafted.explain());
  CHECK(drafted.ok());
  known.open = "false";
  CHECK(known.editor().call(linked("G-1", "S-1", "e1")).error("referral") == "no_such_referral");

  Newsroom unknown(Neighbours::know_nothing);
  const auto refused = unknown.editor().call(linked("G-9", "S-1900-999", "no-such-event"));
  CHECK(refused.error("group") == "no_such_group");
  CHECK(refused.error("referral") == "no_such_referral");
  CHECK(refused.error("event") == "no_such_event");
  CHECK(unknown.editor().call(publication::Draft{.title = "La ville la nuit"}).ok());
}

TEST_CASE("a council without events links its articles to none, and writes them all the same") {
  Newsroom alone(Neighbours::are_away);
  CHECK(alone.editor().call(publication::Events{}).size("options") == 0);
  CHECK(alone.editor().call(publication::Draft{.title = "La ville la nuit", .event = "e1"}).error("event") == "no_such_event");
  CHECK(alone.editor().call(publication::Draft{.title = "La ville la nuit"}).ok());
}

TEST_CASE("what an article is linked to already stays, whatever became of it, and its form offers it") {
  Newsroom house(Neighbours::know_all);
  const auto slug = house.editor().call(linked("G-7", "S-7", "e7")).field("slug");
  CHECK(house.editor().call(publication::Groups{}).size("options") == 1);
  CHECK(house.editor().call(publication::Groups{.slug = slug}).field("options.1.id") == "G-7");
  CHECK(house.editor().call(publication::Referrals{.slug = slug}).field("options.1.id") == "S-7");
  CHECK(house.editor().call(publication::Events{.slug = slug}).field("options.1.id") == "e7");
  house.open = "false";
  publication::Edit again{.slug = slug, .title = "La ville, la nuit", .themes = {"climat"}, .group = "G-7", .referral = "S-7", .event = "e7"};
  CHECK(house.editor().call(again).ok());
  again.referral = "S-8";
  CHECK(house.editor().call(again).error("referral") == "no_such_referral");
}

TEST_CASE("an article bears a theme once") {
  Newsroom house(Neighbours::know_all);
  CHECK(house.editor().call(publication::Draft{.title = "La ville la nuit", .themes = {"climat", "climat"}}).error("themes") == "chosen_twice");
  const auto slug = house.editor().call(publication::Draft{.title = "La ville la nuit", .themes = {"climat", "habitat"}}).field("slug");
  CHECK(house.editor().call(publication::Edit{.slug = slug, .title = "La ville la nuit", .themes = {"habitat", "climat", "habitat"}}).error("themes") == "chosen_twice");
}
