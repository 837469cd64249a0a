// The charter that a member signs: versions that stay, and signatures by hand or on the platform.
#include <algorithm>

#include "course.hpp"

namespace members_plugin {
namespace {

void sign(Mandate& mandate, const std::string& on, const contract::Settings& settings, Command& command) {
  command.store().exec("UPDATE members_mandate SET charter_version = :version, charter_on = :day WHERE id = :id",
                       {bind("version", charter_version(command)), bind("day", on), bind("id", mandate.id)});
  mandate.charter_signed = true;
  // Whoever signs sits from now on, not before: no vote is given back.
  if (mandate.state == "appointed" && begin_of(mandate.begins) <= command.now()) {
    begin(mandate, command.now(), settings, command);
    plan(mandate, command);
  }
  command.emit(contract::RosterChanged{.what = "mandate"});
}

}  // namespace

Result<contract::AdoptCharterReply> Members::adopt_charter(const contract::AdoptCharter& request, Command& command) {
  const auto version = charter_version(command) + 1;
  command.store().exec("INSERT INTO members_charter (version, text, adopted_ns) VALUES (:version, :text, :now)",
                       {bind("version", version), bind("text", request.text), bind("now", to_ns(command.now()))});
  command.emit(contract::CharterAdopted{.version = version});
  return contract::AdoptCharterReply{.version = version};
}

Result<contract::SignCharterReply> Members::sign_charter(const contract::SignCharter& request, Command& command) {
  const auto person = person_of(command.actor().id(), command);
  auto mandates = person.empty() ? std::vector<Mandate>() : open_mandates(person, command);
  std::erase_if(mandates, [](const Mandate& mandate) { return mandate.charter_signed; });
  if (charter_version(command) == 0) return conflict("no_charter");
  if (mandates.empty()) return conflict("nothing_to_sign");
  if (!request.agreed) return invalid("agreed", "say_so");
  for (auto& mandate : mandates) sign(mandate, command.today(), settings(), command);
  return contract::SignCharterReply{};
}

Result<contract::RecordSignatureReply> Members::record_signature(const contract::RecordSignature& request, Command& command) {
  auto mandate = find_mandate(request.mandate, command);
  if (!mandate) return not_found("no_such_mandate");
  if (mandate->state == "ended") return conflict("mandate_over");
  if (mandate->charter_signed) return conflict("signed_already");
  if (charter_version(command) == 0) return conflict("no_charter");
  if (request.on > command.today()) return invalid("on", "not_yet");
  sign(*mandate, request.on, settings(), command);
  return contract::RecordSignatureReply{};
}

Result<contract::CharterReply> Members::charter(const contract::Charter&, const Query& query) const {
  contract::CharterReply reply;
  query.store().rows("SELECT version, text, adopted_ns FROM members_charter ORDER BY version DESC LIMIT 1", {}, [&](const Row& row) {
    reply.version = row.integer(0);
    reply.text = row.text(1);
    reply.adopted = local_date(row.integer(2));
  });
  return reply;
}

}  // namespace members_plugin
