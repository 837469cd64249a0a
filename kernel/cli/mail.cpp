// `hemicycle mail`: what became of the letters, and another try.
#include <iostream>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"
#include "kernel/core/local_time.hpp"

namespace hemicycle::cli {
namespace {

using nlohmann::json;

json described(const core::OutboxLine& line) {
  const auto& [letter, state] = line;
  return {{"id", letter.id}, {"plugin", letter.plugin}, {"to", letter.to}, {"subject", letter.subject}, {"written", core::utc_text(letter.written_ns)},
          {"state", state.state}, {"since", core::utc_text(state.since_ns)}, {"attempts", state.attempts}, {"words", state.words}};
}

}  // namespace

Exit mail_list(const config::Settings& settings, const MailArguments& arguments, bool as_json) {
  Kernel kernel(settings, {.safe_mode = true});
  const auto db = kernel.database().open_reader();
  auto all = json::array();
  for (const auto& line : kernel.outbox().list(*db, arguments.state, arguments.count)) {
    all.push_back(described(line));
    const auto& [letter, state] = line;
    if (as_json) continue;
    std::cout << letter.id << ' ' << state.state << ' ' << core::utc_text(state.since_ns) << ' ' << letter.plugin << " to " << neutralised(letter.to) << ": "
              << neutralised(letter.subject) << (state.words.empty() ? "" : "    # " + neutralised(state.words)) << '\n';
  }
  if (as_json) std::cout << all.dump(2, ' ', false, json::error_handler_t::replace) << '\n';
  if (settings.text("mail.server").empty() && kernel.outbox().counts(*db).queued > 0)
    std::cerr << "No SMTP server is configured (mail.server): letters wait.\n";
  return Exit::ok;
}

Exit mail_retry(const config::Settings& settings, const MailArguments& arguments, bool as_json) {
  Kernel kernel(settings, {.safe_mode = true});
  kernel.start();
  std::int64_t changed = 0;
  const auto outcome = kernel.bus().write_now([&](core::Connection& db) {
    changed = kernel.outbox().retry(db, arguments.id, kernel.clock().now_ns());
    return changed > 0 || arguments.id.empty()
               ? core::Outcome::success("{}")
               : core::Outcome::failure({.status = core::Status::not_found, .code = "no_such_letter", .fields = {}, .detail = "no letter " + arguments.id + " that did not leave"});
  });
  if (!outcome.ok()) return tell(outcome.problem, as_json);
  if (as_json)
    std::cout << json({{"letters", changed}}).dump() << '\n';
  else
    std::cout << changed << " letters are tried again; the server that runs sends them.\n";
  return Exit::ok;
}

}  // namespace hemicycle::cli
