#include "kernel/store/sqlite_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "kernel/store/sqlite_connection.hpp"

namespace hemicycle::store {

namespace {

// People's data: for the server's user alone. SQLite gives its -wal and -shm files the same rights.
void create_private(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);  // why it cannot be opened, SQLite says next
}

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(SqliteOptions options) : options_(std::move(options)), trust_(std::make_shared<Trust>()) {
    if (options_.vfs.empty()) create_private(options_.path);
    (void)connect(Access::write);  // sets WAL for ever, and says now what is wrong with the file
  }

  [[nodiscard]] std::unique_ptr<core::Connection> open_reader() override { return connect(Access::read); }
  [[nodiscard]] std::unique_ptr<core::Connection> open_writer() override { return connect(Access::write); }
  [[nodiscard]] std::unique_ptr<SchemaConnection> open_schema() override { return connect(Access::write); }
  [[nodiscard]] std::string check_integrity() override { return connect(Access::read)->ask_house("PRAGMA integrity_check"); }

 private:
  [[nodiscard]] std::unique_ptr<SqliteConnection> connect(Access access) {
    return std::make_unique<SqliteConnection>(options_, access, trust_);
  }

  SqliteOptions options_;
  std::shared_ptr<Trust> trust_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const SqliteOptions& options) { return std::make_unique<SqliteDatabase>(options); }

}  // namespace hemicycle::store
