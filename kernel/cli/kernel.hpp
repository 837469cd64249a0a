// The whole kernel but the web, put together from a configuration: what every command of the command line works on.
#pragma once

#include <atomic>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kernel/cli/log.hpp"
#include "kernel/cli/premises.hpp"
#include "kernel/cli/vouchers.hpp"
#include "kernel/config/settings.hpp"
#include "kernel/core/bus.hpp"
#include "kernel/host/breadcrumbs.hpp"
#include "kernel/host/house.hpp"
#include "kernel/mail/postman.hpp"
#include "kernel/steward/ledger.hpp"
#include "kernel/steward/steward.hpp"
#include "kernel/steward/tenancy.hpp"
#include "kernel/store/blobs.hpp"
#include "kernel/store/drafts.hpp"
#include "kernel/store/journal.hpp"
#include "kernel/store/outbox.hpp"
#include "kernel/store/sessions.hpp"
#include "kernel/store/sqlite_store.hpp"
#include "kernel/web/gateway/fittings.hpp"

namespace hemicycle::cli {

struct KernelOptions {
  bool safe_mode = false;
  bool serves = false;                                ///< it is the server: crumbs are kept, crashes remembered
  bool serve_pages = false;                           ///< read views and catalogues too, and refuse plugins whose views are wrong
  std::function<void(const std::string&)> broken{};  ///< the store cannot be trusted any more
  const core::Clock* clock = nullptr;                 ///< instead of the system's; outlives the kernel
};

/// Constructor: opens the store, migrates, discovers, loads, attaches. Throws config::Refused, store::Refused, core::StoreError.
/// `start` runs the lanes; the destructor stops them. One thread.
class Kernel final {
 public:
  Kernel(config::Settings settings, KernelOptions options);
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  void start();

  [[nodiscard]] const config::Settings& settings() const { return settings_; }
  [[nodiscard]] const Log& log() const { return log_; }
  [[nodiscard]] core::Bus& bus() { return *bus_; }
  [[nodiscard]] host::House& house() { return *house_; }
  [[nodiscard]] steward::Steward& steward() { return steward_; }
  [[nodiscard]] steward::Ledger& ledger() { return *ledger_; }
  [[nodiscard]] host::Breadcrumbs* breadcrumbs() { return breadcrumbs_.get(); }
  [[nodiscard]] store::Database& database() { return *database_; }
  [[nodiscard]] store::SqlJournal& journal() { return journal_; }
  [[nodiscard]] const core::Policy& policy() const { return *policy_; }
  [[nodiscard]] const core::Clock& clock() const { return options_.clock != nullptr ? *options_.clock : clock_; }
  [[nodiscard]] const store::SessionTable& sessions() const { return sessions_; }
  [[nodiscard]] const store::BlobStore& blobs() const { return *blobs_; }
  [[nodiscard]] const store::DraftTable& drafts() const { return drafts_; }
  [[nodiscard]] const store::SqlOutbox& outbox() const { return outbox_; }
  /// Null unless it serves.
  [[nodiscard]] const mail::Postman* postman() const { return postman_.get(); }
  /// Before the bus stops: a letter under way is tried again at the next start.
  void stop_post();
  /// What was read in order to serve pages (KernelOptions::serve_pages), once: for the first room. May hold more than the exhibits, since a plugin
  /// can fail later.
  [[nodiscard]] std::shared_ptr<const web::gateway::Fittings> take_fittings() { return std::move(fittings_); }
  [[nodiscard]] web::gateway::FittingPlaces fitting_places() const;
  /// The kernel's own plugin for who looks after the others.
  [[nodiscard]] const web::gateway::Exhibit& desk() const { return desk_; }
  /// The plugins in one of these states, as the web shows them, in the order of loading; then the desk.
  [[nodiscard]] std::vector<web::gateway::Exhibit> exhibits(std::initializer_list<host::State> states) const;
  [[nodiscard]] bool store_trusted() const { return store_trusted_; }

 private:
  void open_store();
  void move_in();
  void warn_of_strangers();
  void migrate(const contract::Plugin& plugin, const std::filesystem::path& folder);
  [[nodiscard]] host::Openings openings();
  void read_fittings();
  void each_readable(const std::function<void(const host::Resident&)>& read);

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
  store::DraftTable drafts_;
  store::SqlOutbox outbox_;
  std::unique_ptr<store::BlobStore> blobs_;
  std::unique_ptr<core::Policy> policy_;
  web::gateway::Exhibit desk_;
  std::shared_ptr<const web::gateway::Fittings> fittings_;
  std::unique_ptr<steward::Ledger> ledger_;
  std::unique_ptr<steward::Tenancy> tenancy_;
  std::unique_ptr<host::Breadcrumbs> breadcrumbs_;
  std::unique_ptr<host::House> house_;
  steward::Steward steward_;  ///< takes back what the bus releases: outlives it
  std::unique_ptr<core::Bus> bus_;
  std::unique_ptr<mail::Postman> postman_;
};

}  // namespace hemicycle::cli
