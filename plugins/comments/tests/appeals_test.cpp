// What an author can do against a refusal, and a reader against a published comment (domain.md, SM11).
#include <catch2/catch.hpp>
#include <hemicycle/testing/kernel.hpp>

#include "comments.contract.hpp"

using hemicycle::testing::Caller;
using hemicycle::testing::Options;
using hemicycle::testing::Reply;
using hemicycle::testing::TestKernel;

namespace {

struct Thread {
  TestKernel kernel;
  std::string comment;

  explicit Thread(const std::string& sole = "false")
      : kernel(Options{.settings = {{"comments.sole_moderator", sole}}, .vocabularies = {{"refusal_reasons", {"insulte", "hors-sujet"}}}}) {
    kernel.load(HEMICYCLE_PLUGIN_UNDER_TEST);
    kernel.stub("accounts.names", R"({"names": [{"id": "ada", "name": "Ada"}]})");
    kernel.emit(publication::Published{.id = "art1", .slug = "un-article", .path = "/travaux/un-article", .title = "Un article", .date = "2026-04-08"});
    comment = must(author().call(comments::Submit{.article = "art1", .text = "Je ne suis pas d'accord."})).field("comment");
  }
  Caller author() { return kernel.as("ada").may(comments::permission::write); }
  Caller reader() { return kernel.as("rob").may(comments::permission::write); }
  Caller moderator(const std::string& name = "mod") { return kernel.as(name).may(comments::permission::moderate); }
  void refuse() { must(moderator().call(comments::Refuse{.comment = comment, .reason = "hors-sujet", .message = "Ce n'est pas le sujet."})); }
  void accept() { must(moderator().call(comments::Accept{.comment = comment})); }
  void contest() { must(author().call(comments::Contest{.comment = comment, .grounds = "C'est bien le sujet de l'article."})); }
  std::string shown() { return kernel.visitor().call(comments::Thread{.id = "art1"}).field("count"); }
  Reply own() { return author().call("comments.mine"); }

  static Reply must(Reply reply) {
    INFO(reply.explain());
    REQUIRE(reply.ok());
    return reply;
  }
};

}  // namespace

TEST_CASE("invariant 11: a refused comment is contested once, by its author, and decided by another moderator with reasons") {
  Thread thread;
  const comments::Contest contest{.comment = thread.comment, .grounds = "C'est bien le sujet de l'article."};
  CHECK(thread.author().call(contest).code() == "not_refused");
  thread.refuse();
  CHECK(thread.own().field("comments.0.contestable") == "true");
  CHECK(thread.reader().call(contest).code() == "not_yours_to_contest");
  thread.contest();
  CHECK(thread.author().call(contest).code() == "contested_already");
  CHECK(thread.own().field("comments.0.state") == "appealed");

  comments::SettleAppeal ruling{.comment = thread.comment, .ruling = "restore", .statement = "Le propos répond bien à l'article."};
  CHECK(thread.moderator().call("comments.tasks").field("appeals") == "0");
  CHECK(thread.moderator().call(ruling).code() == "another_moderator");
  CHECK(thread.moderator("second").call("comments.tasks").field("appeals") == "1");
  CHECK(thread.moderator("second").call("comments.queue").field("appeals.0.grounds") == "C'est bien le sujet de l'article.");
  CHECK(thread.moderator("second").call("comments.settle_appeal", R"({"comment": ")" + thread.comment + R"(", "ruling": "restore"})").error("statement") == "required");
  CHECK(thread.shown() == "0");
  Thread::must(thread.moderator("second").call(ruling));
  CHECK(thread.shown() == "1");
  CHECK(thread.own().field("comments.0.ruling") == "Le propos répond bien à l'article.");
  CHECK(thread.moderator("second").call(ruling).code() == "not_contested");
}

TEST_CASE("SM11: a confirmed refusal is final, its author reads why, and nobody else reads the comment") {
  Thread thread;
  thread.refuse();
  thread.contest();
  Thread::must(thread.moderator("second").call(comments::SettleAppeal{.comment = thread.comment, .ruling = "confirm", .statement = "Le propos reste hors sujet."}));
  CHECK(thread.own().field("comments.0.state") == "confirmed");
  CHECK(thread.own().field("comments.0.contestable") == "false");
  CHECK(thread.author().call(comments::Contest{.comment = thread.comment, .grounds = "Encore une fois, s'il vous plaît."}).code() == "contested_already");
  CHECK(thread.shown() == "0");
  CHECK(thread.kernel.system().call(comments::Year{.year = 2026}).field("refused") == "1");
  for (const auto* event : {"comments.appealed", "comments.confirmed"}) CHECK(thread.kernel.events(event).size() == 1);
}

TEST_CASE("where one person alone moderates, that person decides appeals too") {
  Thread thread("true");
  thread.refuse();
  thread.contest();
  CHECK(thread.moderator().call("comments.tasks").field("appeals") == "1");
  Thread::must(thread.moderator().call(comments::SettleAppeal{.comment = thread.comment, .ruling = "confirm", .statement = "Le propos reste hors sujet."}));
}

