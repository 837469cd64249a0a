// A voice given to another (invariant 4): giver and holder both sit and vote; a holder carries as many as the rules say; what was given is not
// given on; it falls when its giver comes, and does not come back by itself.
#include "attendance.hpp"

namespace plenary_plugin {
namespace {

struct Given {
  const Session& session;
  const Roll& roll;
  const std::string& giver;
  const std::string& holder;
  const std::vector<std::string>& items;
};

}  // namespace

std::int64_t proxies_carried_by(const std::string& session, const std::string& seat, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM plenary_proxy WHERE session = :session AND holder = :seat AND standing = 'standing'",
                               {bind("session", session), bind("seat", seat)});
}

namespace {

std::optional<Error> refusal(const Given& given, Command& command) {
  const auto rule = command.ask(rules::Body{.body = given.session.body});
  if (!rule) return rule.error();
  if (rule->proxies_per_holder == 0) return conflict("proxies_forbidden");
  const auto* giver = given.roll.of_seat(given.giver);
  const auto* holder = given.roll.of_seat(given.holder);
  if (!holder || !holder->voter.voting) return invalid("holder", "no_voice_here");
  if (!giver || !giver->voter.voting) return invalid("giver", "no_voice_here");
  if (given.giver == given.holder) return invalid("holder", "proxy_to_oneself");
  if (giver->present()) return conflict("giver_is_present");
  if (giver->proxy) return conflict("proxy_given_already");
  if (holder->proxy) return invalid("holder", holder->holder == given.giver ? "proxy_loop" : "proxy_chain");
  if (proxies_carried_by(given.session.id, given.giver, command) > 0) return conflict("carries_proxies");
  if (proxies_carried_by(given.session.id, given.holder, command) >= rule->proxies_per_holder) return invalid("holder", "carries_enough");
  for (std::size_t i = 0; i < given.items.size(); ++i)
    if (!find_item(given.session.id, given.items[i], command)) return invalid("items." + std::to_string(i), "no_such_item");
  return std::nullopt;
}

Result<std::string> give(const Given& given, Command& command) {
  if (auto refused = refusal(given, command)) return *refused;
  const auto id = command.new_id();
  command.store().exec(
      "INSERT INTO plenary_proxy (id, session, giver, giver_person, holder, holder_person, standing, given_ns) "
      "VALUES (:id, :session, :giver, :giver_person, :holder, :holder_person, 'standing', :now)",
      {bind("id", id), bind("session", given.session.id), bind("giver", given.giver), bind("giver_person", given.roll.of_seat(given.giver)->who()),
       bind("holder", given.holder), bind("holder_person", given.roll.of_seat(given.holder)->who()), bind("now", to_ns(command.now()))});
  for (const auto& item : given.items)
    command.store().exec("INSERT INTO plenary_proxy_item (proxy, item) VALUES (:proxy, :item) ON CONFLICT (proxy, item) DO NOTHING",
                         {bind("proxy", id), bind("item", item)});
  command.emit(contract::ProxyChanged{.session = given.session.id, .proxy = id, .standing = true});
  return id;
}

void end(const std::string& session, const std::string& proxy, std::string_view why, Command& command) {
  command.store().exec("UPDATE plenary_proxy SET standing = :standing, ended_ns = :now, ended_why = :why WHERE id = :id AND standing = 'standing'",
                       {bind("standing", why == "withdrawn" ? "withdrawn" : "fallen"), bind("now", to_ns(command.now())), bind("why", why), bind("id", proxy)});
  command.emit(contract::ProxyChanged{.session = session, .proxy = proxy, .standing = false});
}

}  // namespace

void end_proxy_of(const std::string& session, const std::string& giver, std::string_view why, Command& command) {
  const auto row = command.store().first("SELECT id FROM plenary_proxy WHERE session = :session AND giver = :giver AND standing = 'standing'",
                                         {bind("session", session), bind("giver", giver)});
  if (row) end(session, row->text(0), why, command);
}

void end_proxies_of_mandate(const std::string& session, const std::string& seat, const std::string& person, Command& command) {
  std::vector<std::string> proxies;
  command.store().rows(
      "SELECT id FROM plenary_proxy WHERE session = :session AND standing = 'standing' "
      "AND ((giver = :seat AND giver_person = :person) OR (holder = :seat AND holder_person = :person)) ORDER BY id",
      {bind("session", session), bind("seat", seat), bind("person", person)}, [&](const Row& row) { proxies.push_back(row.text(0)); });
  for (const auto& proxy : proxies) end(session, proxy, "seat_ended", command);
}

Result<contract::GiveProxyReply> Plenary::give_proxy(const contract::GiveProxy& request, Command& command) {
  const auto session = gathering(request.session, command);
  if (!session) return session.error();
  const auto roll = roll_of(*session, std::nullopt, command);
  if (!roll) return roll.error();
  const auto* seat = roll->of_account(command.actor().id());
  // The seat's voice is its holder's to give; the alternate comes in person or not at all.
  if (!seat || seat->voter.account != command.actor().id()) return denied("no_seat_here");
  auto id = give({*session, *roll, seat->voter.seat, request.holder, request.items}, command);
  if (!id) return id.error();
  return contract::GiveProxyReply{.proxy = *id};
}

Result<contract::RecordProxyReply> Plenary::record_proxy(const contract::RecordProxy& request, Command& command) {
  const auto session = gathering(request.session, command);
  if (!session) return session.error();
  const auto roll = roll_of(*session, std::nullopt, command);
  if (!roll) return roll.error();
  auto id = give({*session, *roll, request.giver, request.holder, request.items}, command);
  if (!id) return id.error();
  return contract::RecordProxyReply{.proxy = *id};
}

Result<contract::WithdrawProxyReply> Plenary::withdraw_proxy(const contract::WithdrawProxy& request, Command& command) {
  const auto session = gathering(request.session, command);
  if (!session) return session.error();
  const auto row = command.store().first("SELECT giver, standing FROM plenary_proxy WHERE id = :id AND session = :session",
                                         {bind("id", request.proxy), bind("session", session->id)});
  if (!row) return not_found("no_such_proxy");
  const auto roll = roll_of(*session, std::nullopt, command);
  if (!roll) return roll.error();
  const auto* seat = roll->of_account(command.actor().id());
  const bool own = seat && seat->voter.seat == row->text(0) && seat->voter.account == command.actor().id();
  if (!own && !command.allowed(contract::permission::attendance)) return denied("not_the_giver");
  if (row->text(1) != "standing") return conflict("proxy_over");
  end(session->id, request.proxy, "withdrawn", command);
  return contract::WithdrawProxyReply{};
}

}  // namespace plenary_plugin
