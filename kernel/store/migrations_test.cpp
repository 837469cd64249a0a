#include "kernel/store/migrations.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::store;

namespace {

struct Site {
  TemporaryFolder folder;
  std::unique_ptr<Database> store = open_sqlite({.path = folder.path() / "a.db"});
  std::unique_ptr<SchemaConnection> db = store->open_schema();
  std::filesystem::path migrations = folder.path() / "migrations";

  Site() { std::filesystem::create_directory(migrations); }
  void write(const std::string& name, const std::string& sql) const { std::ofstream(migrations / name) << sql; }
  std::vector<std::string> run(std::string_view owner = "hello") const { return apply(*db, owner, read_migrations(owner, migrations), 1); }
  std::string refused(std::string_view owner = "hello") const {
    try {
      run(owner);
    } catch (const Refused& error) {
      return error.what();
    }
    return {};
  }
  std::int64_t tables(const std::string& name) const {
    return refusal([&] { (void)db->query("hello", "SELECT 1 FROM " + name, {}); }) == core::Status::ok ? 1 : 0;
  }
};

bool mentions(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the kernel's own migrations run, and only once") {
  Site site;
  CHECK(apply(*site.db, core::kKernel, kernel_migrations(), 1) == std::vector<std::string>{"0001_kernel", "0002_mail", "0003_drafts"});
  CHECK(apply(*site.db, core::kKernel, kernel_migrations(), 1).empty());
}

TEST_CASE("a later file runs alone, after those that have run") {
  Site site;
  site.write("0001_tables.sql",
             "-- notes; of people\nCREATE TABLE hello_note (\n  id BIGINT PRIMARY KEY, -- a; b\n  text TEXT DEFAULT 'x;\n'\n);\n"
             "CREATE INDEX hello_note_text ON hello_note (text);\nINSERT INTO hello_note (id, text) VALUES (1, 'a;b');\n");
  CHECK(site.run() == std::vector<std::string>{"0001_tables"});
  site.write("0002_colour.sql", "ALTER TABLE hello_note ADD COLUMN colour TEXT;\nUPDATE hello_note SET colour = 'blue';");
  site.write("0002_colour.postgresql.sql", "not for here");
  CHECK(site.run() == std::vector<std::string>{"0002_colour"});
  const auto cursor = site.db->query("hello", "SELECT text, colour FROM hello_note", {});
  const hmc_value* row = cursor->next();
  REQUIRE(row != nullptr);
  CHECK(text(row[0]) == "a;b");
  CHECK(text(row[1]) == "blue");
}

TEST_CASE("tables can be rebuilt, renamed and dropped by their owner") {
  Site site;
  site.write("0001_a.sql", "CREATE TABLE hello_a (id BIGINT PRIMARY KEY, x TEXT UNIQUE);\nINSERT INTO hello_a VALUES (1, 'x');\n");
  site.write("0002_b.sql",
             "CREATE TABLE hello_b (id BIGINT PRIMARY KEY);\nINSERT INTO hello_b SELECT id FROM hello_a;\nDROP TABLE hello_a;\n"
             "ALTER TABLE hello_b RENAME TO hello_a;\nALTER TABLE hello_a RENAME COLUMN id TO number;\n");
  CHECK(site.refused().empty());
  CHECK(site.tables("hello_a") == 1);
  CHECK(site.tables("hello_b") == 0);
}

TEST_CASE("an empty file or a folder in the place of a migration is refused and named, not taken as one without a statement") {
  Site site;
  site.write("0001_empty.sql", "");
  CHECK(mentions(site.refused(), "0001_empty.sql cannot be read, or is empty"));
  std::filesystem::remove(site.migrations / "0001_empty.sql");
  std::filesystem::create_directory(site.migrations / "0001_folder.sql");
  CHECK(mentions(site.refused(), "0001_folder.sql cannot be read, or is empty"));
}

TEST_CASE("a file that has run and was changed is refused and named") {
  Site site;
  site.write("0001_tables.sql", "CREATE TABLE hello_note (id BIGINT);\n");
  site.run();
  site.write("0001_tables.sql", "CREATE TABLE hello_note (id BIGINT, text TEXT);\n");
  CHECK(mentions(site.refused(), "0001_tables.sql was changed"));
}

TEST_CASE("a table of another plugin in a migration is refused and named, and nothing of it stays") {
  Site site;
  site.write("0001_tables.sql", "CREATE TABLE other_secret (id BIGINT);\n");
  apply(*site.db, "other", read_migrations("other", site.migrations), 1);
  for (const char* sql : {"CREATE TABLE other_more (id BIGINT);", "DROP TABLE other_secret;", "ALTER TABLE other_secret ADD COLUMN x TEXT;",
                          "CREATE INDEX hello_i ON other_secret (id);", "INSERT INTO hello_note SELECT id FROM other_secret;",
                          "INSERT INTO hello_note SELECT 1 FROM hello_note JOIN other_secret USING (id);",
                          "CREATE TABLE hello_copy AS SELECT COUNT(*) AS n FROM other_secret;",
                          "CREATE TABLE hello_x (id BIGINT REFERENCES other_secret (id));", "CREATE TABLE hmc_grant (id BIGINT);",
                          "ALTER TABLE hello_note RENAME TO other_note;", "DROP TABLE hmc_migration;", "CREATE TABLE note (id BIGINT);",
                          "CREATE INDEX other_i ON hello_note (id);", "CREATE VIEW hello_v AS SELECT id FROM other_secret;",
                          "CREATE TRIGGER hello_t AFTER INSERT ON hello_note BEGIN DELETE FROM other_secret; END;",
                          "PRAGMA writable_schema = ON;", "COMMIT;", "ATTACH 'x' AS x;"}) {
    site.write("0001_tables.sql", std::string("CREATE TABLE hello_note (id BIGINT);\n") + sql + "\n");
    CAPTURE(sql);
    const std::string why = site.refused();
    CAPTURE(why);
    CHECK(mentions(why, "0001_tables.sql"));
    CHECK(site.tables("hello_note") == 0);
  }
  site.write("0001_tables.sql", "CREATE TABLE other_more (id BIGINT);\n");
  CHECK(mentions(site.refused(), "\"other_more\""));
}

TEST_CASE("a database from a newer version is refused and not touched") {
  Site site;
  site.write("0001_a.sql", "CREATE TABLE hello_a (id BIGINT);\n");
  site.write("0002_b.sql", "CREATE TABLE hello_b (id BIGINT);\n");
  site.run();
  std::filesystem::remove(site.migrations / "0002_b.sql");
  CHECK(mentions(site.refused(), "newer version"));
  CHECK(mentions(site.refused(), "0002_b"));
}

TEST_CASE("a gap, a doubled number and a name that is no migration are refused") {
  Site site;
  site.write("0002_b.sql", "CREATE TABLE hello_b (id BIGINT);\n");
  CHECK(mentions(site.refused(), "number 1 is missing"));
  site.write("0001_a.sql", "CREATE TABLE hello_a (id BIGINT);\n");
  site.write("0002_c.sql", "CREATE TABLE hello_c (id BIGINT);\n");
  CHECK(mentions(site.refused(), "same number"));
  std::filesystem::remove(site.migrations / "0002_c.sql");
  site.write("notes.txt", "");
  CHECK(mentions(site.refused(), "notes.txt"));
}

TEST_CASE("a plan says what would run, tries it, and leaves nothing") {
  Site site;
  site.write("0001_a.sql", "CREATE TABLE hello_a (id BIGINT);\n");
  CHECK(plan(*site.db, "hello", read_migrations("hello", site.migrations)) == std::vector<std::string>{"0001_a"});
  CHECK(site.tables("hello_a") == 0);
  site.write("0001_a.sql", "CREATE TABLE hello_a (id BIGINT);\nINSERT INTO nowhere VALUES (1);\n");
  CHECK_THROWS_AS(plan(*site.db, "hello", read_migrations("hello", site.migrations)), Refused);
}

TEST_CASE("two owners of whom one's name begins the other's cannot share a database") {
  Site site;
  site.write("0001_a.sql", "CREATE TABLE hello_world_a (id BIGINT);\n");
  CHECK(site.refused("hello_world").empty());
  CHECK(mentions(site.refused("hello"), "hello_world"));
}
