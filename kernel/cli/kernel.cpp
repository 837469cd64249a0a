#include "kernel/cli/kernel.hpp"

#include <hemicycle/ext/log.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/post.hpp"
#include "kernel/host/setting_refused.hpp"
#include "kernel/steward/desk.hpp"
#include "kernel/store/migrations.hpp"
#include "kernel/web/gateway/shell.hpp"
#include "kernel/web/gateway/uploads.hpp"

namespace hemicycle::cli {
namespace {

namespace fs = std::filesystem;

/// At least four: one of them is spared from a plugin whose queries hang (kernel/core/turnstile.hpp).
int threads_of(std::int64_t configured) {
  return configured > 0 ? static_cast<int>(configured) : static_cast<int>(std::max(4U, std::thread::hardware_concurrency()));
}

constexpr std::chrono::seconds kTenancyPatience{3};  // a supervisor starts the next server while the last one goes

std::size_t size_of(std::int64_t value) { return static_cast<std::size_t>(value); }

}  // namespace

Kernel::Kernel(config::Settings settings, KernelOptions options)
    : settings_(std::move(settings)), options_(std::move(options)), premises_(Premises::beside_program()), vouchers_(settings_),
      log_(settings_.text("log.level"), settings_.text("log.format")) {
  const auto roles = provide_roles(settings_, premises_);
  policy_ = std::make_unique<core::Policy>(roles);

  ledger_ = std::make_unique<steward::Ledger>(fs::path(settings_.text("data.dir")) / "plugins.json");
  auto options_of_house = house_options(settings_, premises_, *ledger_);
  options_of_house.safe_mode = options_.safe_mode;
  house_ = std::make_unique<host::House>(std::move(options_of_house), settings_.vocabularies(), openings());
  house_->discover();
  desk_ = {std::string(steward::kDesk), premises_.share / steward::kDesk, steward::desk_contract(premises_.share / steward::kDesk)};
  house_->refuse(steward::kDesk, "'steward' is the name of the kernel's own plugin; give this one another");
  vouchers_.judge(*house_);
  // A wrong setting stops everything before anything is written (exit 78); the rest of what may be wrong with a plugin only keeps that one out.
  provide_held_roles(settings_, roles, house_->known_contracts());
  for (const auto& contract : house_->contracts()) static_cast<void>(settings_.plugin(*contract));
  if (options_.serves) move_in();
  if (!options_.safe_mode) warn_of_strangers();
  for (const auto& sentence : settings_.warnings()) log_.write("config", HMC_LOG_WARNING, sentence);

  open_store();
  each_readable([](const host::Resident& resident) { static_cast<void>(store::read_migrations(resident.name, resident.folder / "migrations")); });
  if (options_.serve_pages) read_fittings();
  bus_ = std::make_unique<core::Bus>(
      core::Bus::Parts{.store = *database_,
                       .journal = journal_,
                       .policy = *policy_,
                       .clock = clock(),
                       .log = [this](std::string_view plugin, std::uint32_t level, std::string_view text) { log_.write(plugin, level, text); },
                       .vocabularies = settings_.vocabularies(),
                       .broken =
                           [this](const std::string& why) {
                             store_trusted_ = false;
                             log_.write("store", HMC_LOG_ERROR, "cannot be trusted any more, nothing is acknowledged from now on: " + why);
                             if (options_.broken) options_.broken(why);
                           },
                       .outbox = &outbox_,
                       .letters_written =
                           [this] {
                             if (postman_) postman_->wake();
                           },
                       .find_file = web::gateway::find_in(*blobs_)},
      core::BusLimits{.query_threads = threads_of(settings_.integer("bus.query_threads")),
                      .slow_threads = static_cast<int>(settings_.integer("bus.slow_threads")),
                      .mailbox = size_of(settings_.integer("bus.mailbox")),
                      .commit_batch = size_of(settings_.integer("bus.commit_batch"))});
  // Without plugins nobody knows whom the letters are for: they wait.
  if (options_.serves && !options_.safe_mode) postman_ = make_postman(settings_, *bus_, outbox_, clock_, log_);
  try {
    house_->open(*bus_);
  } catch (const host::SettingRefused& refused) {
    throw Refusal(Exit::configuration, refused.what());
  }
  if (options_.serves) bus_->attach(desk_.contract, std::make_shared<steward::Desk>(steward_));
  for (const auto& resident : house_->residents())
    if (resident.state == host::State::refused) log_.write(resident.name, HMC_LOG_ERROR, "refused: " + resident.reason);
}

/// One that is disabled or refused is there all the same: what it was given waits for it.
void Kernel::warn_of_strangers() {
  std::vector<contract::Plugin> read;
  std::vector<std::string> unread;
  for (const auto& resident : house_->residents())
    if (resident.contract != nullptr)
      read.push_back(*resident.contract);
    else
      unread.push_back(resident.name);
  for (const auto& sentence : settings_.strangers(read, unread)) log_.write("config", HMC_LOG_WARNING, sentence);
}

void Kernel::start() {
  bus_->start();
  if (postman_) postman_->start();
}

void Kernel::stop_post() {
  if (postman_) postman_->stop();
}

Kernel::~Kernel() {
  stop_post();
  steward_.stop();
  if (bus_) bus_->stop();
}

host::Openings Kernel::openings() {
  return {.settings = [this](const contract::Plugin& plugin) { return settings_.plugin(plugin).values.dump(); },
          .migrate = [this](const contract::Plugin& plugin, const fs::path& folder) { migrate(plugin, folder); },
          .log = [this](std::string_view plugin, std::uint32_t level, std::string_view text) { log_.write(plugin, level, text); },
          .refusal =
              [this](const contract::Plugin& plugin, const core::SettingRefusal& refusal) {
                return settings_.where(plugin, refusal.path) + ": " + host::sentence_of(plugin.name, refusal);
              },
          .isolation = [this](const host::Resident& resident) { return isolation_of(settings_, *ledger_, vouchers_.isolation(resident.name), resident); },
          .vouch = [this](host::Resident& resident) { vouchers_.vouch(resident, *house_); },
          .died = [this](const std::string& plugin, std::uint64_t generation, const std::string& why) { steward_.died(plugin, generation, why); },
          .retire = [this](std::unique_ptr<core::Instance> instance) { steward_.retire(std::move(instance)); }};
}

void Kernel::migrate(const contract::Plugin& plugin, const fs::path& folder) {
  const auto schema = database_->open_schema();
  for (const auto& name : store::apply(*schema, plugin.name, store::read_migrations(plugin.name, folder), clock().now_ns()))
    log_.write(plugin.name, HMC_LOG_INFO, "migrated: " + name);
}

void Kernel::move_in() {
  const fs::path data = settings_.text("data.dir");
  tenancy_ = std::make_unique<steward::Tenancy>(data, kTenancyPatience);
  breadcrumbs_ = std::make_unique<host::Breadcrumbs>(data / "breadcrumbs");
  breadcrumbs_->watch_signals();
  house_->keep_crumbs(*breadcrumbs_);
  for (const auto& name : breadcrumbs_->blamed()) {
    const auto resident = house_->find(name);
    if (!resident || resident->sha256.empty()) continue;
    ledger_->set_crashed(name, resident->sha256);
    log_.write(name, HMC_LOG_ERROR,
               "was at work when the server crashed; it runs in a process of its own from now on. `hemicycle plugin enable " + name +
                   "` gives it another chance, a new version of it has one");
  }
}

void Kernel::open_store() {
  const auto path = settings_.database();
  fs::create_directories(path.parent_path());
  const bool full = settings_.text("store.synchronous") == "FULL";
  database_ = store::open_sqlite({.path = path, .synchronous = full ? store::Synchronous::full : store::Synchronous::normal});
  const auto schema = database_->open_schema();
  store::apply(*schema, core::kKernel, store::kernel_migrations(), clock().now_ns());
  policy_->load(*schema);
  blobs_ = std::make_unique<store::BlobStore>(fs::path(settings_.text("data.dir")) / "blobs");
}

web::gateway::FittingPlaces Kernel::fitting_places() const {
  return {.share = premises_.share,
          .pack = settings_.pack(),
          .theme = settings_.text("web.theme"),
          .fixed_headers = web::gateway::fixed_headers(settings_.text("web.public_url").starts_with("https:"))};
}

std::vector<web::gateway::Exhibit> Kernel::exhibits(std::initializer_list<host::State> states) const {
  std::vector<web::gateway::Exhibit> out;
  for (const auto& resident : house_->residents())
    if (std::find(states.begin(), states.end(), resident.state) != states.end()) out.push_back({resident.name, resident.folder, resident.contract});
  out.push_back(desk_);
  return out;
}

void Kernel::read_fittings() {
  fittings_ = std::make_shared<const web::gateway::Fittings>(fitting_places(), exhibits({host::State::readable}), nullptr,
                                                             [this](const web::gateway::Unfit& unfit) {
                                                               if (unfit.plugin() == steward::kDesk) throw unfit;  // the program is not whole
                                                               house_->refuse(unfit.plugin(), unfit.what());
                                                             });
}

/// Whatever `read` cannot take of a plugin refuses that plugin, before any of it runs.
void Kernel::each_readable(const std::function<void(const host::Resident&)>& read) {
  for (const auto& resident : house_->residents()) {
    if (resident.state != host::State::readable) continue;
    try {
      read(resident);
    } catch (const std::exception& error) {
      house_->refuse(resident.name, error.what());
    }
  }
}

}  // namespace hemicycle::cli
