// To whom a voice may be given, and to whom one was.
#include <algorithm>

#include "attendance.hpp"

namespace plenary_plugin {

Result<contract::HoldersReply> Plenary::holders(const contract::Holders& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_session");
  const auto rule = query.ask(rules::Body{.body = session->body});
  if (!rule) return rule.error();
  const auto roll = roll_of(*session, std::nullopt, query);
  if (!roll) return roll.error();
  const auto names = names_on(*roll, query);
  if (!names) return names.error();
  const auto* own = roll->of_account(query.actor().id());
  contract::HoldersReply reply;
  for (const auto& seat : roll->seats) {
    if ((own && seat.voter.seat == own->voter.seat) || !seat.voter.voting || seat.proxy) continue;
    if (proxies_carried_by(session->id, seat.voter.seat, query) >= rule->proxies_per_holder) continue;
    reply.options.push_back({.id = seat.voter.seat, .label = name_in(*names, seat.who(), seat.voter.seat)});
  }
  std::stable_sort(reply.options.begin(), reply.options.end(), [](const auto& a, const auto& b) { return a.label < b.label; });
  return reply;
}

Result<contract::GivenProxyReply> Plenary::given_proxy(const contract::GivenProxy& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  const auto row = query.store().first("SELECT giver, giver_person, holder_person FROM plenary_proxy WHERE id = :id AND session = :session",
                                       {bind("id", request.proxy), bind("session", request.session)});
  if (!session || !row) return not_found("no_such_proxy");
  const auto roll = roll_of(*session, std::nullopt, query);
  if (!roll) return roll.error();
  const auto* seat = roll->of_account(query.actor().id());
  const bool own = seat && seat->voter.seat == row->text(0);
  // Who votes for whom is for the two and for who keeps the attendance.
  if (!own && !query.allowed(contract::permission::attendance)) return denied("not_the_giver");
  const auto giver = row->text(1), holder = row->text(2);
  const auto names = names_of({giver, holder}, query);
  if (!names) return names.error();
  return contract::GivenProxyReply{.giver = name_in(*names, giver, giver), .holder = name_in(*names, holder, holder)};
}

}  // namespace plenary_plugin
