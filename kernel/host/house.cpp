#include "kernel/host/house.hpp"

#include <algorithm>

#include "kernel/host/elf_manifest.hpp"
#include "kernel/host/setting_refused.hpp"
#include "kernel/host/stand_in.hpp"

namespace hemicycle::host {
namespace {

namespace fs = std::filesystem;

bool stands(const Resident& resident) { return resident.state == State::readable || attached(resident); }

/// Somebody decided that it does not run; what it would answer is known, and those that ask it can do without.
bool set_aside(const Resident& resident) { return resident.state == State::disabled && resident.contract != nullptr; }

/// Of a plugin that was set aside, what others ask it: its pages and places may be another's meanwhile.
contract::Plugin asked_of(const Resident& resident) {
  auto out = *resident.contract;
  out.requires_.clear();
  out.uses.clear();
  out.reactions.clear();
  out.jobs.clear();
  out.pages.clear();
  out.slots.clear();
  out.navigation.clear();
  out.layout.clear();
  return out;
}

void mark(Resident& resident, State state, std::string reason) {
  resident.state = state;
  resident.reason = std::move(reason);
}

}  // namespace

House::House(HouseOptions options, const core::Vocabularies& vocabularies, Openings openings)
    : options_(std::move(options)), vocabularies_(vocabularies), opener_(options_.opening, vocabularies, std::move(openings)) {}

void House::discover() {
  for (const auto& folder : options_.folders) read_folder(folder);
  judge_together();
  order_by_requirements();
}

void House::read_folder(const PluginFolder& folder) {
  std::error_code error;
  if (folder.may_lack && !fs::exists(folder.path, error)) return;
  std::vector<fs::path> entries;
  for (auto it = fs::directory_iterator(folder.path, error); !error && it != fs::directory_iterator(); it.increment(error)) entries.push_back(it->path());
  if (error) {
    Resident unreadable{.name = folder.path.filename().string(), .folder = folder.path, .library = {}};
    mark(unreadable, State::refused, "the plugin folder cannot be read: " + error.message());
    residents_.push_back(std::move(unreadable));
    return;
  }
  std::sort(entries.begin(), entries.end());
  for (const auto& entry : entries) {
    auto resident = read_resident(entry, folder.own);
    if (const auto* twin = at(resident.name); stands(resident) && twin != nullptr)
      mark(resident, State::refused, "a plugin of this name already lies in " + twin->folder.string());
    if (stands(resident)) judge_alone(resident);
    residents_.push_back(std::move(resident));
  }
}

void House::judge_alone(Resident& resident) const {
  try {
    for (const auto& vocabulary : resident.contract->vocabularies)
      if (!vocabularies_.contains(vocabulary))
        throw NotAPlugin("needs the vocabulary '" + vocabulary + "': write [vocabularies] " + vocabulary + " = [ … ] in the configuration");
    if (opener_.openings().vouch) opener_.openings().vouch(resident);
    if (const auto found = options_.disabled.find(resident.name); found != options_.disabled.end()) mark(resident, State::disabled, found->second);
    if (options_.safe_mode) mark(resident, State::disabled, "--safe-mode loads no plugin");
  } catch (const std::exception& error) {
    mark(resident, State::refused, error.what());
  }
}

void House::judge_together() {
  // Refusing one may leave another without its provider: until nothing changes.
  for (bool changed = true; changed;) {
    changed = false;
    std::vector<contract::Plugin> standing;
    for (const auto& resident : residents_) {
      if (stands(resident)) standing.push_back(*resident.contract);
      if (set_aside(resident)) standing.push_back(asked_of(resident));
    }
    for (const auto& [plugin, reason] : contract::conflicts(standing))
      for (auto& resident : residents_)
        if (resident.name == plugin && stands(resident)) {
          mark(resident, State::refused, reason);
          changed = true;
        }
  }
}

void House::refuse(std::string_view plugin, std::string reason) {
  for (auto& resident : residents_)
    if (resident.name == plugin && stands(resident)) mark(resident, State::refused, reason);
}

void House::add_own(Resident resident) { residents_.insert(residents_.begin(), std::move(resident)); }

void House::order_by_requirements() {
  std::vector<Resident> ordered;
  std::set<std::string> placed;
  for (const auto& resident : residents_)
    if (set_aside(resident)) placed.insert(resident.name);
  std::set<std::string> standing;
  for (const auto& resident : residents_)
    if (stands(resident)) standing.insert(resident.name);
  // What it uses comes before it where it comes at all: the first call finds it.
  const auto ready = [&](const Resident& resident) {
    const auto& needs = resident.contract->requires_;
    const auto& uses = resident.contract->uses;
    return std::all_of(needs.begin(), needs.end(), [&](const auto& need) { return need.plugin() == resident.name || placed.contains(need.plugin()); }) &&
           std::all_of(uses.begin(), uses.end(), [&](const auto& use) { return !standing.contains(use.plugin()) || placed.contains(use.plugin()); });
  };
  for (bool progress = true; progress;) {
    progress = false;
    for (auto& resident : residents_) {
      if (!stands(resident) || placed.contains(resident.name) || !ready(resident)) continue;
      placed.insert(resident.name);
      ordered.push_back(resident);
      progress = true;
    }
  }
  for (auto& resident : residents_)
    if (!stands(resident) || !placed.contains(resident.name)) ordered.push_back(std::move(resident));
  residents_ = std::move(ordered);
}

void House::open(core::Bus& bus) {
  // What a council wrote stays readable when a plugin beside it is stopped (it may be asked by others): somebody says that it is not there.
  for (const auto& resident : residents_)
    if (set_aside(resident) && !options_.safe_mode)
      bus.attach(std::make_shared<const contract::Plugin>(asked_of(resident)), std::make_shared<StandIn>(StandIn::For::one_set_aside, resident.name + " is disabled: " + resident.reason));
  for (auto& resident : residents_)
    if (resident.state == State::readable) open_one(resident, bus);
  judge_dependants();
}

void House::open_one(Resident& resident, core::Bus& bus) {
  try {
    for (const auto& requirement : resident.contract->requires_) {
      const auto* provider = at(requirement.plugin());
      if (provider == nullptr || (!serves(*provider) && !set_aside(*provider) && provider != &resident))
        throw std::runtime_error("requires " + requirement.name + ", and " + requirement.plugin() + " is " +
                                 (provider == nullptr ? "absent" : std::string(name(provider->state)) + ": " + provider->reason));
    }
    opener_.openings().migrate(*resident.contract, resident.folder / "migrations");
    bus.attach(resident.contract, opener_.open(resident));
    resident.state = State::running;
  } catch (const SettingRefused&) {
    throw;
  } catch (const std::exception& error) {
    mark(resident, State::failed, error.what());
    opener_.openings().log(resident.name, 4, "was not started: " + resident.reason);
  }
}

const Resident* House::at(std::string_view name) const {
  const auto found = std::find_if(residents_.begin(), residents_.end(), [&](const Resident& r) { return r.name == name; });
  return found == residents_.end() ? nullptr : &*found;
}

std::vector<Resident> House::residents() const {
  const std::lock_guard lock(mutex_);
  return residents_;
}

std::optional<Resident> House::find(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto* found = at(name);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::vector<std::shared_ptr<const contract::Plugin>> House::contracts() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<const contract::Plugin>> out;
  for (const auto& resident : residents_)
    if (stands(resident)) out.push_back(resident.contract);
  return out;
}

std::vector<std::shared_ptr<const contract::Plugin>> House::known_contracts() const {
  auto out = contracts();
  const std::lock_guard lock(mutex_);
  for (const auto& resident : residents_)
    if (set_aside(resident)) out.push_back(resident.contract);
  return out;
}

}  // namespace hemicycle::host
