// Somebody applies, follows what becomes of it, and may take it back: without an account, by an address that only they have.
#include <openssl/rand.h>

#include <array>
#include <hemicycle/sha256.hpp>
#include <stdexcept>

#include "calls.hpp"
#include "sortition.hpp"

namespace members_plugin {
namespace {

/// 256 random bits in hexadecimal.
std::string make_token() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no randomness");
  return hexadecimal(bytes);
}

std::optional<ApplicationRow> by_token(const std::string& token, const Query& query) {
  const auto row = query.store().first("SELECT id FROM members_application WHERE token_hash = :hash", {bind("hash", sha256(token))});
  return row ? find_application(row->text(0), query) : std::nullopt;
}

}  // namespace

Result<contract::ApplyReply> Members::apply(const contract::Apply& request, Command& command) {
  const auto call = find_call(request.call, command);
  if (!call) return not_found("no_such_call");
  if (call->state != "open") return conflict("call_over");
  if (!request.consent) return invalid("consent", "say_so");
  // Whether an address applied is nobody else's business, and it proves nothing about who writes: the second application is accepted as the first.
  const auto token = make_token();
  const auto id = "cand_" + command.new_id();
  const auto code = "C-" + sha256(id).substr(0, 10);
  command.store().exec(
      "INSERT INTO members_application (id, call, code, token_hash, name, email, gender, birth_year, constituency, motivation, state, received_ns) "
      "VALUES (:id, :call, :code, :hash, :name, :email, :gender, :birth_year, :constituency, :motivation, 'received', :now)",
      {bind("id", id), bind("call", call->id), bind("code", code), bind("hash", sha256(token)), bind("name", request.name),
       bind("email", request.email), bind("gender", request.gender), bind("birth_year", request.birth_year),
       bind("constituency", request.constituency), bind("motivation", request.motivation), bind("now", to_ns(command.now()))});
  command.emit(contract::ApplicationChanged{.call = call->id});
  return contract::ApplyReply{.code = code, .token = token};
}

Result<contract::WithdrawApplicationReply> Members::withdraw_application(const contract::WithdrawApplication& request, Command& command) {
  const auto application = by_token(request.token, command);
  if (!application) return not_found("no_such_application");
  if (application->state == "withdrawn") return conflict("withdrawn_already");
  if (application->state == "selected") return conflict("selected_already");
  // What it said goes at once; the pseudonym stays, for the list was fixed with it.
  command.store().exec(
      "UPDATE members_application SET name = '', email = '', gender = 'unstated', birth_year = NULL, constituency = NULL, motivation = NULL WHERE id = :id",
      {bind("id", application->id)});
  const auto call = find_call(application->call, command);
  if (call->method == "sortition" && call->state == "closed" && application->state == "received")
    command.store().exec("INSERT INTO members_left (call, code) SELECT call, code FROM members_application WHERE id = :id",
                         {bind("id", application->id)});
  move(*application, "withdrawn", true, command);
  move_up(*application, command);
  return contract::WithdrawApplicationReply{};
}

Result<contract::ReceiptReply> Members::receipt(const contract::Receipt& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT a.code, a.call, c.title, a.state, a.rank FROM members_application a JOIN members_call c ON c.id = a.call WHERE a.token_hash = :hash",
      {bind("hash", sha256(request.token))});
  if (!row) return not_found("no_such_application");
  contract::ReceiptReply reply{.token = request.token, .code = row->text(0), .call = row->text(1), .call_title = row->text(2),
                               .application_state = row->text(3), .rank = row->optional_integer(4), .actions = {}};
  if (reply.application_state != "withdrawn" && reply.application_state != "selected") reply.actions.push_back("withdraw_application");
  return reply;
}

}  // namespace members_plugin
