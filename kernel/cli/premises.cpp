#include "kernel/cli/premises.hpp"

#include <algorithm>

#include "kernel/config/roles.hpp"

namespace hemicycle::cli {
namespace {

namespace fs = std::filesystem;
using contract::Isolation;

constexpr std::uint64_t kMiB = 1'048'576;

}  // namespace

Premises Premises::beside_program() {
  // house/bin/hemicycle, house/plugins, house/share/hemicycle; once installed the same under /usr with plugins and the worker in lib.
  const auto program = fs::read_symlink("/proc/self/exe");
  const auto house = program.parent_path().parent_path();
  const auto share = house / "share/hemicycle";
  const auto library = house / "lib/hemicycle";
  const bool installed = fs::exists(library / "plugins");
  const auto beside = [&](const char* name) { return installed && fs::exists(library / name) ? library / name : program.parent_path() / name; };
  return {.plugins = installed ? library / "plugins" : house / "plugins",
          .share = share,
          .roles = share / "roles.toml",
          .worker = beside("hemicycle-worker"),
          .printer = beside("hemicycle-printer")};
}

web::press::Programs printing_programs(const config::Settings& settings) {
  return {.confiner = Premises::beside_program().printer, .program = settings.text("print.program")};
}

std::vector<core::Role> provide_roles(config::Settings& settings, const Premises& premises) {
  const auto& named = settings.text("policy.roles");
  auto roles = config::read_roles(named.empty() ? premises.roles : fs::path(named));
  settings.provide(config::kRoles, config::vocabulary_of(roles));
  settings.provide(config::kHeldRoles, {});
  return roles;
}

void provide_held_roles(config::Settings& settings, const std::vector<core::Role>& roles, const std::vector<std::shared_ptr<const contract::Plugin>>& contracts) {
  std::vector<std::string> given;
  for (const auto& contract : contracts) given.insert(given.end(), contract->grants.begin(), contract->grants.end());
  settings.provide(config::kHeldRoles, config::vocabulary_of(config::held(roles, given)));
}

host::HouseOptions house_options(const config::Settings& settings, const Premises& premises, const steward::Ledger& ledger) {
  const fs::path data = settings.text("data.dir");
  host::HouseOptions options;
  for (const auto& folder : settings.list("plugins.path")) {
    std::error_code different;
    options.folders.push_back({.path = folder, .own = fs::equivalent(folder, premises.plugins, different)});
  }
  if (options.folders.empty()) options.folders.push_back({.path = premises.plugins, .own = true});
  options.folders.push_back({.path = data / "plugins", .own = false, .may_lack = true});  // signed packages; the first may come while the house serves
  for (const auto& name : settings.list("plugins.disabled")) options.disabled.emplace(name, "plugins.disabled names it");
  for (const auto& name : ledger.disabled()) options.disabled.emplace(name, "an administrator stopped it");
  options.opening = {.cache = data / "cache",
                     .worker = premises.worker,
                     .channels = static_cast<int>(settings.integer("plugins.worker_channels")),
                     .worker_memory = static_cast<std::uint64_t>(settings.integer("plugins.worker_memory_mib")) * kMiB,
                     .crumbs = nullptr,
                     .threads_run = false};
  return options;
}

Isolation isolation_of(const config::Settings& settings, const steward::Ledger& ledger, std::optional<Isolation> of_key, const host::Resident& resident) {
  auto isolation = contract::isolation_named(settings.text(resident.own ? "plugins.isolation" : "plugins.isolation_third_party")).value();
  if (of_key) isolation = std::min(isolation, *of_key);
  for (const auto& line : settings.list("plugins.isolation_of"))
    if (const auto equal = line.find('='); line.substr(0, equal) == resident.name) isolation = contract::isolation_named(line.substr(equal + 1)).value();
  return ledger.crashed(resident.name, resident.sha256) ? std::max(isolation, Isolation::worker) : isolation;
}

}  // namespace hemicycle::cli
