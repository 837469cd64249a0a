// What SQLite alone does on this disk, without a server: the reference for the bench. One line on stdout: operations per second.
//   raw_sqlite insert FOLDER SECONDS          one insert a transaction, WAL, synchronous=FULL: one fsync each
//   raw_sqlite select DATABASE SECONDS SLUG…  the selects of an article page, one snapshot a page
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using std::chrono::steady_clock;

struct Closer {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Closer>;
using Statement = std::unique_ptr<sqlite3_stmt, Closer>;

Database open(const std::string& path) {
  sqlite3* db = nullptr;
  const int code = sqlite3_open(path.c_str(), &db);
  Database out(db);
  if (code != SQLITE_OK) throw std::runtime_error(path + " cannot be opened");
  return out;
}

void run(const Database& db, const std::string& sql) {
  if (sqlite3_exec(db.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sql + ": " + sqlite3_errmsg(db.get()));
}

Statement prepare(const Database& db, const char* sql) {
  sqlite3_stmt* out = nullptr;
  if (sqlite3_prepare_v2(db.get(), sql, -1, &out, nullptr) != SQLITE_OK) throw std::runtime_error(std::string(sql) + ": " + sqlite3_errmsg(db.get()));
  return Statement(out);
}

/// Every row, every column read, as a page must.
std::string read_all(const Statement& statement, const std::string& key) {
  sqlite3_bind_text(statement.get(), 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
  std::string first;
  while (sqlite3_step(statement.get()) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count(statement.get()); ++i) {
      const auto* text = sqlite3_column_text(statement.get(), i);
      if (first.empty() && text != nullptr) first = reinterpret_cast<const char*>(text);
    }
  sqlite3_reset(statement.get());
  return first;
}

template <typename Work>
void measure(double seconds, Work work) {
  const auto begun = steady_clock::now();
  long done = 0;
  double spent = 0;
  while ((spent = std::chrono::duration<double>(steady_clock::now() - begun).count()) < seconds) {
    work(done);
    ++done;
  }
  std::cout << static_cast<double>(done) / spent << '\n';
}

void inserts(const std::string& folder, double seconds) {
  const auto db = open(folder + "/raw.db");
  run(db, "PRAGMA journal_mode=WAL");
  run(db, "PRAGMA synchronous=FULL");
  run(db, "CREATE TABLE IF NOT EXISTS comment (id INTEGER PRIMARY KEY, article TEXT, author TEXT, text TEXT, state TEXT, at INTEGER)");
  const auto insert = prepare(db, "INSERT INTO comment (article, author, text, state, at) VALUES ('a', 'b', :text, 'pending', 1)");
  const std::string text = "Une remarque durable, d'une centaine de signes, comme celles que le serveur reçoit dans le même banc.";
  sqlite3_bind_text(insert.get(), 1, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  measure(seconds, [&](long) {
    if (sqlite3_step(insert.get()) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db.get()));
    sqlite3_reset(insert.get());
  });
}

void selects(const std::string& path, double seconds, const std::vector<std::string>& slugs) {
  const auto db = open(path);
  const auto article = prepare(db, "SELECT id, slug, title, summary, type, themes, keywords, date, attachments, body FROM publication_article WHERE slug = :slug");
  const auto thread = prepare(db, "SELECT opened_at, closed_at FROM comments_thread WHERE article = :article");
  const auto comments = prepare(db, "SELECT id, author, text, state, submitted_at FROM comments_comment WHERE article = :article AND was_public = 1 ORDER BY id");
  measure(seconds, [&](long number) {
    run(db, "BEGIN");
    const auto id = read_all(article, slugs[static_cast<std::size_t>(number) % slugs.size()]);
    read_all(thread, id);
    read_all(comments, id);
    run(db, "COMMIT");
  });
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments, arguments + count);
  try {
    if (count == 4 && words[1] == "insert") return inserts(words[2], std::atof(arguments[3])), 0;
    if (count > 4 && words[1] == "select") return selects(words[2], std::atof(arguments[3]), {words.begin() + 4, words.end()}), 0;
  } catch (const std::exception& error) {
    std::cerr << "raw_sqlite: " << error.what() << '\n';
    return 1;
  }
  std::cerr << "usage: raw_sqlite insert FOLDER SECONDS | select DATABASE SECONDS SLUG…\n";
  return 2;
}
