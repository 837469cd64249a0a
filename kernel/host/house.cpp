#include "kernel/host/house.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>

#include "kernel/core/sha256.hpp"
#include "kernel/host/elf_manifest.hpp"
#include "kernel/host/in_process.hpp"
#include "kernel/host/probe.hpp"

namespace hemicycle::host {
namespace {

namespace fs = std::filesystem;

constexpr int kLoadSeconds = 10;

std::string vocabulary_json(const core::Vocabulary& vocabulary) {
  auto terms = nlohmann::json::array();
  for (const auto& term : vocabulary) {
    nlohmann::json one = {{"id", term.id}};
    for (const auto& [locale, label] : term.labels) one[locale] = label;
    terms.push_back(std::move(one));
  }
  return terms.dump();
}

bool stands(const Resident& resident) { return resident.state == State::readable || resident.state == State::running; }

void mark(Resident& resident, State state, std::string reason) {
  resident.state = state;
  resident.reason = std::move(reason);
}

}  // namespace

std::string_view name(State state) {
  switch (state) {
    case State::readable: return "readable";
    case State::disabled: return "disabled";
    case State::refused: return "refused";
    case State::failed: return "failed";
    case State::running: break;
  }
  return "running";
}

House::House(HouseOptions options, const core::Vocabularies& vocabularies, Openings openings)
    : options_(std::move(options)), vocabularies_(vocabularies), openings_(std::move(openings)) {
  for (const auto& [name, vocabulary] : vocabularies_) vocabularies_json_[name] = vocabulary_json(vocabulary);
}

void House::discover() {
  for (const auto& folder : options_.folders) read_folder(folder);
  judge_together();
  order_by_requirements();
}

void House::read_folder(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> entries;
  for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator(); it.increment(error)) entries.push_back(it->path());
  if (error) {
    residents_.push_back({.name = folder.filename().string(), .folder = folder, .library = {}, .state = State::refused,
                          .reason = "the plugin folder cannot be read: " + error.message()});
    return;
  }
  std::sort(entries.begin(), entries.end());
  for (const auto& entry : entries) read_plugin(entry);
}

void House::read_plugin(const fs::path& folder) {
  Resident resident{.name = folder.filename().string(), .folder = folder, .library = folder / (folder.filename().string() + ".so")};
  try {
    std::error_code error;
    if (!fs::is_directory(folder, error)) throw NotAPlugin("is not a folder; a plugin lies in <name>/<name>.so");
    if (!fs::exists(resident.library, error)) throw NotAPlugin("holds no " + resident.library.filename().string());
    const auto bytes = read_library(resident.library);
    const auto manifest = manifest_of(std::as_bytes(std::span(bytes)));
    auto contract = contract::read(manifest, resident.library.string() + "(plugin.json)", folder / "views");
    if (contract.name != resident.name)
      throw NotAPlugin("its contract is named '" + contract.name + "'; the folder and the library must bear that name");
    const auto twin = std::find_if(residents_.begin(), residents_.end(), [&](const Resident& r) { return r.name == resident.name; });
    if (twin != residents_.end()) throw NotAPlugin("a plugin of this name already lies in " + twin->folder.string());
    for (const auto& vocabulary : contract.vocabularies)
      if (!vocabularies_.contains(vocabulary))
        throw NotAPlugin("needs the vocabulary '" + vocabulary + "': write [vocabularies] " + vocabulary + " = [ … ] in the configuration");
    resident.sha256 = core::sha256(bytes);
    // After the library was read: what was vouched for is what is loaded, whoever writes into the folder meanwhile.
    if (options_.vouch && folder.parent_path() == options_.installed && options_.vouch(folder) != resident.sha256)
      throw NotAPlugin("its library is not the one that was signed");
    resident.contract = std::make_shared<const contract::Plugin>(std::move(contract));
    if (options_.disabled.contains(resident.name)) mark(resident, State::disabled, "plugins.disabled names it");
    if (options_.safe_mode) mark(resident, State::disabled, "--safe-mode loads no plugin");
  } catch (const std::exception& error) {
    mark(resident, State::refused, error.what());
  }
  residents_.push_back(std::move(resident));
}

