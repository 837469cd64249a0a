#include "kernel/store/journal.hpp"

#include <catch2/catch.hpp>

#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::store;
using core::bind;

namespace {

struct Book : House {
  SqlJournal journal;
  core::Connection& db = *writer;

  Book() { db.begin_write(); }
  std::int64_t tell(const std::string& subject, const std::vector<std::string>& consumers = {"reader"}) {
    return journal.append(db,
                          {.id = "id-" + subject,
                           .type = "hello.said",
                           .subject = subject,
                           .actor = "a1",
                           .tenant = "t",
                           .correlation = "c",
                           .causation = "k",
                           .traceparent = "p",
                           .payload = R"({"text":"é"})",
                           .major = 2,
                           .time_ns = 77},
                          consumers);
  }
  std::vector<std::int64_t> due(std::int64_t now = 100) {
    std::vector<std::int64_t> found;
    for (const auto& delivery : journal.due_deliveries(db, now, 100)) found.push_back(delivery.event.seq);
    return found;
  }
  core::Delivery first(std::int64_t now = 100) { return journal.due_deliveries(db, now, 100).at(0); }
};

core::DueJob job(const std::string& payload, std::int64_t due_ns, const std::string& key = {}) {
  return {.type = "hello.tidy", .payload = payload, .key = key, .correlation = {}, .causation = {}, .traceparent = {}, .due_ns = due_ns};
}

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE_METHOD(Book, "an event comes back from the journal as it was told") {
  CHECK(tell("s:1") == 1);
  CHECK(tell("s:2") == 2);
  const auto found = journal.events(db, 1, 10);
  REQUIRE(found.size() == 1);
  const auto& e = found[0];
  CHECK((e.seq == 2 && e.id == "id-s:2" && e.type == "hello.said" && e.subject == "s:2" && e.actor == "a1" && e.tenant == "t" &&
         e.major == 2));
  CHECK((e.correlation == "c" && e.causation == "k" && e.traceparent == "p" && e.payload == R"({"text":"é"})" && e.time_ns == 77));
}

TEST_CASE_METHOD(Book, "deliveries of one subject come one after the other, those of different subjects at once") {
  tell("s:1");
  tell("s:1");
  tell("s:2");
  CHECK(due() == Numbers{1, 3});
  CHECK(journal.take(db, first(), 100));
  CHECK(due() == Numbers{2, 3});
}

TEST_CASE_METHOD(Book, "each consumer has its own order") {
  tell("s:1", {"reader", "other"});
  tell("s:1", {"other"});
  CHECK(due() == Numbers{1, 1});
  CHECK(journal.due_deliveries(db, 100, 1).size() == 1);
  for (const auto& delivery : journal.due_deliveries(db, 100, 10)) CHECK(journal.take(db, delivery, 100));
  CHECK(due() == Numbers{2});
  CHECK(first().consumer == "other");
}

TEST_CASE_METHOD(Book, "a postponed delivery holds back what came after it on its subject, and nothing else") {
  tell("s:1");
  tell("s:1");
  tell("s:2");
  journal.postpone(db, first(), 500);
  tell("s:1");
  CHECK(due(499) == Numbers{3});
  CHECK(due(500) == Numbers{1, 3});
  CHECK(first(500).attempts == 1);
}

TEST_CASE_METHOD(Book, "an event takes effect once, however often it is delivered") {
  tell("s:1");
  const auto delivery = first();
  CHECK(journal.take(db, delivery, 100));
  CHECK_FALSE(journal.take(db, delivery, 101));
  CHECK(due().empty());
}

TEST_CASE_METHOD(Book, "a delivery that is taken and rolled back is due again") {
  tell("s:1");
  db.savepoint();
  CHECK(journal.take(db, first(), 100));
  db.rollback_to_savepoint();
  db.release();
  CHECK(due() == Numbers{1});
}

TEST_CASE_METHOD(Book, "a dead letter says what happened, lets the next one through, and goes first when it is retried") {
  tell("s:1");
  tell("s:1");
  journal.postpone(db, first(), 50);
  journal.bury(db, first(), "it threw", 99);
  CHECK(due() == Numbers{2});
  const auto letters = journal.dead_letters(db);
  REQUIRE(letters.size() == 1);
  const auto& l = letters[0];
  CHECK((l.kind == "event" && l.consumer == "reader" && l.type == "hello.said" && l.subject == "s:1" && l.problem == "it threw"));
  CHECK((l.time_ns == 99 && l.attempts == 2 && l.payload == R"({"text":"é"})"));
  CHECK(journal.retry(db, l.id, 100));
  CHECK(due() == Numbers{1});
  CHECK(journal.take(db, first(), 100));
  CHECK(due() == Numbers{2});
  CHECK(journal.dead_letters(db).empty());
  CHECK_FALSE(journal.retry(db, l.id, 100));
  CHECK_FALSE(journal.drop(db, l.id));
}

TEST_CASE_METHOD(Book, "a job waits for its time, and a key replaces the one that waits") {
  journal.schedule(db, job("1", 200, "k"));
  journal.schedule(db, job("2", 300, "k"));
  journal.schedule(db, job("3", 250, "other"));
  journal.schedule(db, job("4", 260));
  journal.schedule(db, job("5", 261));
  CHECK(journal.due_jobs(db, 249, 10).empty());
  std::string payloads;
  for (const auto& due_job : journal.due_jobs(db, 300, 10)) payloads += due_job.payload;
  CHECK(payloads == "3452");
  CHECK(journal.due_jobs(db, 300, 2).size() == 2);
}

TEST_CASE_METHOD(Book, "a job that plans itself anew while it runs is not lost when it finishes") {
  journal.schedule(db, job("1", 10, "k"));
  const auto running = journal.due_jobs(db, 10, 1).at(0);
  journal.schedule(db, job("2", 20, "k"));
  journal.finish(db, running);
  REQUIRE(journal.due_jobs(db, 20, 9).size() == 1);
  CHECK(journal.due_jobs(db, 20, 9)[0].payload == "2");
}

TEST_CASE_METHOD(Book, "a job that failed comes back later, and a buried one can be retried whole") {
  journal.schedule(
      db, {.type = "hello.tidy", .payload = "1", .key = "k", .correlation = "c", .causation = "e", .traceparent = "p", .due_ns = 10});
  journal.postpone(db, journal.due_jobs(db, 10, 1).at(0), 30);
  CHECK(journal.due_jobs(db, 29, 1).empty());
  const auto again = journal.due_jobs(db, 30, 1).at(0);
  CHECK(again.attempts == 1);
  journal.bury(db, again, "no mail server", 31);
  CHECK_FALSE(journal.next_due(db));
  const auto letter = journal.dead_letters(db).at(0);
  CHECK((letter.kind == "job" && letter.consumer == "hello" && letter.type == "hello.tidy"));
  CHECK(journal.retry(db, letter.id, 40));
  const auto back = journal.due_jobs(db, 40, 1).at(0);
  CHECK((back.payload == "1" && back.key == "k" && back.correlation == "c" && back.causation == "e" && back.traceparent == "p"));
  CHECK(back.due_ns == 40);
}

TEST_CASE_METHOD(Book, "the next due time is the earliest of deliveries and jobs") {
  CHECK_FALSE(journal.next_due(db));
  journal.schedule(db, job("1", 300));
  CHECK(journal.next_due(db) == 300);
  tell("s:1");
  journal.postpone(db, first(), 200);
  tell("s:1");
  CHECK(journal.next_due(db) == 200);
}

TEST_CASE_METHOD(Book, "an answer is remembered per actor, command and key") {
  journal.remember(db, "a1", "hello.greet", "k", {"hash", "{}"}, 50);
  const auto found = journal.remembered(db, "a1", "hello.greet", "k");
  REQUIRE(found);
  CHECK((found->request_hash == "hash" && found->payload == "{}"));
  CHECK_FALSE(journal.remembered(db, "a2", "hello.greet", "k"));
  CHECK(journal.forget(db, 50) == 0);
  CHECK(journal.forget(db, 51) == 1);
  CHECK_FALSE(journal.remembered(db, "a1", "hello.greet", "k"));
}

TEST_CASE_METHOD(Book, "looking for work reads an index and sorts nothing, however much is blocked") {
  for (const char* sql : {"EXPLAIN QUERY PLAN SELECT d.id FROM hmc_delivery d WHERE d.due_ns <= 5 ORDER BY d.due_ns, d.event_seq LIMIT 9",
                          "EXPLAIN QUERY PLAN SELECT id FROM hmc_job WHERE due_ns <= 5 ORDER BY due_ns, id LIMIT 9"}) {
    std::string steps;
    each(db, sql, {}, [&](const hmc_value* row) { steps += text(row[3]) + "\n"; });
    CAPTURE(steps);
    CHECK(steps.find("INDEX") != std::string::npos);
    CHECK(steps.find("SCAN") == std::string::npos);
    CHECK(steps.find("B-TREE") == std::string::npos);
  }
}
