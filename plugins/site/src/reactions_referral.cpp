// The referral: taken up, and how it ended. Only what the public may know is told: one that was programmed, or sent to work at once. From then on its
// page is public, whatever becomes of it (domain.md §1.3).
#include "chain.hpp"
#include "site.hpp"

namespace site {
namespace {

using hemicycle::Command;
using hemicycle::Result;

/// What a public referral is called; empty while nobody may read it.
std::string title_of_referral(const Extending& chain, const std::string& reference) { return chain.label_of("referral_submitted", reference); }

/// Tells what became of a referral, if the public knows it. Its page says no more: not whose it was joined to, nor why.
void tell_what_became(Command& command, const std::string& reference, std::string_view kind) {
  Extending chain(command);
  const auto title = title_of_referral(chain, reference);
  if (title.empty()) return;
  const auto referral = object("referral", reference);
  chain.tell(referral, {.kind = std::string(kind), .about = reference, .label = title, .path = "/saisines/" + reference, .date = chain.day()});
  chain.announce(referral);
}

/// Told as programmed, and not yet that it is no more.
bool stands_programmed(Command& command, const std::string& reference) {
  const Extending chain(command);
  return !chain.label_of("referral_programmed", reference).empty() && chain.label_of("referral_unprogrammed", reference).empty();
}

/// States of before the decision: back there, a referral has lost it.
bool undecided(std::string_view state) { return state == "admissible" || state == "proposed_to_plenary" || state == "deferred"; }

}  // namespace

Result<void> Site::on_saisine_decided(const saisine::Decided& event, Command& command) {
  if (event.decision != "programmed" || !event.title) return {};
  Extending chain(command);
  const auto referral = object("referral", event.reference);
  const auto path = "/saisines/" + event.reference;
  chain.tell(referral, {.kind = "referral_submitted",
                        .about = event.reference,
                        .label = *event.title,
                        .path = path,
                        .date = event.submitted.substr(0, 10)});
  // Programmed again: that it waited in between is history that its page keeps.
  chain.remove("referral_unprogrammed", event.reference);
  chain.tell(referral, {.kind = "referral_programmed", .about = event.reference, .label = *event.title, .path = path, .date = event.session_date});
  chain.announce(referral);
  return {};
}

Result<void> Site::on_saisine_fast_tracked(const saisine::FastTracked& event, Command& command) {
  Extending chain(command);
  const auto referral = object("referral", event.reference);
  const auto path = "/saisines/" + event.reference;
  chain.tell(referral,
             {.kind = "referral_submitted", .about = event.reference, .label = event.title, .path = path, .date = event.submitted.substr(0, 10)});
  chain.tell(referral, {.kind = "referral_fast_tracked", .about = event.reference, .label = event.title, .path = path, .date = event.date});
  chain.announce(referral);
  return {};
}

Result<void> Site::on_saisine_withdrawn(const saisine::Withdrawn& event, Command& command) {
  tell_what_became(command, event.reference, "referral_withdrawn");
  return {};
}

Result<void> Site::on_saisine_merged(const saisine::Merged& event, Command& command) {
  tell_what_became(command, event.reference, "referral_merged");
  return {};
}

Result<void> Site::on_saisine_moved(const saisine::Moved& event, Command& command) {
  // What opinions move is told by the opinions, when anybody may read it; that an answer is late is not told to all.
  if (event.state == "lapsed_tacit") tell_what_became(command, event.reference, "referral_lapsed");
  if (undecided(event.state) && stands_programmed(command, event.reference)) tell_what_became(command, event.reference, "referral_unprogrammed");
  return {};
}

Result<void> Site::on_saisine_closed(const saisine::Closed& event, Command& command) {
  tell_what_became(command, event.reference, "referral_closed");
  return {};
}

}  // namespace site
