#include "kernel/store/statement.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "kernel/store/sqlite_connection.hpp"
#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::store;
using core::bind;

TEST_CASE("64-bit integers, reals, NUL bytes, UTF-8 and NULL come back as they were given") {
  House house;
  const std::string with_nul("a\0b", 3), utf8 = "Données & territoires: «motion» 👍";
  hmc_param real{core::span("real"), {HMC_REAL, 0, {}}};
  real.value.as.real = 0.1;
  hmc_param blob{core::span("blob"), {HMC_BLOB, 0, {}}};
  blob.value.as.bytes = core::span(with_nul);
  const hmc_param params[] = {bind("big", std::numeric_limits<std::int64_t>::min()),
                              bind("nul", with_nul),
                              bind("utf8", utf8),
                              real,
                              blob,
                              bind_null("none"),
                              bind("empty", "")};
  const auto cursor = house.writer->query("hello", "SELECT :big AS big, :nul, :utf8, :real, :blob, :none, :empty", params);
  REQUIRE(cursor->columns().size() == 7);
  CHECK(core::view(cursor->columns()[0]) == "big");
  const hmc_value* row = cursor->next();
  REQUIRE(row != nullptr);
  CHECK(row[0].as.integer == std::numeric_limits<std::int64_t>::min());
  CHECK(text(row[1]) == with_nul);
  CHECK(text(row[2]) == utf8);
  CHECK(row[3].as.real == 0.1);
  CHECK(row[4].type == HMC_BLOB);
  CHECK(text(row[4]) == with_nul);
  CHECK(row[5].type == HMC_NULL);
  CHECK(row[6].type == HMC_TEXT);
  CHECK(row[6].as.bytes.size == 0);
}

TEST_CASE("what is stored is what was bound, also past 32 bits and past a NUL") {
  House house;
  const std::string with_nul("a\0b", 3);
  house.exec("INSERT INTO hello_note (id, text) VALUES (:id, :text)", {bind("text", with_nul), bind("id", 5'000'000'000)});
  const auto cursor = house.writer->query("hello", "SELECT id, text FROM hello_note", {});
  const hmc_value* row = cursor->next();
  CHECK(integer(row[0]) == 5'000'000'000);
  CHECK(text(row[1]) == with_nul);
}

TEST_CASE("a parameter that is missing, superfluous, doubled or not named is refused by name") {
  House house;
  std::string why;
  const std::string_view insert = "INSERT INTO hello_note (id, text) VALUES (:id, :text)";
  CHECK(refusal([&] { house.exec(insert, {bind("id", 1)}); }, &why) == core::Status::internal);
  CHECK(why.find(":text is missing") != std::string::npos);
  CHECK(refusal([&] { house.exec(insert, {bind("id", 1), bind("text", "x"), bind("other", "x")}); }, &why) == core::Status::internal);
  CHECK(why.find(":other") != std::string::npos);
  CHECK(refusal([&] { house.exec(insert, {bind("id", 1), bind("id", 1)}); }, &why) == core::Status::internal);
  CHECK(refusal([&] { house.exec("INSERT INTO hello_note (id) VALUES (?)"); }, &why) == core::Status::internal);
  CHECK(refusal([&] { house.exec("INSERT INTO hello_note (id) VALUES (@id)", {bind("id", 1)}); }, &why) == core::Status::internal);
  CHECK(refusal([&] { house.exec("DELETE FROM hello_note; DELETE FROM hello_note"); }, &why) == core::Status::internal);
  CHECK(refusal([&] { house.exec(""); }, &why) == core::Status::internal);
  CHECK(count_notes(*house.writer) == 0);
}

TEST_CASE("the order in which parameters are given does not matter, nor that it changes") {
  House house;
  const std::string_view insert = "INSERT INTO hello_note (id, text) VALUES (:id, :text)";
  house.exec(insert, {bind("id", 1), bind("text", "one")});
  house.exec(insert, {bind("text", "two"), bind("id", 2)});
  house.exec(insert, {bind("id", 3), bind("text", "three")});
  const auto cursor =
      house.writer->query("hello", "SELECT text FROM hello_note WHERE id = :id OR id = :id + 1 ORDER BY id", std::array{bind("id", 2)});
  CHECK(text(cursor->next()[0]) == "two");
  CHECK(text(cursor->next()[0]) == "three");
}

TEST_CASE("the parameters of a query may vanish before its rows are read") {
  House house;
  house.exec("INSERT INTO hello_note (id, text) VALUES (1, 'a long enough text to live on the heap')");
  std::unique_ptr<core::Cursor> cursor;
  {
    const auto gone = std::make_unique<std::string>("a long enough text to live on the heap");
    cursor = house.writer->query("hello", "SELECT id FROM hello_note WHERE text = :text", std::array{bind("text", *gone)});
  }
  CHECK(cursor->next() != nullptr);
}

TEST_CASE("the same text is prepared once, also when it runs inside itself") {
  House house;
  SqliteConnection db({.path = house.folder.path() / "house.db", .statements = 4}, Access::write, std::make_shared<Trust>());
  for (std::int64_t i = 0; i < 10; ++i) {
    db.exec("hello", "INSERT INTO hello_note (id, text) VALUES (:id, 'x')", std::array{bind("id", i)});
  }
  CHECK(db.cache().prepared() == 1);
  const std::string_view all = "SELECT id FROM hello_note ORDER BY id";
  const auto outer = db.query("hello", all, {});
  CHECK(outer->next()[0].as.integer == 0);
  {
    const auto inner = db.query("hello", all, {});
    CHECK(inner->next()[0].as.integer == 0);
  }
  CHECK(outer->next()[0].as.integer == 1);
}

TEST_CASE("the cache keeps its bound and forgets the statement that was not used for longest") {
  House house;
  SqliteConnection db({.path = house.folder.path() / "house.db", .statements = 4}, Access::write, std::make_shared<Trust>());
  const auto ask = [&](int i) { (void)db.query("hello", "SELECT " + std::to_string(i) + " FROM hello_note", {})->next(); };
  for (int i = 0; i < 4; ++i) ask(i);
  ask(0);
  ask(4);  // in the place of 1
  CHECK(db.cache().size() == 4);
  CHECK(db.cache().prepared() == 5);
  ask(0);
  CHECK(db.cache().prepared() == 5);
  ask(1);
  CHECK(db.cache().prepared() == 6);
}
