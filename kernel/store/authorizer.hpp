// Who may touch which table: asked by SQLite while it compiles a statement, so a refused one never runs.
#pragma once

#include <string>
#include <string_view>

struct sqlite3;

namespace hemicycle::store {

/// One per connection, on that connection's thread. SQLite compiles a statement again by itself after a change of the schema, so the
/// owner is entered before every step, not only at preparation.
class Guard final {
 public:
  enum class Mode {
    house,      ///< the store's own BEGIN, COMMIT, PRAGMA data_version
    statement,  ///< SELECT, INSERT, UPDATE, DELETE on tables "<owner>_…"
    migration,  ///< the same, and CREATE, ALTER, DROP of tables and indexes "<owner>_…"
  };

  Guard() = default;
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  /// Once: giving SQLite an authorizer again would expire every prepared statement.
  void attach(sqlite3* db);
  /// `owner` is borrowed until the next call.
  void enter(Mode mode, std::string_view owner) {
    mode_ = mode;
    owner_ = owner;
  }
  /// What was refused since the last call of this function, for the error: `table "comments_note" belongs to another owner`.
  [[nodiscard]] std::string take_refusal();

  /// "club" owns "club_member"; not "club", not "clubs_x".
  [[nodiscard]] static bool owns(std::string_view owner, std::string_view table);

 private:
  static int asked(void* guard, int action, const char* first, const char* second, const char* database, const char* trigger);
  [[nodiscard]] int decide(int action, std::string_view first, std::string_view second, std::string_view database);
  [[nodiscard]] int data(std::string_view table, std::string_view database, bool reading);
  [[nodiscard]] int definition(std::string_view object, std::string_view table, std::string_view database);
  [[nodiscard]] int function(std::string_view name);
  [[nodiscard]] int refuse(std::string why);

  Mode mode_ = Mode::statement;
  std::string_view owner_{};  // owns nothing until a statement enters
  std::string refusal_;
};

}  // namespace hemicycle::store
