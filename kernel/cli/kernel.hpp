// The whole kernel but the web, put together from a configuration: what every command of the command line works on.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "kernel/cli/log.hpp"
#include "kernel/cli/vouchers.hpp"
#include "kernel/config/settings.hpp"
#include "kernel/core/bus.hpp"
#include "kernel/host/house.hpp"
#include "kernel/store/blobs.hpp"
#include "kernel/store/journal.hpp"
#include "kernel/store/sessions.hpp"
#include "kernel/store/sqlite_store.hpp"
#include "kernel/web/render/catalogue.hpp"
#include "kernel/web/render/views.hpp"

namespace hemicycle::cli {

/// Folders that come with the program: found beside it.
struct Premises {
  std::filesystem::path plugins, share, roles;
  [[nodiscard]] static Premises beside_program();
};

struct KernelOptions {
  bool safe_mode = false;
  bool serve_pages = false;                           ///< read views and catalogues too, and refuse plugins whose views are wrong
  std::function<void(const std::string&)> broken{};  ///< the store cannot be trusted any more
};

/// Constructor: opens the store, migrates, discovers, loads, attaches. Throws config::Refused, store::Refused, core::StoreError.
/// `start` runs the lanes; the destructor stops them. One thread.
class Kernel final {
 public:
  Kernel(config::Settings settings, KernelOptions options);
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  void start() { bus_->start(); }

  [[nodiscard]] const config::Settings& settings() const { return settings_; }
  [[nodiscard]] const Log& log() const { return log_; }
  [[nodiscard]] core::Bus& bus() { return *bus_; }
  [[nodiscard]] host::House& house() { return *house_; }
  [[nodiscard]] store::Database& database() { return *database_; }
  [[nodiscard]] store::SqlJournal& journal() { return journal_; }
  [[nodiscard]] const core::Policy& policy() const { return *policy_; }
  [[nodiscard]] const core::Clock& clock() const { return clock_; }
  [[nodiscard]] const store::SessionTable& sessions() const { return sessions_; }
  [[nodiscard]] const store::BlobStore& blobs() const { return *blobs_; }
  [[nodiscard]] const web::render::Catalogue& catalogue() const { return catalogue_; }
  [[nodiscard]] const web::render::Views& views() const { return *views_; }
  [[nodiscard]] const Vouchers& vouchers() const { return vouchers_; }
  [[nodiscard]] bool store_trusted() const { return store_trusted_; }

 private:
  void open_store();
  void read_words();
  [[nodiscard]] std::filesystem::path theme() const;

  config::Settings settings_;
  KernelOptions options_;
  Premises premises_;
  Vouchers vouchers_;
  Log log_;
  core::SystemClock clock_;
  std::atomic<bool> store_trusted_ = true;
  std::unique_ptr<store::Database> database_;
  store::SqlJournal journal_;
  store::SessionTable sessions_;
  std::unique_ptr<store::BlobStore> blobs_;
  std::unique_ptr<core::Policy> policy_;
  web::render::Catalogue catalogue_;
  std::unique_ptr<web::render::Views> views_;
  std::unique_ptr<host::House> house_;
  std::unique_ptr<core::Bus> bus_;
};

}  // namespace hemicycle::cli
