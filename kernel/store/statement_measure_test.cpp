// The figures that statement.hpp stands on. Hidden: `store_test "[measure]"` on a release build.
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <catch2/catch.hpp>
#include <ctime>
#include <iostream>

#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::store;
using core::bind;

namespace {

constexpr int kRows = 100'000;

template <class Work>
double microseconds(Work work) {
  const std::clock_t begin = std::clock();  // of this process: what else the machine does is left out
  for (int i = 0; i < kRows; ++i) work("id" + std::to_string(i * 7919LL % kRows));
  return 1e6 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / kRows;
}

}  // namespace

TEST_CASE("a SELECT of five columns by primary key takes under 5 us and an INSERT under 8 us", "[.][measure]") {
  House house;
  apply(*house.store->open_schema(), "row",
        {{.number = 1,
          .file = "1",
          .name = "0001_x",
          .sql = "CREATE TABLE row_t (id TEXT PRIMARY KEY, a TEXT, b BIGINT, c TEXT, d BIGINT);\n"}},
        1);
  core::Connection& db = *house.writer;
  db.begin_write();
  const double insert = microseconds([&](const std::string& id) {
    db.exec("row", "INSERT INTO row_t (id, a, b, c, d) VALUES (:id, :a, :b, :c, :d)",
            std::array{bind("id", id), bind("a", "some text of a row"), bind("b", 7), bind("c", "another"), bind("d", 5'000'000'000)});
  });
  db.commit();
  std::size_t sum = 0;
  db.begin_read();
  const double select = microseconds([&](const std::string& id) {
    const auto cursor = db.query("row", "SELECT id, a, b, c, d FROM row_t WHERE id = :id", std::array{bind("id", id)});
    const hmc_value* row = cursor->next();
    sum += row[0].as.bytes.size + row[1].as.bytes.size + static_cast<std::size_t>(row[4].as.integer);
  });
  db.commit();
  const double transaction = microseconds([&](const std::string&) {
    db.begin_read();
    db.commit();
  });

  soci::session session(soci::sqlite3, "dbname=:memory:");
  session << "CREATE TABLE row_t (id TEXT PRIMARY KEY, a TEXT, b BIGINT, c TEXT, d BIGINT)";
  session << "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999) "
             "INSERT INTO row_t SELECT 'id' || i, 'some text of a row', 7, 'another', 5000000000 FROM n";
  std::string key;
  soci::row found;
  soci::statement by_key = (session.prepare << "SELECT id, a, b, c, d FROM row_t WHERE id = :id", soci::use(key, "id"), soci::into(found));
  const double dynamic = microseconds([&](const std::string& id) {
    key = id;
    by_key.execute(true);
    sum += found.get<std::string>(0).size() + found.get<std::string>(1).size();
  });

  std::cout << "SELECT " << select << " us (soci::row " << dynamic << " us), INSERT " << insert << " us, begin_read + commit "
            << transaction << " us\n";
  CHECK(sum > 0);
  CHECK(select < 5);
  CHECK(insert < 8);
}
