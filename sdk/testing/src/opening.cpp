// How the house of a test opens: contracts judged together, tables made, plugins started.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "kernel/core/door.hpp"
#include "kernel/host/setting_refused.hpp"
#include "kernel/store/migrations.hpp"
#include "sdk/testing/src/house.hpp"
#include "sdk/testing/src/instances.hpp"

namespace hemicycle::testing {
namespace {

using nlohmann::json;

/// A role that holds one permission alone: what Caller::may gives.
std::string role_for(std::string_view permission) { return "may:" + std::string(permission); }

}  // namespace

core::Bus& TestKernel::House::bus() {
  if (!bus_) open();
  return *bus_;
}

void TestKernel::House::open() {
  for (const auto& [name, ids] : given_vocabularies()) {
    auto terms = json::array();
    for (const auto& id : ids) {
      vocabularies_[name].push_back({.id = id, .labels = {{"fr", id}, {"en", id}}});
      terms.push_back({{"id", id}, {"fr", id}, {"en", id}});
    }
    vocabularies_json_[name] = terms.dump();
  }
  for (const auto& plugin : loaded_) require_vocabularies(*plugin.contract);
  const auto stand_ins = contracts_of_stand_ins();
  refuse_conflicts(stand_ins);

  policy_ = std::make_unique<core::Policy>(roles(stand_ins));
  migrate();
  auto bus = std::make_unique<core::Bus>(
      core::Bus::Parts{.store = *database_,
                       .journal = journal,
                       .policy = *policy_,
                       .clock = clock,
                       .log = [this](std::string_view plugin, std::uint32_t level, std::string_view text) { write_line(plugin, level, text); },
                       .vocabularies = vocabularies_,
                       .broken = [this](const std::string& why) { write_line("store", 4, why); },
                       .outbox = &outbox},
      core::BusLimits{});
  bus_ = std::move(bus);
  try {
    for (const auto& contract : stand_ins) bus_->attach(contract, stand_ins_.at(contract->name));
    for (const auto& plugin : loaded_) start(plugin);
  } catch (...) {
    bus_.reset();
    throw;
  }
  bus_->start();
  bus_->settle();
}

/// Those of the test; roles are a vocabulary that the kernel provides, here those that the test or a loaded plugin's `grants` names.
std::map<std::string, std::vector<std::string>> TestKernel::House::given_vocabularies() const {
  auto out = options_.vocabularies;
  std::set<std::string> roles;
  for (const auto& [name, permissions] : options_.roles) roles.insert(name);
  for (const auto& plugin : loaded_) roles.insert(plugin.contract->grants.begin(), plugin.contract->grants.end());
  for (const auto* provided : {"roles", "held_roles"}) out.try_emplace(provided, roles.begin(), roles.end());
  return out;
}

void TestKernel::House::require_vocabularies(const contract::Plugin& plugin) const {
  for (const auto& name : plugin.vocabularies)
    if (!vocabularies_.contains(name))
      throw Misuse(plugin.name + " needs the vocabulary '" + name + "'; give it one: TestKernel({.vocabularies = {{\"" + name + "\", {\"first\", \"second\"}}}})");
}

TestKernel::House::Contracts TestKernel::House::contracts_of_stand_ins() {
  std::map<std::string, json> written;
  for (const auto& plugin : loaded_)
    for (const auto& requirement : plugin.contract->asks()) {
      const auto there = std::any_of(loaded_.begin(), loaded_.end(), [&](const Loaded& one) { return one.contract->name == requirement.plugin(); });
      if (there) continue;
      const auto found = stand_ins_.find(requirement.plugin());
      const bool answered = found != stand_ins_.end() && found->second->answers.contains(requirement.name);
      const auto& uses = plugin.contract->uses;
      if (!answered && std::any_of(uses.begin(), uses.end(), [&](const auto& use) { return use.name == requirement.name; })) continue;
      if (!answered)
        throw Misuse(plugin.contract->name + " requires " + requirement.name + ", and nobody here answers it; write kernel.stub(\"" + requirement.name +
                     "\", R\"({…})\") or load that plugin");
      auto& document = written.try_emplace(requirement.plugin(), json({{"hemicycle", 1}, {"name", requirement.plugin()}, {"version", "0.0.0"}})).first->second;
      document["queries"][requirement.name.substr(requirement.name.find('.') + 1)] = {{"permission", "internal"}, {"major", requirement.major}};
    }
  for (const auto& [name, stand_in] : stand_ins_)
    for (const auto& [query, answer] : stand_in->answers)
      if (!written.contains(name) || !written.at(name)["queries"].contains(query.substr(query.find('.') + 1)))
        throw Misuse("no loaded plugin requires or uses " + query + "; a stub that nobody asks proves nothing");
  Contracts out;
  for (const auto& [name, document] : written) out.push_back(std::make_shared<const contract::Plugin>(contract::read(document.dump(), "stand-in of " + name)));
  return out;
}

void TestKernel::House::refuse_conflicts(const Contracts& stand_ins) const {
  std::vector<contract::Plugin> all;
  for (const auto& contract : stand_ins) all.push_back(*contract);
  for (const auto& plugin : loaded_) all.push_back(*plugin.contract);
  for (const auto& [name, reason] : contract::conflicts(all)) throw Misuse(name + ": " + reason);
}

std::vector<core::Role> TestKernel::House::roles(const Contracts& stand_ins) const {
  std::map<std::string, core::Role> out;
  const auto add = [&](const std::string& name, const std::vector<std::string>& permissions) {
    out.try_emplace(name, core::Role{.name = name, .includes = {}, .permissions = permissions});
  };
  for (const auto& [name, permissions] : options_.roles) add(name, permissions);
  const auto add_all_of = [&](const contract::Plugin& plugin) {
    for (const auto& permission : plugin.permissions) add(role_for(permission), {permission});
    for (const auto& role : plugin.grants) add(role, {});
  };
  for (const auto& contract : stand_ins) add_all_of(*contract);
  for (const auto& plugin : loaded_) add_all_of(*plugin.contract);
  std::vector<core::Role> list;
  for (auto& [name, role] : out) list.push_back(std::move(role));
  return list;
}

void TestKernel::House::migrate() {
  database_ = store::open_sqlite({.path = folder_.path() / "house.db", .synchronous = store::Synchronous::normal});
  const auto schema = database_->open_schema();
  store::apply(*schema, core::kKernel, store::kernel_migrations(), clock.now_ns());
  for (const auto& plugin : loaded_) {
    const auto& name = plugin.contract->name;
    try {
      store::apply(*schema, name, store::read_migrations(name, plugin.library.parent_path() / "migrations"), clock.now_ns());
    } catch (const std::exception& error) {
      throw Misuse(error.what());
    }
  }
}

std::string TestKernel::House::settings_of(const contract::Plugin& plugin) const {
  auto given = json::object();
  for (const auto& [key, value] : options_.settings) {
    const auto dot = key.find('.');
    if (key.substr(0, dot) != plugin.name) continue;
    given[dot == std::string::npos ? std::string() : key.substr(dot + 1)] = json::parse(value);
  }
  auto checked = core::check(plugin.settings, std::move(given), vocabularies_);
  if (checked.ok()) return checked.value.dump();
  const auto& fields = checked.problem->fields;
  throw Misuse("the settings of " + plugin.name + " are refused: " + (fields.empty() ? checked.problem->code : fields.front().field + ": " + fields.front().code));
}

void TestKernel::House::start(const Loaded& plugin) {
  auto host = std::make_unique<host::PluginHost>(
      host::PluginHost{.table = {sizeof(hmc_host_v1), 0, &host::find_extension},
                       .plugin = plugin.contract->name,
                       .settings_json = settings_of(*plugin.contract),
                       .vocabularies_json = &vocabularies_json_,
                       .log = [this](std::string_view name, std::uint32_t level, std::string_view text) { write_line(name, level, text); }});
  try {
    auto instance = make_instance(isolation_of(options_, plugin.contract->isolation), plugin.library, std::move(host));
    if (const auto started = instance->start(); !started.ok()) {
      const auto setting = instance->refused_setting();
      throw Misuse(setting ? host::sentence_of(plugin.contract->name, *setting) : started.problem.detail);
    }
    bus_->attach(plugin.contract, std::move(instance));
  } catch (const std::exception& error) {
    throw Misuse(plugin.contract->name + " cannot be started: " + error.what());
  }
}

void TestKernel::House::allow(const std::string& actor, std::string_view permission, std::string_view scope) {
  const core::Policy::Change change{.actor = actor, .grant = {.role = role_for(permission), .scope = std::string(scope)}};
  auto& running = bus();
  if (!policy_->knows(change.grant.role))
    throw Misuse("no plugin here declares the permission '" + std::string(permission) + "'; its name is \"<plugin>.<permission>\", as in plugin.json");
  const auto written = running.write_now([&](core::Connection& db) {
    core::Policy::write(db, change);
    policy_->apply({change});  // on the command lane, as the bus does it
    return core::Outcome::success({});
  });
  if (!written.ok()) throw Misuse("the permission could not be written: " + written.problem.detail);
}

}  // namespace hemicycle::testing
