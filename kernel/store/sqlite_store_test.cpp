#include "kernel/store/sqlite_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "kernel/store/sqlite_connection.hpp"
#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::store;
using core::bind;

TEST_CASE("the database is in WAL mode and every commit reaches the disk") {
  TemporaryFolder folder;
  SqliteConnection db({.path = folder.path() / "a.db"}, Access::write, std::make_shared<Trust>());
  CHECK(db.ask_house("PRAGMA journal_mode") == "wal");
  CHECK(db.ask_house("PRAGMA synchronous") == "2");
  CHECK(db.ask_house("PRAGMA foreign_keys") == "1");
  CHECK(db.ask_house("PRAGMA trusted_schema") == "0");
  CHECK(db.ask_house("PRAGMA cell_size_check") == "1");
  CHECK(db.ask_house("PRAGMA busy_timeout") == "5000");
}

TEST_CASE("the file is readable by its owner alone, whatever its path is called") {
  House house;
  struct stat found {};
  REQUIRE(::stat((house.folder.path() / "house.db").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
}

TEST_CASE("a folder that does not exist and a file that is no database are named") {
  TemporaryFolder folder;
  std::string why;
  CHECK(refusal([&] { (void)open_sqlite({.path = folder.path() / "nowhere" / "a.db"}); }, &why) == core::Status::unavailable);
  CHECK(why.find("nowhere/a.db") != std::string::npos);
  std::ofstream(folder.path() / "b.db") << std::string(8192, 'x');
  CHECK(refusal([&] { (void)open_sqlite({.path = folder.path() / "b.db"}); }, &why) == core::Status::unavailable);
  CHECK(why.find("b.db") != std::string::npos);
}

TEST_CASE("of a batch, the command that is rolled back leaves nothing and the others stay") {
  House house;
  house.writer->begin_write();
  for (const std::int64_t id : {1, 2, 3}) {
    house.writer->savepoint();
    house.exec("INSERT INTO hello_note (id, text) VALUES (:id, 'x')", {bind("id", id)});
    if (id == 2) house.writer->rollback_to_savepoint();
    house.writer->release();
  }
  house.writer->commit();
  const auto reader = house.store->open_reader();
  const auto cursor = reader->query("hello", "SELECT id FROM hello_note ORDER BY id", {});
  CHECK(cursor->next()[0].as.integer == 1);
  CHECK(cursor->next()[0].as.integer == 3);
  CHECK(cursor->next() == nullptr);
}

TEST_CASE("a reader keeps its snapshot while the writer commits") {
  House house;
  const auto reader = house.store->open_reader();
  reader->begin_read();
  house.writer->begin_write();
  house.exec("INSERT INTO hello_note (id, text) VALUES (1, 'x')");
  house.writer->commit();
  CHECK(count_notes(*reader) == 0);
  reader->commit();
  reader->begin_read();
  CHECK(count_notes(*reader) == 1);
  reader->rollback();
}

TEST_CASE("a second writer waits for the first and is refused as overloaded when that lasts too long") {
  TemporaryFolder folder;
  const auto store = open_sqlite({.path = folder.path() / "a.db", .busy_timeout = std::chrono::milliseconds(20)});
  const auto first = store->open_writer(), second = store->open_writer();
  first->begin_write();
  CHECK(refusal([&] { second->begin_write(); }) == core::Status::overloaded);
  first->rollback();
  CHECK(refusal([&] { second->begin_write(); }) == core::Status::ok);
}

TEST_CASE("a cursor left open does not hold the commit, and is told that its transaction is over") {
  House house;
  house.writer->begin_write();
  house.exec("INSERT INTO hello_note (id, text) VALUES (1, 'x'), (2, 'y')");
  const auto cursor = house.writer->query("hello", "SELECT id FROM hello_note", {});
  REQUIRE(cursor->next() != nullptr);
  house.writer->commit();
  CHECK(refusal([&] { (void)cursor->next(); }) == core::Status::internal);
  house.writer->begin_write();
  CHECK(count_notes(*house.writer) == 2);
  house.writer->commit();
}

TEST_CASE("a rollback undoes everything and may be asked for when nothing has begun") {
  House house;
  house.writer->rollback();
  house.writer->begin_write();
  house.exec("INSERT INTO hello_note (id, text) VALUES (1, 'x')");
  house.writer->rollback();
  house.writer->rollback();
  CHECK(count_notes(*house.writer) == 0);
}

TEST_CASE("a constraint is a conflict, a wrong text is internal, and the transaction goes on") {
  House house;
  house.writer->begin_write();
  house.exec("INSERT INTO hello_note (id, text) VALUES (1, 'x')");
  CHECK(refusal([&] { house.exec("INSERT INTO hello_note (id, text) VALUES (1, 'y')"); }) == core::Status::conflict);
  CHECK(refusal([&] { house.exec("INSERT INTO hello_note (nothing) VALUES (1)"); }) == core::Status::internal);
  CHECK(refusal([&] { house.exec("INSERT INTO hello_note (id, text) VALUES (2, \"no string\")"); }) == core::Status::internal);
  house.writer->commit();
  CHECK(count_notes(*house.writer) == 1);
}

TEST_CASE("a reader's connection does not write") {
  House house;
  const auto reader = house.store->open_reader();
  CHECK(refusal([&] { reader->exec("hello", "INSERT INTO hello_note (id, text) VALUES (1, 'x')", {}); }) == core::Status::denied);
}

TEST_CASE("a query that runs past its deadline ends, and the connection goes on") {
  House house;
  const std::string_view endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
  house.writer->set_deadline(std::chrono::steady_clock::now() + std::chrono::milliseconds(20));
  CHECK(refusal([&] { (void)house.writer->query("hello", endless, {})->next(); }) == core::Status::deadline);
  house.writer->set_deadline(std::chrono::steady_clock::time_point::max());
  CHECK(count_notes(*house.writer) == 0);
}

TEST_CASE("a deadline that is over does not stop a commit") {
  House house;
  house.writer->begin_write();
  house.exec("INSERT INTO hello_note (id, text) VALUES (1, 'x')");
  house.writer->set_deadline(std::chrono::steady_clock::now() - std::chrono::hours(1));
  CHECK(refusal([&] { house.writer->commit(); }) == core::Status::ok);
  house.writer->set_deadline(std::chrono::steady_clock::time_point::max());
  CHECK(count_notes(*house.writer) == 1);
}

TEST_CASE("the writer sees that another process wrote, and not its own commits") {
  House house;
  const auto before = house.writer->foreign_version();
  house.writer->begin_write();
  house.exec("INSERT INTO hello_note (id, text) VALUES (1, 'x')");
  house.writer->commit();
  CHECK(house.writer->foreign_version() == before);
  const auto elsewhere = open_sqlite({.path = house.folder.path() / "house.db"})->open_writer();
  elsewhere->begin_write();
  elsewhere->exec("hello", "INSERT INTO hello_note (id, text) VALUES (2, 'y')", {});
  elsewhere->commit();
  CHECK(house.writer->foreign_version() != before);
}

TEST_CASE("readers on several threads each see a whole batch or nothing of it") {
  House house;
  std::atomic<bool> stop{false}, torn{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      const auto db = house.store->open_reader();
      while (!stop) {
        db->begin_read();
        const auto first = count_notes(*db), again = count_notes(*db);
        if (first % 10 != 0 || first != again) torn = true;
        db->commit();
      }
    });
  }
  for (std::int64_t batch = 0; batch < 50; ++batch) {
    house.writer->begin_write();
    for (std::int64_t i = 0; i < 10; ++i) house.exec("INSERT INTO hello_note (id, text) VALUES (:id, 'x')", {bind("id", batch * 10 + i)});
    house.writer->commit();
  }
  stop = true;
  for (auto& reader : readers) reader.join();
  CHECK_FALSE(torn);
  CHECK(count_notes(*house.writer) == 500);
}

TEST_CASE("integrity can be asked for") {
  House house;
  CHECK(house.store->check_integrity() == "ok");
}
