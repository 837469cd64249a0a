// TestKernel with the two examples that are plugins already: one in C, one in C++.
#include <catch2/catch.hpp>
#include <guestbook.contract.hpp>
#include <hemicycle/testing/kernel.hpp>

using namespace hemicycle::testing;

TEST_CASE("a plugin in C answers in a test of five lines") {
  // [snippet: first]
  TestKernel kernel;
  kernel.load(HEMICYCLE_HELLO_C);
  REQUIRE(kernel.as("a1").call("hello_c.greet", R"({"text": "Bonjour"})").ok());
  REQUIRE(kernel.visitor().call("hello_c.count").field("greetings") == "1");
  // [/snippet]
  REQUIRE(kernel.rows("SELECT COUNT(*) FROM hello_c_greeting") == Rows{{"1"}});
}

TEST_CASE("a command's rows, its event and the refusals are seen") {
  // [snippet: look]
  TestKernel kernel({.settings = {{"guestbook.shown", "1"}}});
  kernel.load(HEMICYCLE_GUESTBOOK);
  auto ada = kernel.as("ada");

  const auto reply = ada.call(guestbook::Sign{.text = "A fine house."});
  INFO(reply.explain());
  REQUIRE(reply.ok());
  REQUIRE(kernel.events("guestbook.left").at(0).field("id") == reply.field("id"));
  REQUIRE(kernel.rows("SELECT author, text FROM guestbook_entry") == Rows{{"ada", "A fine house."}});

  REQUIRE(ada.call(guestbook::Sign{.text = "A fine house."}).error("text") == "said_already");
  REQUIRE(ada.call("guestbook.sign", R"({"text": "x"})").error("text") == "too_short");
  REQUIRE(kernel.visitor().call("guestbook.sign", R"({"text": "Let me in"})").status() == "denied");
  // [/snippet]

  kernel.advance(std::chrono::hours(1));
  REQUIRE(ada.call(guestbook::Sign{.text = "Still here."}).ok());
  const auto list = kernel.visitor().call("guestbook.list").as<guestbook::ListReply>();
  REQUIRE(list.entries.size() == 1);
  REQUIRE(list.entries[0].text == "Still here.");
  REQUIRE(list.entries[0].written == "2026-04-08T15:00:00Z");
}

TEST_CASE("a letter is written with the call, leaves nothing when the call fails, and says what became of it") {
  TestKernel kernel({.settings = {{"guestbook.keeper", R"("acc_keeper")"}}});
  kernel.load(HEMICYCLE_GUESTBOOK);
  auto ada = kernel.as("ada");
  const auto reply = ada.call(guestbook::Sign{.text = "Été\ncomme hiver."});
  INFO(reply.explain());
  REQUIRE(reply.ok());
  REQUIRE(ada.call(guestbook::Sign{.text = "Été\ncomme hiver."}).error("text") == "said_already");
  const auto mails = kernel.mails();
  REQUIRE(mails.size() == 1);
  REQUIRE(mails[0].id == reply.field("letter"));
  REQUIRE(mails[0].to == "acc_keeper");
  REQUIRE(mails[0].text == "Été\ncomme hiver.");

  const guestbook::Told told{.letter = mails[0].id};
  REQUIRE(kernel.system().call(told).field("state") == "queued");
  kernel.mail_failed(mails[0].id, "550 no such mailbox");
  REQUIRE(kernel.system().call(told).field("state") == "failed");
  REQUIRE(kernel.system().call(told).field("words") == "550 no such mailbox");
  REQUIRE(kernel.system().call(guestbook::Told{.letter = "of-somebody-else"}).code() == "no_such_letter");
}

TEST_CASE("a letter whose recipient is nobody is a mistake of the plugin, and nothing of its call is kept") {
  TestKernel kernel({.settings = {{"guestbook.keeper", R"("not a recipient")"}}});
  kernel.load(HEMICYCLE_GUESTBOOK);
  REQUIRE_FALSE(kernel.as("ada").call(guestbook::Sign{.text = "Bonjour"}).ok());
  REQUIRE(kernel.mails().empty());
  REQUIRE(kernel.rows("SELECT COUNT(*) FROM guestbook_entry") == Rows{{"0"}});
}

TEST_CASE("one key has one effect, and a spent budget is a deadline") {
  TestKernel kernel;
  kernel.load(HEMICYCLE_GUESTBOOK);
  auto ada = kernel.as("ada").key("k1");
  const auto first = ada.call(guestbook::Sign{.text = "Once."});
  REQUIRE(ada.call(guestbook::Sign{.text = "Once."}).field("id") == first.field("id"));
  REQUIRE(kernel.events().size() == 1);
  REQUIRE(kernel.as("ada").within(std::chrono::nanoseconds(0)).call("guestbook.list").status() == "deadline");
}

TEST_CASE("what a test asks wrongly is refused in a sentence") {
  const auto sentence = [](auto&& work) {
    try {
      work();
    } catch (const Misuse& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  using Catch::Matchers::Contains;
  REQUIRE_THAT(sentence([] { TestKernel().load("no/such.so"); }), Contains("no/such.so"));
  REQUIRE_THAT(sentence([] { TestKernel({.begins = "yesterday"}); }), Contains("2026-04-08T14:00:00Z"));

  TestKernel kernel;
  kernel.load(HEMICYCLE_GUESTBOOK);
  REQUIRE_THAT(sentence([&] { kernel.as("a1").may("guestbook.everything"); }), Contains("declares the permission 'guestbook.everything'"));
  REQUIRE_THAT(sentence([&] { kernel.load(HEMICYCLE_HELLO_C); }), Contains("before the first call"));
  REQUIRE_THAT(sentence([&] { kernel.emit("club.closed", "{}"); }), Contains("reacts to club.closed"));
  REQUIRE_THAT(sentence([&] { static_cast<void>(kernel.rows("SELECT 1 FROM other_table")); }), Contains("other_table"));
  REQUIRE_THAT(sentence([] {
                 TestKernel other;
                 other.load(HEMICYCLE_HELLO_C).stub("members.find", "{}");
                 static_cast<void>(other.visitor().call("hello_c.count"));
               }),
               Contains("no loaded plugin requires or uses members.find"));
}

TEST_CASE("a house that stops amid calls answers each of them once") {
  TestKernel kernel;
  kernel.load(HEMICYCLE_GUESTBOOK);
  std::vector<TestKernel::Call> calls;
  for (int i = 0; i < 200; ++i) {
    if (i % 3 == 0)
      calls.push_back({.actor = "ada", .operation = "guestbook.sign", .json = R"({"text": "Line )" + std::to_string(i) + "\"}"});
    else
      calls.push_back({.actor = {}, .operation = "guestbook.list"});
  }
  const auto replies = kernel.stop_amid(calls);
  REQUIRE(replies.size() == 200);
  for (const auto& reply : replies) {
    INFO(reply.explain());
    REQUIRE((reply.ok() || reply.status() == "unavailable" || reply.status() == "overloaded"));
  }
}
