#include <catch2/catch.hpp>

#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::store;

namespace {

struct Neighbours : House {
  Neighbours() {
    apply(*store->open_schema(), "other",
          {{.number = 1, .file = "1", .name = "0001_x", .sql = "CREATE TABLE other_secret (id BIGINT, text TEXT);\n"}}, 1);
  }
  core::Status ask(std::string_view sql, std::string_view owner = "hello") {
    return refusal([&] { (void)writer->query(owner, sql, {}); }, &why);
  }
  core::Status tell(std::string_view sql, std::string_view owner = "hello") {
    return refusal([&] { (void)writer->exec(owner, sql, {}); }, &why);
  }
  std::string why;
};

}  // namespace

TEST_CASE("a statement that touches somebody else's table is denied and the table named") {
  Neighbours house;
  for (const char* sql :
       {"SELECT text FROM other_secret", "SELECT COUNT(*) FROM other_secret", "SELECT (SELECT MAX(text) FROM other_secret) FROM hello_note",
        "WITH x AS (SELECT text FROM other_secret) SELECT * FROM x", "SELECT 1 FROM hello_note JOIN other_secret USING (id)",
        "SELECT 1 FROM hello_note NATURAL JOIN other_secret", "SELECT EXISTS (SELECT 1 FROM other_secret)"}) {
    CAPTURE(sql);
    CHECK(house.ask(sql) == core::Status::denied);
    CHECK(house.why.find("\"other_secret\"") != std::string::npos);
  }
  for (const char* sql : {"INSERT INTO other_secret (id) VALUES (1)", "UPDATE other_secret SET id = 2", "DELETE FROM other_secret",
                          "INSERT INTO hello_note (id, text) SELECT id, text FROM other_secret",
                          "DELETE FROM hello_note WHERE id IN (SELECT id FROM other_secret)"}) {
    CAPTURE(sql);
    CHECK(house.tell(sql) == core::Status::denied);
    CHECK(house.why.find("\"other_secret\"") != std::string::npos);
  }
}

TEST_CASE("the kernel's tables and SQLite's own are nobody's, and the kernel does not reach into a plugin's") {
  Neighbours house;
  CHECK(house.ask("SELECT actor FROM hmc_session") == core::Status::denied);
  CHECK(house.tell("INSERT INTO hmc_grant (actor, role, scope) VALUES ('me', 'admin', '')") == core::Status::denied);
  CHECK(house.ask("SELECT sql FROM sqlite_master") == core::Status::denied);
  CHECK(house.ask("SELECT name FROM sqlite_schema", core::kKernel) == core::Status::denied);
  CHECK(house.ask("SELECT name FROM pragma_table_info('hmc_session')") == core::Status::denied);
  CHECK(house.ask("SELECT COUNT(*) FROM Pragma_table_info('hmc_session')") == core::Status::denied);
  CHECK(house.ask("SELECT COUNT(*) FROM sqlite_master") == core::Status::denied);
  CHECK(house.ask("SELECT id FROM hello_note", core::kKernel) == core::Status::denied);
  CHECK(house.ask("SELECT actor FROM hmc_session", core::kKernel) == core::Status::ok);
}

TEST_CASE("what reaches beyond rows is denied") {
  Neighbours house;
  for (const char* sql :
       {"ATTACH 'x.db' AS x", "PRAGMA foreign_keys = OFF", "PRAGMA writable_schema = ON", "CREATE TABLE hello_b (id BIGINT)",
        "CREATE TEMP TABLE hello_t (id BIGINT)", "DROP TABLE hello_note", "ALTER TABLE hello_note ADD COLUMN x TEXT",
        "CREATE INDEX hello_i ON hello_note (text)", "CREATE VIEW hello_v AS SELECT 1", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT x",
        "REINDEX", "VACUUM INTO 'copy.db'", "SELECT load_extension('x')", "SELECT sqlite_compileoption_get(1)"}) {
    CAPTURE(sql, house.why);
    CHECK(house.tell(sql) != core::Status::ok);
  }
  CHECK(house.tell("DROP TABLE hello_note") == core::Status::denied);
  CHECK(house.ask("SELECT load_extension('x')") == core::Status::denied);
  CHECK(house.ask("SELECT id FROM hello_note") == core::Status::ok);
}

TEST_CASE("exec is for writing and query for reading") {
  Neighbours house;
  CHECK(house.tell("SELECT id FROM hello_note") == core::Status::denied);
  CHECK(house.ask("INSERT INTO hello_note (id) VALUES (1)") == core::Status::denied);
  CHECK(house.ask("DELETE FROM hello_note RETURNING id") == core::Status::denied);
}

TEST_CASE("ordinary SQL on one's own tables is nobody's business: JSON, windows, recursion, common tables") {
  Neighbours house;
  for (const char* sql :
       {"SELECT j.value FROM hello_note n, json_each(n.text) j", "SELECT ROW_NUMBER() OVER (ORDER BY id) FROM hello_note",
        "WITH RECURSIVE t (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < 9) SELECT i FROM t JOIN hello_note ON id = i",
        "SELECT LOWER(text) || SUBSTR(text, 1, 3) FROM hello_note ORDER BY id LIMIT 3", "SELECT n.id, n.text FROM hello_note AS n"}) {
    CAPTURE(sql);
    CHECK(house.ask(sql) == core::Status::ok);
  }
  CHECK(house.tell("INSERT INTO hello_note (id, text) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET text = excluded.text") ==
        core::Status::ok);
}

TEST_CASE("a statement is checked again for its own owner after the tables have changed") {
  Neighbours house;
  CHECK(house.ask("SELECT id FROM hello_note") == core::Status::ok);
  apply(*house.store->open_schema(), "other",
        {{.number = 1, .file = "1", .name = "0001_x", .sql = "CREATE TABLE other_secret (id BIGINT, text TEXT);\n"},
         {.number = 2, .file = "2", .name = "0002_x", .sql = "CREATE TABLE other_more (id BIGINT);\n"}},
        1);
  (void)house.ask("SELECT id FROM other_secret", "other");
  CHECK(count_notes(*house.writer) == 0);
  CHECK(house.ask("SELECT id FROM hello_note") == core::Status::ok);
  CHECK(house.ask("SELECT j.value FROM hello_note n, json_tree(n.text) j") == core::Status::ok);
}
