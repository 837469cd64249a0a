// Commands about what is kept: migrations, journal, dead letters; and `check` and `config show`, which only read.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/survey.hpp"
#include "kernel/store/migrations.hpp"

namespace hemicycle::cli {
namespace {

using nlohmann::json;

constexpr int kEventsAtOnce = 1000;

json described(const core::EventRecord& event) {
  return {{"seq", event.seq}, {"id", event.id}, {"type", event.type}, {"subject", event.subject}, {"time_ns", event.time_ns}, {"actor", event.actor},
          {"correlation", event.correlation}, {"causation", event.causation}, {"traceparent", event.traceparent}, {"payload", json::parse(event.payload, nullptr, false)}};
}

void print(const core::EventRecord& event, bool as_json) {
  if (as_json)
    std::cout << described(event).dump() << '\n';
  else
    std::cout << event.seq << ' ' << event.type << ' ' << neutralised(event.subject) << ' ' << neutralised(event.payload) << '\n';
}

}  // namespace

Exit check(const config::Settings& settings, bool as_json) {
  Kernel kernel(settings, {.serve_pages = true});
  json problems = json::array();
  for (const auto& resident : kernel.house().residents())
    if (resident.state == host::State::refused || resident.state == host::State::failed) problems.push_back(resident.name + ": " + resident.reason);
  for (const auto& role : kernel.policy().roles())
    for (const auto& permission : role.permissions) {
      const auto& desk = kernel.desk().contract->permissions;
      bool known = std::find(desk.begin(), desk.end(), permission) != desk.end();
      for (const auto& contract : kernel.house().contracts())
        for (const auto& own : contract->permissions) known = known || own == permission;
      if (!known) problems.push_back("roles: role '" + role.name + "' has the permission '" + permission + "', which no plugin declares");
    }
  if (const auto waiting = kernel.outbox().counts(*kernel.database().open_reader()).queued; waiting > 0 && settings.text("mail.server").empty())
    problems.push_back("mail: " + std::to_string(waiting) + " letters wait, and no SMTP server is configured (mail.server)");
  if (const auto integrity = kernel.database().check_integrity(); integrity != "ok") problems.push_back("store: " + integrity);
  const auto prints = [](const auto& contract) { return std::any_of(contract->pages.begin(), contract->pages.end(), [](const auto& page) { return page.kind == contract::PageKind::pdf; }); };
  json notes = json::array();
  const auto& vocabularies = settings.vocabularies();
  const auto parts = vocabularies.find("menu");
  for (const auto& contract : kernel.house().contracts())
    for (const auto& entry : contract->navigation) {
      const auto known = entry.group.empty() || (parts != vocabularies.end() && std::any_of(parts->second.begin(), parts->second.end(), [&](const auto& term) { return term.id == entry.group; }));
      if (!known) notes.push_back("menu: " + contract->name + " puts '" + entry.path + "' into the part '" + entry.group + "', which vocabularies.menu does not have: it stands alone, before the parts");
    }
  const auto contracts = kernel.house().contracts();
  if (const auto& program = settings.text("print.program"); !std::filesystem::exists(program) && std::any_of(contracts.begin(), contracts.end(), prints))
    notes.push_back("print: " + program + " is not there, and pages that are shown as PDF answer 503; install the package weasyprint or set print.program");
  if (as_json) {
    std::cout << json({{"problems", problems}, {"notes", notes}}).dump(2, ' ', false, json::error_handler_t::replace) << '\n';
  } else {
    for (const auto& problem : problems) std::cerr << neutralised(problem.get_ref<const std::string&>()) << '\n';
    for (const auto& note : notes) std::cout << neutralised(note.get_ref<const std::string&>()) << '\n';
    if (problems.empty()) std::cout << "All is well: configuration, contracts, views, catalogues, roles and store.\n";
  }
  return problems.empty() ? Exit::ok : Exit::configuration;
}

Exit config_show(const config::Settings& settings, bool origin, bool as_json) {
  json all = json::object();
  auto lines = settings.show();
  const Survey survey(settings);
  for (const auto& contract : survey.house().contracts())
    for (auto& line : survey.settings().plugin(*contract).lines) lines.push_back(std::move(line));
  for (const auto& line : lines) {
    if (as_json)
      all[line.key] = origin ? json({{"value", line.value}, {"origin", line.origin}}) : json(line.value);
    else
      std::cout << line.key << " = " << line.value << (origin ? "    # " + line.origin : "") << '\n';
  }
  if (as_json) std::cout << all.dump(2) << '\n';
  return Exit::ok;
}

Exit db_migrate(const config::Settings& settings, bool dry_run, bool as_json) {
  const core::SystemClock clock;
  std::filesystem::create_directories(settings.database().parent_path());
  const auto database = store::open_sqlite({.path = settings.database()});
  const auto schema = database->open_schema();
  json all = json::array();
  const auto one = [&](std::string_view owner, const std::vector<store::Migration>& migrations) {
    for (const auto& name : dry_run ? store::plan(*schema, owner, migrations) : store::apply(*schema, owner, migrations, clock.now_ns())) {
      all.push_back({{"owner", owner}, {"migration", name}});
      if (!as_json) std::cout << owner << ' ' << name << (dry_run ? " would run\n" : " has run\n");
    }
  };
  one(core::kKernel, store::kernel_migrations());
  const Survey survey(settings);
  for (const auto& resident : survey.house().residents())
    if (resident.state == host::State::readable) one(resident.name, store::read_migrations(resident.name, resident.folder / "migrations"));
  if (as_json)
    std::cout << all.dump(2) << '\n';
  else if (all.empty())
    std::cout << "Nothing to migrate.\n";
  return Exit::ok;
}

Exit journal_tail(const config::Settings& settings, const JournalArguments& arguments, bool as_json) {
  Kernel kernel(settings, {.safe_mode = true});
  const auto db = kernel.database().open_reader();
  std::int64_t last = 0;
  {
    const auto rows = db->query(core::kKernel, "SELECT COALESCE(MAX(seq), 0) FROM hmc_event", {});
    if (const auto* row = rows->next()) last = row[0].as.integer;
  }
  auto after = std::max<std::int64_t>(0, last - arguments.count);
  bool more = true;
  while (more && std::cout.good()) {
    const auto events = kernel.journal().events(*db, after, kEventsAtOnce);
    for (const auto& event : events) {
      print(event, as_json);
      after = event.seq;
    }
    std::cout.flush();
    const bool all_read = events.size() < kEventsAtOnce;
    if (all_read && arguments.follow) std::this_thread::sleep_for(std::chrono::milliseconds(300));
    more = !all_read || arguments.follow;
  }
  return Exit::ok;
}

Exit dead_letters(const config::Settings& settings, LetterAction action, std::int64_t id, bool as_json) {
  Kernel kernel(settings, {.safe_mode = true});
  if (action == LetterAction::list) {
    json all = json::array();
    const auto db = kernel.database().open_reader();
    for (const auto& letter : kernel.journal().dead_letters(*db)) {
      all.push_back({{"id", letter.id}, {"kind", letter.kind}, {"consumer", letter.consumer}, {"type", letter.type}, {"subject", letter.subject},
                     {"problem", letter.problem}, {"time_ns", letter.time_ns}, {"attempts", letter.attempts}});
      if (!as_json) std::cout << letter.id << ' ' << letter.kind << ' ' << letter.type << " for " << letter.consumer << ": " << neutralised(letter.problem) << '\n';
    }
    if (as_json) std::cout << all.dump(2) << '\n';
    return Exit::ok;
  }
  kernel.start();  // not for the list: deliveries would be tried, and fail, in a house without plugins
  const auto outcome = kernel.bus().write_now([&](core::Connection& db) {
    const bool found = action == LetterAction::retry ? kernel.journal().retry(db, id, kernel.clock().now_ns()) : kernel.journal().drop(db, id);
    return found ? core::Outcome::success("{}")
                 : core::Outcome::failure({.status = core::Status::not_found, .code = "no_such_letter", .fields = {}, .detail = "no dead letter " + std::to_string(id)});
  });
  if (!outcome.ok()) return tell(outcome.problem, as_json);
  if (as_json) std::cout << json({{"id", id}, {"action", action == LetterAction::retry ? "retried" : "dropped"}}).dump() << '\n';
  return Exit::ok;
}

}  // namespace hemicycle::cli
