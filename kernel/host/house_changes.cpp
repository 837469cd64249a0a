// What changes in the house while it serves. Runs on the steward's thread alone.
#include <algorithm>

#include "kernel/host/house.hpp"
#include "kernel/host/stand_in.hpp"

namespace hemicycle::host {

Resident House::candidate(std::string_view name) const {
  std::filesystem::path folder;
  bool own = true;
  if (const auto* present = at(name)) {
    folder = present->folder;
    own = present->own;
  }
  // One that was installed meanwhile lies where nobody looked yet.
  for (const auto& one : options_.folders)
    if (folder.empty() && std::filesystem::is_directory(one.path / name)) {
      folder = one.path / name;
      own = one.own;
    }
  if (folder.empty()) throw std::runtime_error("no plugin folder holds a plugin '" + std::string(name) + "'");
  auto fresh = read_resident(folder, own);
  if (fresh.state == State::readable) judge_alone(fresh);
  if (fresh.state == State::disabled) fresh.state = State::readable;  // whoever asks for it now wants it
  if (fresh.state != State::readable) throw std::runtime_error(fresh.reason);

  std::vector<contract::Plugin> together{*fresh.contract};
  for (const auto& resident : residents_)
    if (attached(resident) && resident.name != name) together.push_back(*resident.contract);
  for (const auto& [plugin, reason] : contract::conflicts(together))
    throw std::runtime_error(plugin == name ? reason : "with it, " + plugin + " could not stay: " + reason);
  return fresh;
}

void House::admit(Resident fresh, core::Bus& bus) {
  opener_.openings().migrate(*fresh.contract, fresh.folder / "migrations");
  auto instance = opener_.open(fresh);
  if (const auto* present = at(fresh.name)) fresh.restarts = present->restarts;
  fresh.state = State::running;
  bus.attach(fresh.contract, std::move(instance));
  record(fresh);
}

void House::restart(std::string_view name, core::Bus& bus) {
  const auto* present = at(name);
  if (present == nullptr || !present->sealed) throw std::runtime_error("no plugin '" + std::string(name) + "' to start again");
  auto again = *present;
  auto instance = opener_.open(again);
  ++again.restarts;
  again.state = State::running;
  again.reason.clear();
  bus.attach(again.contract, std::move(instance));
  record(again);
}

void House::put_aside(std::string_view name, State state, const std::string& reason, core::Bus& bus) {
  const auto* present = at(name);
  if (present == nullptr || !present->contract) throw std::runtime_error("no plugin '" + std::string(name) + "' in this house");
  auto aside = *present;
  aside.state = state;
  aside.reason = reason;
  bus.attach(aside.contract, std::make_shared<StandIn>(state == State::disabled ? StandIn::For::one_set_aside : StandIn::For::one_that_is_down, std::string(name) + " is " + std::string(host::name(state)) + ": " + reason));
  record(aside);
}

void House::record(const Resident& resident) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(residents_.begin(), residents_.end(), [&](const Resident& r) { return r.name == resident.name; });
  if (found == residents_.end())
    residents_.push_back(resident);
  else
    *found = resident;
  judge_dependants();
}

void House::judge_dependants() {
  // A provider that is degraded serves still; so one pass suffices.
  for (auto& resident : residents_) {
    if (!serves(resident)) continue;
    resident.state = State::running;
    resident.reason.clear();
    for (const auto& requirement : resident.contract->requires_) {
      const auto* provider = at(requirement.plugin());
      if (provider == nullptr || provider == &resident || serves(*provider)) continue;
      resident.state = State::degraded;
      resident.reason = "requires " + requirement.name + ", and " + provider->name + " is " + std::string(name(provider->state));
    }
  }
}

}  // namespace hemicycle::host
