#include "kernel/cli/kernel.hpp"

#include <hemicycle/ext/log.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "kernel/config/roles.hpp"
#include "kernel/store/migrations.hpp"

namespace hemicycle::cli {
namespace {

namespace fs = std::filesystem;

int threads_of(std::int64_t configured) {
  return configured > 0 ? static_cast<int>(configured) : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

std::size_t size_of(std::int64_t value) { return static_cast<std::size_t>(value); }

}  // namespace

Premises Premises::beside_program() {
  // house/bin/hemicycle, house/plugins, house/share/hemicycle; once installed the same under /usr with plugins in lib.
  const auto house = fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  const auto share = house / "share/hemicycle";
  const auto installed = house / "lib/hemicycle/plugins";
  return {.plugins = fs::exists(installed) ? installed : house / "plugins", .share = share, .roles = share / "roles.toml"};
}

Kernel::Kernel(config::Settings settings, KernelOptions options)
    : settings_(std::move(settings)), options_(std::move(options)), premises_(Premises::beside_program()), vouchers_(settings_),
      log_(settings_.text("log.level"), settings_.text("log.format")) {
  const auto roles = settings_.text("policy.roles").empty() ? premises_.roles : fs::path(settings_.text("policy.roles"));
  policy_ = std::make_unique<core::Policy>(config::read_roles(roles));

  host::HouseOptions house{.folders = {}, .disabled = {}, .cache = fs::path(settings_.text("data.dir")) / "cache", .safe_mode = options_.safe_mode};
  for (const auto& folder : settings_.list("plugins.path")) house.folders.emplace_back(folder);
  if (house.folders.empty()) house.folders.push_back(premises_.plugins);
  for (const auto& name : settings_.list("plugins.disabled")) house.disabled.insert(name);
  vouchers_.add_to(house);
  const auto write_log = [this](std::string_view plugin, std::uint32_t level, std::string_view text) { log_.write(plugin, level, text); };
  house_ = std::make_unique<host::House>(
      std::move(house), settings_.vocabularies(),
      host::Openings{.settings = [this](const contract::Plugin& plugin) { return settings_.plugin(plugin).values.dump(); },
                     .migrate =
                         [this](const contract::Plugin& plugin, const fs::path& folder) {
                           const auto schema = database_->open_schema();
                           for (const auto& name : store::apply(*schema, plugin.name, store::read_migrations(plugin.name, folder), clock_.now_ns()))
                             log_.write(plugin.name, HMC_LOG_INFO, "migrated: " + name);
                         },
                     .log = write_log});
  house_->discover();
  vouchers_.judge(*house_);
  // A wrong setting stops everything before anything is written (exit 78); the rest of what may be wrong with a plugin only keeps that one out.
  std::vector<contract::Plugin> contracts;
  for (const auto& contract : house_->contracts()) {
    static_cast<void>(settings_.plugin(*contract));
    contracts.push_back(*contract);
  }
  for (const auto& sentence : settings_.strangers(contracts)) log_.write("config", HMC_LOG_WARNING, sentence);
  for (const auto& sentence : settings_.warnings()) log_.write("config", HMC_LOG_WARNING, sentence);

  open_store();
  if (options_.serve_pages) read_words();
  bus_ = std::make_unique<core::Bus>(
      core::Bus::Parts{.store = *database_,
                       .journal = journal_,
                       .policy = *policy_,
                       .clock = clock_,
                       .log = write_log,
                       .vocabularies = settings_.vocabularies(),
                       .broken =
                           [this](const std::string& why) {
                             store_trusted_ = false;
                             log_.write("store", HMC_LOG_ERROR, "cannot be trusted any more, nothing is acknowledged from now on: " + why);
                             if (options_.broken) options_.broken(why);
                           }},
      core::BusLimits{.query_threads = threads_of(settings_.integer("bus.query_threads")),
                      .slow_threads = static_cast<int>(settings_.integer("bus.slow_threads")),
                      .mailbox = size_of(settings_.integer("bus.mailbox")),
                      .commit_batch = size_of(settings_.integer("bus.commit_batch"))});
  house_->open(*bus_);
  for (const auto& resident : house_->residents())
    if (resident.state == host::State::refused) log_.write(resident.name, HMC_LOG_ERROR, "refused: " + resident.reason);
}

Kernel::~Kernel() {
  if (bus_) bus_->stop();
}

void Kernel::open_store() {
  const auto path = settings_.database();
  fs::create_directories(path.parent_path());
  const bool full = settings_.text("store.synchronous") == "FULL";
  database_ = store::open_sqlite({.path = path, .synchronous = full ? store::Synchronous::full : store::Synchronous::normal});
  const auto schema = database_->open_schema();
  store::apply(*schema, core::kKernel, store::kernel_migrations(), clock_.now_ns());
  policy_->load(*schema);
  blobs_ = std::make_unique<store::BlobStore>(fs::path(settings_.text("data.dir")) / "blobs");
}

std::filesystem::path Kernel::theme() const { return settings_.text("web.theme"); }

void Kernel::read_words() {
  catalogue_.add(web::render::kKernel, premises_.share);
  for (const auto& resident : house_->residents()) {
    if (resident.state != host::State::readable) continue;
    try {
      catalogue_.add(resident.name, resident.folder);
    } catch (const std::exception& error) {
      house_->refuse(resident.name, error.what());
    }
  }
  if (!theme().empty()) catalogue_.add_theme(theme());
  views_ = std::make_unique<web::render::Views>(catalogue_, theme().empty() ? std::nullopt : std::optional(theme()));
  views_->add(web::render::kKernel, premises_.share);
  for (const auto& resident : house_->residents()) {
    if (resident.state != host::State::readable) continue;
    try {
      views_->add(resident.name, resident.folder);
    } catch (const std::exception& error) {
      house_->refuse(resident.name, error.what());
    }
  }
}

}  // namespace hemicycle::cli
