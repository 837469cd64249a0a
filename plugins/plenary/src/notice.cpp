// The notice: the agenda is frozen, everybody who sits in the body is told in time, and whom it went to is kept (invariant 6).

#include "letter.hpp"
#include "roll.hpp"

namespace plenary_plugin {
namespace {

struct Recipient {
  const std::string& seat;
  const std::string& person;
  const std::optional<std::string>& account;
};

/// Whom the notice goes to, and the letter that carries it; who has no account gets it in hand.
void send_to(const std::string& session, const Recipient& recipient, const Mail& letter, Command& command) {
  std::optional<std::string> mail;
  if (recipient.account) {
    auto own = letter;
    own.to = *recipient.account;
    mail = command.mail(own);
  }
  command.store().exec(
      "INSERT INTO plenary_recipient (session, seat, person, account, mail) VALUES (:session, :seat, :person, :account, :mail) "
      "ON CONFLICT (session, seat, person) DO UPDATE SET account = :account, mail = :mail",
      {bind("session", session), bind("seat", recipient.seat), bind("person", recipient.person), bind("account", recipient.account), bind("mail", mail)});
}

}  // namespace

Result<contract::ConveneReply> Plenary::convene(const contract::Convene& request, Command& command) {
  const auto session = find_session(request.session, command);
  if (!session) return not_found("no_such_session");
  if (session->state == "postponed") return conflict("needs_a_date");
  if (session->state != "planned") return conflict(session->in({"convened", "open"}) ? "convened_already" : "already_held");
  if (agenda_of(session->id, command).empty()) return conflict("agenda_empty");
  if (session->starts_ns <= to_ns(command.now())) return conflict("starts_in_the_past");
  const auto rule = command.ask(rules::Body{.body = session->body});
  if (!rule) return rule.error();
  const bool respected = days_between(to_ns(command.now()), session->starts_ns) >= rule->notice_days;
  if (!respected && !request.urgency_reason) return invalid("urgency_reason", "notice_too_short");
  const auto roll = roll_of(*session, std::nullopt, command);
  if (!roll) return roll.error();
  if (roll->seats.empty()) return conflict("nobody_to_convene");

  const auto letter = letter_of(*session, {settings().notice_subject, settings().notice_text, respected ? std::nullopt : request.urgency_reason}, command);
  command.store().exec("DELETE FROM plenary_recipient WHERE session = :session", {bind("session", session->id)});
  for (const auto& seat : roll->seats) {
    send_to(session->id, {seat.voter.seat, seat.voter.person, seat.voter.account}, letter, command);
    if (seat.voter.alternate_person) send_to(session->id, {seat.voter.seat, *seat.voter.alternate_person, seat.voter.alternate_account}, letter, command);
  }
  command.store().exec(
      "UPDATE plenary_session SET state = 'convened', convened_ns = :now, changed_ns = :now, notice_days = :days, papers_days = :papers, notice_respected = :respected, "
      "urgency_reason = :reason, reason = NULL WHERE id = :id",
      {bind("now", to_ns(command.now())), bind("days", rule->notice_days), bind("papers", rule->papers_days), bind("respected", respected),
       bind("reason", respected ? std::nullopt : request.urgency_reason), bind("id", session->id)});
  command.emit(contract::Convened{.session = session->id,
                                  .body = session->body,
                                  .starts = to_iso(from_ns(session->starts_ns)),
                                  .title = session->title,
                                  .convocation = session->convocation});
  return contract::ConveneReply{};
}

Result<contract::NoticeReply> Plenary::notice(const contract::Notice& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_session");
  contract::NoticeReply reply{.session = session->id, .title = session->title};
  if (session->convened_ns) reply.convened_at = to_iso(from_ns(*session->convened_ns));
  reply.notice_days = session->notice_days;
  reply.respected = session->notice_respected;
  reply.urgency_reason = session->urgency_reason;
  std::vector<std::string> persons;
  query.store().rows("SELECT person, account, mail FROM plenary_recipient WHERE session = :session ORDER BY seat, person LIMIT 2000",
                     {bind("session", session->id)}, [&](const Row& row) {
                       persons.push_back(row.text(0));
                       contract::Recipient recipient{.name = row.text(0), .account = !row.is_null(1), .delivery = "by_hand"};
                       if (const auto state = row.is_null(2) ? std::nullopt : query.mail_state(row.text(2))) {
                         recipient.delivery = state->state;
                         recipient.at = state->at;
                       }
                       reply.recipients.push_back(std::move(recipient));
                     });
  const auto names = names_of(persons, query);
  if (!names) return names.error();
  for (auto& recipient : reply.recipients) recipient.name = name_in(*names, recipient.name, recipient.name);
  return reply;
}

}  // namespace plenary_plugin