TEST_CASE("SM11: a reported comment is kept, or removed with a reason that its author reads and may contest") {
  Thread thread;
  const comments::Report report{.comment = thread.comment, .reason = "insulte", .explanation = "Il vise une personne."};
  CHECK(thread.reader().call(report).status() == "not_found");
  thread.accept();
  Thread::must(thread.reader().call(report));
  CHECK(thread.reader().call(report).code() == "reported_already");
  CHECK(thread.moderator().call("comments.queue").field("reports.0.explanation") == "Il vise une personne.");
  CHECK(thread.moderator().call("comments.tasks").field("reports") == "1");

  SECTION("kept") {
    Thread::must(thread.moderator().call(comments::SettleReport{.comment = thread.comment, .verdict = "keep"}));
    CHECK(thread.shown() == "1");
    CHECK(thread.moderator().call(comments::SettleReport{.comment = thread.comment, .verdict = "keep"}).code() == "not_reported");
  }
  SECTION("removed") {
    comments::SettleReport removal{.comment = thread.comment, .verdict = "remove"};
    CHECK(thread.moderator().call(removal).error("message") == "removal_needs_reason");
    CHECK(thread.moderator().call(removal).error("reason") == "removal_needs_reason");
    removal.reason = "insulte";
    removal.message = "Le propos vise une personne.";
    Thread::must(thread.moderator().call(removal));
    CHECK(thread.shown() == "0");
    CHECK(thread.own().field("comments.0.message") == "Le propos vise une personne.");
    thread.contest();
    Thread::must(thread.moderator("second").call(comments::SettleAppeal{.comment = thread.comment, .ruling = "restore", .statement = "Personne n'est visé."}));
    CHECK(thread.shown() == "1");
  }
  CHECK(thread.moderator().call("comments.tasks").field("reports") == "0");
}

TEST_CASE("SM11: whoever has no account tells of a comment, is answered by letter, and is forgotten once it is settled") {
  Thread thread;
  comments::Notify notice{.comment = thread.comment, .reason = "insulte", .explanation = "Il vise une personne.", .name = "Rose", .email = "rose@example.org", .good_faith = false};
  CHECK(thread.kernel.visitor().call(notice).status() == "not_found");  // what is not public is not told of
  thread.accept();
  CHECK(thread.kernel.visitor().call(notice).error("good_faith") == "good_faith_needed");
  notice.good_faith = true;
  CHECK(Thread::must(thread.kernel.visitor().call(notice)).field("path") == "/travaux/un-article");
  CHECK(thread.kernel.visitor().call(notice).code() == "reported_already");
  REQUIRE(thread.kernel.mails().size() == 1);
  CHECK(thread.kernel.mails().at(0).to == "rose@example.org");
  CHECK(thread.kernel.mails().at(0).text.find("/travaux/un-article#commentaire-" + thread.comment) != std::string::npos);
  CHECK(thread.moderator().call("comments.queue").field("reports.0.notifier") == "Rose");

  comments::SettleReport verdict{.comment = thread.comment, .verdict = "keep"};
  std::string said = "reste publié";
  SECTION("kept, with what the moderator adds") { verdict.message = "C'est une opinion."; }
  SECTION("removed") {
    verdict.verdict = "remove";
    verdict.reason = "insulte";
    verdict.message = "Le propos vise une personne.";
    said = "a été retiré";
  }
  thread.kernel.advance(std::chrono::hours(1));
  Thread::must(thread.moderator().call(verdict));
  REQUIRE(thread.kernel.mails().size() == 2);
  const auto answer = thread.kernel.mails().at(1);
  CHECK(answer.to == "rose@example.org");
  CHECK(answer.text.find(said) != std::string::npos);
  CHECK((answer.text.find("C'est une opinion.") != std::string::npos) == (verdict.verdict == "keep"));
  CHECK(thread.kernel.rows("SELECT COUNT(name), COUNT(email) FROM comments_report").at(0) == hemicycle::testing::Row{"0", "0"});
}

TEST_CASE("SM11: who told of a comment without an account is answered and forgotten too when its author erases it first") {
  Thread thread;
  thread.accept();
  Thread::must(thread.kernel.visitor().call(comments::Notify{.comment = thread.comment, .reason = "insulte", .explanation = "Il vise une personne.", .name = "Rose",
                                                             .email = "rose@example.org", .good_faith = true}));
  thread.kernel.advance(std::chrono::hours(1));
  Thread::must(thread.author().call(comments::Erase{.comment = thread.comment}));
  REQUIRE(thread.kernel.mails().size() == 2);
  CHECK(thread.kernel.mails().at(1).text.find("a été retiré") != std::string::npos);
  CHECK(thread.kernel.rows("SELECT COUNT(name), COUNT(email) FROM comments_report").at(0) == hemicycle::testing::Row{"0", "0"});
}

TEST_CASE("invariant 15: an erased comment takes what its author said against its refusal with it") {
  Thread thread;
  thread.refuse();
  thread.contest();
  Thread::must(thread.author().call(comments::Erase{.comment = thread.comment}));
  CHECK(thread.kernel.rows("SELECT COUNT(grounds) FROM comments_comment").at(0).at(0) == "0");
  CHECK(thread.moderator("second").call("comments.queue").size("appeals") == 0);
}

TEST_CASE("what a form about a comment shows: to all once it is public, to its author and to moderators before, to nobody once it is erased") {
  Thread thread;
  const comments::Said said{.comment = thread.comment};
  CHECK(thread.kernel.visitor().call(said).code() == "no_such_comment");
  CHECK(thread.reader().call(said).code() == "no_such_comment");
  CHECK(thread.author().call(said).field("text") == "Je ne suis pas d'accord.");
  CHECK(thread.moderator().call(said).field("author") == "Ada");
  thread.accept();
  CHECK(thread.kernel.visitor().call(said).field("path") == "/travaux/un-article");
  Thread::must(thread.author().call(comments::Erase{.comment = thread.comment}));
  CHECK(thread.kernel.visitor().call(said).code() == "no_such_comment");
  CHECK(thread.moderator().call(said).code() == "no_such_comment");
}
