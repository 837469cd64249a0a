#include "sdk/testing/src/house.hpp"

#include <algorithm>
#include <hemicycle/time.hpp>

#include "kernel/core/door.hpp"
#include "kernel/core/identity.hpp"
#include "kernel/host/elf_manifest.hpp"

namespace hemicycle::testing {
namespace {

namespace fs = std::filesystem;

std::int64_t instant(const std::string& iso) {
  const auto time = parse_iso(iso);
  if (!time) throw Misuse("'" + iso + "' is no time; write 2026-04-08T14:00:00Z");
  return to_ns(*time);
}

std::string text_of(const hmc_value& value) {
  switch (value.type) {
    case HMC_INTEGER: return std::to_string(value.as.integer);
    case HMC_REAL: return std::to_string(value.as.real);
    case HMC_TEXT: return std::string(core::view(value.as.bytes));
    default: return "NULL";
  }
}

}  // namespace

TestKernel::House::House(Options options) : clock(instant(options.begins)), options_(std::move(options)) {}

TestKernel::House::~House() {
  if (bus_) bus_->stop();
}

void TestKernel::House::load(const fs::path& library) {
  if (bus_) throw Misuse("load " + library.filename().string() + " before the first call: the house is open");
  try {
    const auto bytes = host::read_library(library);
    const auto folder = library.parent_path();
    auto contract = contract::read(host::manifest_of(std::as_bytes(std::span(bytes))), library.string() + "(plugin.json)", folder / "views");
    loaded_.push_back({fs::absolute(library), std::make_shared<const contract::Plugin>(std::move(contract))});
  } catch (const host::NotAPlugin& error) {
    throw Misuse(library.string() + ": " + error.what());
  } catch (const contract::Refused& error) {
    throw Misuse(error.what());
  }
}

void TestKernel::House::stand_in(std::string_view query, StandIn::Answer answer) {
  if (bus_) throw Misuse("say what answers " + std::string(query) + " before the first call: the house is open");
  const auto dot = query.find('.');
  if (dot == std::string_view::npos) throw Misuse("'" + std::string(query) + "' names no query; write \"<plugin>.<query>\"");
  auto& plugin = stand_ins_[std::string(query.substr(0, dot))];
  if (!plugin) plugin = std::make_shared<StandIn>();
  plugin->answers[std::string(query)] = std::move(answer);
}

void TestKernel::House::emit(core::EventRecord event) {
  auto& running = bus();
  std::vector<std::string> consumers;
  for (const auto& [library, contract] : loaded_)
    if (std::find(contract->reactions.begin(), contract->reactions.end(), event.type) != contract->reactions.end()) consumers.push_back(contract->name);
  if (consumers.empty()) throw Misuse("no loaded plugin reacts to " + event.type + "; is it among its `reactions`?");
  const auto parsed = core::parse_strict(event.payload);
  if (!parsed.ok()) throw Misuse("the payload of " + event.type + " is no JSON: " + event.payload);

  event.time_ns = clock.now_ns();
  event.id = core::new_id(event.time_ns);
  event.correlation = event.causation = event.id;
  event.traceparent = core::new_traceparent();
  event.actor = core::kSystem;
  event.tenant = core::kTenant;
  if (event.subject.empty()) event.subject = "test:1";
  const auto written = running.write_now([&](core::Connection& db) {
    journal.append(db, event, consumers);
    return core::Outcome::success({});
  });
  if (!written.ok()) throw Misuse(event.type + " could not be told: " + written.problem.detail);
  running.settle();
}

void TestKernel::House::advance(std::chrono::nanoseconds by) {
  if (by.count() < 0) throw Misuse("the clock goes forward alone");
  auto& running = bus();
  const auto end = clock.now_ns() + by.count();
  // From one due time to the next, so that what runs every hour runs twenty-four times in a day, each time at its hour.
  for (;;) {
    std::optional<std::int64_t> next;
    const auto asked = running.write_now([&](core::Connection& db) {
      next = journal.next_due(db);
      return core::Outcome::success({});
    });
    if (!asked.ok() || !next || *next > end) break;
    clock.set(std::max(clock.now_ns(), *next));
    running.settle();
  }
  clock.set(end);
  running.settle();
}

Rows TestKernel::House::rows(std::string_view sql) {
  std::vector<std::string> owners;
  for (const auto& plugin : loaded_) owners.push_back(plugin.contract->name);
  owners.emplace_back(core::kKernel);
  Rows out;
  core::Outcome outcome;
  for (const auto& owner : owners) {
    outcome = bus().read_now([&](core::Connection& db) {
      out.clear();
      const auto cursor = db.query(owner, sql, {});
      const auto columns = cursor->columns().size();
      while (const auto* row = cursor->next()) {
        auto& texts = out.emplace_back();
        for (std::size_t i = 0; i < columns; ++i) texts.push_back(text_of(row[i]));
      }
      return core::Outcome::success({});
    });
    if (outcome.ok() || outcome.status != core::Status::denied) break;  // denied: the tables are another's
  }
  if (!outcome.ok()) throw Misuse(outcome.problem.detail);
  return out;
}

std::vector<LogLine> TestKernel::House::lines() const {
  const std::lock_guard lock(lines_mutex_);
  return lines_;
}

void TestKernel::House::write_line(std::string_view plugin, std::uint32_t level, std::string_view text) {
  const std::lock_guard lock(lines_mutex_);
  lines_.push_back({.plugin = std::string(plugin), .level = level, .text = std::string(text)});
}

}  // namespace hemicycle::testing