void House::judge_together() {
  // Refusing one may leave another without its provider: until nothing changes.
  for (bool changed = true; changed;) {
    changed = false;
    std::vector<contract::Plugin> standing;
    for (const auto& resident : residents_)
      if (stands(resident)) standing.push_back(*resident.contract);
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

void House::order_by_requirements() {
  std::vector<Resident> ordered;
  std::set<std::string> placed;
  const auto ready = [&](const Resident& resident) {
    return std::all_of(resident.contract->requires_.begin(), resident.contract->requires_.end(), [&](const contract::Requirement& requirement) {
      return requirement.plugin() == resident.name || placed.contains(requirement.plugin());
    });
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
  for (auto& resident : residents_)
    if (resident.state == State::readable) open_one(resident, bus);
}

void House::open_one(Resident& resident, core::Bus& bus) {
  try {
    for (const auto& requirement : resident.contract->requires_) {
      const auto* provider = find(requirement.plugin());
      if (provider == nullptr || (provider->state != State::running && provider != &resident))
        throw std::runtime_error("requires " + requirement.name + ", and " + requirement.plugin() + " is " +
                                 (provider == nullptr ? "absent" : std::string(name(provider->state)) + ": " + provider->reason));
    }
    auto settings = openings_.settings(*resident.contract);
    openings_.migrate(*resident.contract, resident.folder / "migrations");
    const auto library = shelve(resident);
    const auto make = [&] {
      return std::make_shared<InProcess>(
          library, std::make_unique<PluginHost>(PluginHost{.table = {sizeof(hmc_host_v1), 0, &find_extension},
                                                           .plugin = resident.name,
                                                           .settings_json = settings,
                                                           .vocabularies_json = &vocabularies_json_,
                                                           .log = openings_.log}));
    };
    const auto verdict = probe(fs::path(library).replace_extension(".proven"), kLoadSeconds, [&] {
      const auto tried = make();
      if (!tried->start().ok()) throw std::runtime_error("start");
    });
    if (!verdict.empty()) throw std::runtime_error(verdict);
    auto instance = make();
    if (const auto started = instance->start(); !started.ok()) throw std::runtime_error(started.problem.detail);
    bus.attach(resident.contract, std::move(instance));
    resident.state = State::running;
  } catch (const std::exception& error) {
    mark(resident, State::failed, error.what());
    openings_.log(resident.name, 4, "was not started: " + resident.reason);
  }
}

fs::path House::shelve(const Resident& resident) const {
  // Loading by the name of the content: replacing a file at its old path would give the old code back (dlopen keeps it by path).
  fs::create_directories(options_.cache);
  auto shelved = options_.cache / (resident.sha256 + ".so");
  if (fs::exists(shelved) && core::sha256(read_library(shelved)) == resident.sha256) return shelved;
  const auto bytes = read_library(resident.library);
  if (core::sha256(bytes) != resident.sha256) throw std::runtime_error("its library changed while it was being read; start again");
  auto fresh = shelved;
  fresh += ".new";
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + fresh.string());
  }
  fs::rename(fresh, shelved);
  return shelved;
}

const Resident* House::find(std::string_view name) const {
  const auto found = std::find_if(residents_.begin(), residents_.end(), [&](const Resident& r) { return r.name == name; });
  return found == residents_.end() ? nullptr : &*found;
}

std::vector<std::shared_ptr<const contract::Plugin>> House::contracts() const {
  std::vector<std::shared_ptr<const contract::Plugin>> out;
  for (const auto& resident : residents_)
    if (stands(resident)) out.push_back(resident.contract);
  return out;
}

}  // namespace hemicycle::host
