// The act of transmission (invariant 8), and the receipts of those to whom it went.
#include <algorithm>

#include "clock.hpp"
#include "frozen.hpp"
#include "letters.hpp"
#include "secret_address.hpp"

namespace opinions_plugin {
namespace {

struct Receipt {
  std::string id{}, deliverable{}, recipient{};
  std::optional<std::int64_t> received_ns{};
};

std::optional<Receipt> receipt_at(const std::string& token, const Query& query) {
  const auto row = query.store().first("SELECT id, deliverable, name, received_ns FROM opinions_recipient WHERE token = :token",
                                       {bind("token", token)});
  if (!row) return std::nullopt;
  return Receipt{.id = row->text(0), .deliverable = row->text(1), .recipient = row->text(2), .received_ns = row->optional_integer(3)};
}

Result<void> sound(const contract::Transmit& request, const Deliverable& deliverable, const Query& query) {
  auto wrong = invalid();
  const bool to_authority = std::any_of(request.recipients.begin(), request.recipients.end(),
                                        [](const contract::Recipient& one) { return one.capacity == "authority"; });
  if (!to_authority) wrong.also("recipients", "authority_needed");
  if (request.date > query.today()) wrong.also("date", "in_the_future");
  if (deliverable.decided && request.date < *deliverable.decided) wrong.also("date", "before_decision");
  const auto embargo = request.embargo ? parse_iso(*request.embargo) : std::nullopt;
  if (request.embargo && (!embargo || *embargo <= query.now())) wrong.also("embargo", "embargo_past");
  if (!wrong.fields.empty()) return wrong;
  return {};
}

}  // namespace

Result<contract::TransmitReply> Opinions::transmit(const contract::Transmit& request, Command& command) {
  auto deliverable = find(request.deliverable, command);
  if (!deliverable) return not_found("no_such_deliverable");
  if (deliverable->transmitted) return conflict("already_transmitted");
  if (!deliverable->in({"finalised"}) || !deliverable->hash) return conflict("not_frozen");
  // Invariant 6 holds until it leaves the house: what an annulled vote adopted waits for a vote that counts.
  if (deliverable->annulled) return conflict("vote_annulled");
  if (const auto good = sound(request, *deliverable, command); !good) return good.error();
  const auto due = due_date(*deliverable, request.date, command);
  if (!due) return due.error();

  std::int64_t position = 0;
  for (const auto& recipient : request.recipients)
    command.store().exec(
        "INSERT INTO opinions_recipient (id, deliverable, position, capacity, name, email, token) "
        "VALUES (:id, :deliverable, :position, :capacity, :name, :email, :token)",
        {bind("id", command.new_id()), bind("deliverable", deliverable->id), bind("position", ++position), bind("capacity", recipient.capacity),
         bind("name", recipient.recipient), bind("email", recipient.email), bind("token", secret_address())});
  deliverable->transmitted = request.date;
  deliverable->due = *due;
  deliverable->message = request.message;
  const auto embargo = request.embargo ? parse_iso(*request.embargo) : std::nullopt;
  if (embargo) deliverable->embargo_ns = to_ns(*embargo);
  command.store().exec(
      "UPDATE opinions_deliverable SET transmitted = :date, due = :due, embargo_ns = :embargo, message = :message WHERE id = :id",
      {bind("date", request.date), bind("due", deliverable->due), bind("embargo", deliverable->embargo_ns), bind("message", request.message),
       bind("id", deliverable->id)});
  set_state(*deliverable, "transmitted", command);
  command.emit(contract::Transmitted{.deliverable = deliverable->id,
                                     .reference = deliverable->name(),
                                     .referral = deliverable->referral,
                                     .group = deliverable->group,
                                     .date = request.date,
                                     .due = deliverable->due,
                                     .title = deliverable->title,
                                     .embargo = deliverable->is_public ? std::nullopt : ns_to_iso(deliverable->embargo_ns)});
  start_response_clock(*deliverable, command);
  write_to_recipients(*deliverable,
                      {settings().transmission_subject,
                       deliverable->due ? settings().transmission_text : settings().unanswered_transmission_text},
                      command);
  if (embargo) command.schedule(contract::LiftEmbargo{.deliverable = deliverable->id}, *embargo, "embargo:" + deliverable->id);
  else publish(*deliverable, command);
  return contract::TransmitReply{};
}

Result<contract::AcknowledgeReply> Opinions::acknowledge(const contract::Acknowledge& request, Command& command) {
  const auto receipt = receipt_at(request.token, command);
  if (!receipt) return not_found("no_such_receipt");
  // The first receipt is the one that counts; saying it again changes nothing.
  if (!receipt->received_ns) {
    command.store().exec("UPDATE opinions_recipient SET received_ns = :now WHERE id = :id",
                         {bind("now", to_ns(command.now())), bind("id", receipt->id)});
    command.emit(contract::ReceiptRecorded{.deliverable = receipt->deliverable, .recipient = receipt->id});
  }
  return contract::AcknowledgeReply{.token = request.token};
}

Result<contract::ReceiptReply> Opinions::receipt(const contract::Receipt& request, const Query& query) const {
  const auto receipt = receipt_at(request.token, query);
  const auto deliverable = receipt ? find(receipt->deliverable, query) : std::nullopt;
  const auto text = deliverable ? frozen(*deliverable, deliverable->final_version, query) : std::nullopt;
  if (!text) return not_found("no_such_receipt");
  contract::ReceiptReply reply{.token = request.token,
                               .reference = deliverable->name(),
                               .title = text->text.title,
                               .summary = text->text.summary,
                               .text = text->text.body,
                               .recipient = receipt->recipient,
                               .transmitted = deliverable->transmitted.value_or(""),
                               .due = deliverable->due,
                               .received = ns_to_iso(receipt->received_ns),
                               .reservations = deliverable->reservations,
                               .recommendations = passed(*deliverable, text->text)};
  if (!deliverable->is_public) reply.embargo = ns_to_iso(deliverable->embargo_ns);
  if (!receipt->received_ns) reply.actions.push_back("acknowledge");
  return reply;
}

Result<contract::TransmittalReply> Opinions::transmittal(const contract::Transmittal& request, const Query& query) const {
  const auto deliverable = find(request.deliverable, query);
  const auto text = deliverable && deliverable->transmitted ? frozen(*deliverable, deliverable->final_version, query) : std::nullopt;
  if (!text) return not_found("not_transmitted");
  return contract::TransmittalReply{.deliverable = deliverable->id,
                                    .reference = deliverable->name(),
                                    .version = deliverable->final_version,
                                    .hash = text->hash,
                                    .kind = deliverable->kind,
                                    .title = text->text.title,
                                    .referral = deliverable->referral,
                                    .decided = deliverable->decided,
                                    .transmitted = *deliverable->transmitted,
                                    .due = deliverable->due,
                                    .embargo = ns_to_iso(deliverable->embargo_ns),
                                    .message = deliverable->message,
                                    .recipients = recipients_of(deliverable->id, query),
                                    .recommendations = passed(*deliverable, text->text)};
}

std::vector<contract::Sent> recipients_of(const std::string& deliverable, const Query& query) {
  std::vector<contract::Sent> sent;
  query.store().rows("SELECT id, capacity, name, received_ns, token FROM opinions_recipient WHERE deliverable = :id ORDER BY position",
                     {bind("id", deliverable)}, [&](const Row& row) {
                       sent.push_back({.recipient_id = row.text(0),
                                       .capacity = row.text(1),
                                       .recipient = row.text(2),
                                       .receipt = ns_to_iso(row.optional_integer(3)),
                                       .receipt_path = "/recus/" + row.text(4)});
                     });
  return sent;
}

}  // namespace opinions_plugin
