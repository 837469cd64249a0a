// For this room's tests: a folder of its own that vanishes, and a database in it.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "kernel/store/migrations.hpp"
#include "kernel/store/rows.hpp"
#include "kernel/store/sqlite_store.hpp"

namespace hemicycle::store {

class TemporaryFolder final {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "hemicycle store=\"test\" XXXXXX").string();  // odd on purpose
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A fresh database with the kernel's tables and one table of the plugin "hello": hello_note (id BIGINT, text TEXT).
struct House {
  TemporaryFolder folder;
  std::unique_ptr<Database> store = open_sqlite({.path = folder.path() / "house.db"});
  std::unique_ptr<core::Connection> writer = store->open_writer();

  House() {
    const auto schema = store->open_schema();
    apply(*schema, core::kKernel, kernel_migrations(), 1);
    apply(*schema, "hello",
          {{.number = 1,
            .file = "0001_hello.sql",
            .name = "0001_hello",
            .sql = "CREATE TABLE hello_note (id BIGINT PRIMARY KEY, text TEXT);\n"}},
          1);
  }

  std::int64_t exec(std::string_view sql, Params params = {}, std::string_view owner = "hello") const {
    return writer->exec(owner, sql, {params.begin(), params.size()});
  }
};

inline std::int64_t count_notes(core::Connection& db) {
  const auto cursor = db.query("hello", "SELECT COUNT(*) FROM hello_note", {});
  return cursor->next()[0].as.integer;
}

/// The status with which `work` is refused; ok when it is not.
template <class Work>
core::Status refusal(Work work, std::string* why = nullptr) {
  try {
    work();
  } catch (const core::StoreError& error) {
    if (why != nullptr) *why = error.what();
    return error.status();
  }
  return core::Status::ok;
}

}  // namespace hemicycle::store
