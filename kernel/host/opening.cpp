#include "kernel/host/opening.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kernel/host/in_process.hpp"
#include "kernel/host/probe.hpp"
#include "kernel/host/setting_refused.hpp"
#include "kernel/host/worker_instance.hpp"

namespace hemicycle::host {
namespace {

using contract::Isolation;

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

}  // namespace

Opener::Opener(OpeningOptions options, const core::Vocabularies& vocabularies, Openings openings)
    : options_(std::move(options)), vocabularies_(vocabularies), openings_(std::move(openings)) {}

void Opener::start(core::Instance& instance, const Resident& resident) const {
  const auto started = instance.start();
  if (started.ok()) return;
  if (const auto setting = instance.refused_setting())
    throw SettingRefused(openings_.refusal ? openings_.refusal(*resident.contract, *setting) : sentence_of(resident.name, *setting));
  throw std::runtime_error(started.problem.detail);
}

std::unique_ptr<PluginHost> Opener::host_for(const Resident& resident, const std::string& settings) const {
  return std::make_unique<PluginHost>(PluginHost{.table = {sizeof(hmc_host_v1), 0, &find_extension},
                                                 .plugin = resident.name,
                                                 .settings_json = settings,
                                                 .vocabularies_json = &vocabularies_json_,
                                                 .log = openings_.log,
                                                 .crumbs = options_.crumbs});
}

std::unique_ptr<core::Instance> Opener::in_process(const Resident& resident, const std::string& settings) const {
  return std::make_unique<InProcess>(resident.sealed->path(), host_for(resident, settings));
}

std::unique_ptr<core::Instance> Opener::in_worker(Resident& resident, const std::string& settings, Isolation isolation) {
  const auto generation = resident.generation;
  options_.threads_run = true;  // the worker's watcher: nothing is forked any more
  auto worker = std::make_unique<Worker>(
      resident.sealed, host_for(resident, settings),
      WorkerOptions{.program = options_.worker,
                    .isolation = isolation,
                    .channels = options_.channels,
                    .memory_bytes = options_.worker_memory,
                    .died = [died = openings_.died, log = openings_.log, name = resident.name, generation](const std::string& why) {
                      log(name, 4, why);
                      if (died) died(name, generation, why);
                    }});
  resident.not_applied = worker->limits_not_applied();
  return worker;
}

void Opener::try_first(const Resident& resident, const std::string& settings) {
  // What runs in this process is first loaded and started where a crash costs nothing: in a forked child, or in a worker once threads run.
  const auto proof = options_.cache / (resident.sha256 + ".proven");
  if (!options_.threads_run) {
    const auto verdict = probe(proof, kLoadSeconds, [&] { start(*in_process(resident, settings), resident); });
    if (!verdict.empty()) throw std::runtime_error(verdict);
    return;
  }
  if (std::filesystem::exists(proof)) return;
  Worker trial(resident.sealed, host_for(resident, settings), {.program = options_.worker});
  start(trial, resident);
  trial.stop();
}

std::shared_ptr<core::Instance> Opener::open(Resident& resident) {
  std::filesystem::create_directories(options_.cache);
  if (vocabularies_json_.empty())  // not before: what the kernel itself provides is known once all contracts are read
    for (const auto& [name, vocabulary] : vocabularies_) vocabularies_json_[name] = vocabulary_json(vocabulary);
  const auto settings = openings_.settings(*resident.contract);
  const auto wanted = openings_.isolation ? openings_.isolation(resident) : Isolation::in_process;
  resident.isolation = std::max(wanted, resident.contract->isolation);
  resident.generation = ++last_generation_;
  resident.not_applied.clear();
  std::unique_ptr<core::Instance> instance;
  if (resident.isolation == Isolation::in_process) {
    try_first(resident, settings);
    instance = in_process(resident, settings);
  } else {
    instance = in_worker(resident, settings, resident.isolation);
  }
  start(*instance, resident);
  for (const auto& sentence : resident.not_applied) openings_.log(resident.name, 3, "not confined as asked: " + sentence);
  if (!openings_.retire) return instance;
  return {instance.release(), [retire = openings_.retire](core::Instance* gone) { retire(std::unique_ptr<core::Instance>(gone)); }};
}

}  // namespace hemicycle::host
