// The attendance sheet: who is there, who is represented by whom, and whether they are enough.
#include <algorithm>
#include <map>

#include "roll.hpp"

namespace plenary_plugin {
namespace {

std::string presence_of(const Sitting& seat) { return seat.ended ? "no_longer_sits" : seat.present() ? "present" : seat.represented ? "represented" : "absent"; }

/// Who may still come for a seat: nobody when its holder is there; its holder when the alternate is.
bool is_awaited(const Sitting& seat) { return !seat.ended && (!seat.present() || seat.alternate); }

/// Who was there when the session closed has not left it.
std::optional<std::int64_t> departure(const Session& session, const Sitting& seat) {
  return seat.present() || (session.closed_ns && seat.left_ns && *seat.left_ns >= *session.closed_ns) ? std::nullopt : seat.left_ns;
}

std::vector<contract::Person> people_on(const Session& session, bool gathers, const Roll& roll, const members::NamesReply& names) {
  std::vector<contract::Person> people;
  const auto offered = [&](bool offer) { return gathers && offer ? std::optional(true) : std::nullopt; };
  for (const auto& seat : roll.seats)
    people.push_back({.seat = seat.voter.seat,
                      .name = name_in(names, seat.who(), seat.voter.seat),
                      .college = seat.voter.college,
                      .presence = presence_of(seat),
                      .came = ns_to_iso(seat.came_ns),
                      .left = ns_to_iso(departure(session, seat)),
                      .alternate = seat.alternate,
                      .voting = seat.voter.voting,
                      .may_come = offered(is_awaited(seat)),
                      .may_go = offered(seat.present())});
  std::stable_sort(people.begin(), people.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return people;
}

Result<std::vector<contract::Proxy>> proxies_of(const std::string& session, const Query& query) {
  std::vector<contract::Proxy> proxies;
  std::vector<std::string> persons;
  query.store().rows(
      "SELECT id, giver_person, holder_person, standing, ended_why FROM plenary_proxy WHERE session = :session ORDER BY given_ns, id LIMIT 2000",
      {bind("session", session)}, [&](const Row& row) {
        proxies.push_back({.proxy = row.text(0), .giver = row.text(1), .holder = row.text(2), .standing = row.text(3), .ended_why = row.optional_text(4)});
        persons.insert(persons.end(), {row.text(1), row.text(2)});
      });
  const auto names = names_of(persons, query);
  if (!names) return names.error();
  std::map<std::string, std::string> numbers;
  for (const auto& item : agenda_of(session, query)) numbers[item.id] = item.number;
  for (auto& proxy : proxies) {
    proxy.giver = name_in(*names, proxy.giver, proxy.giver);
    proxy.holder = name_in(*names, proxy.holder, proxy.holder);
    query.store().rows("SELECT item FROM plenary_proxy_item WHERE proxy = :proxy ORDER BY item LIMIT 100", {bind("proxy", proxy.proxy)},
                       [&](const Row& row) { proxy.items.push_back(numbers[row.text(0)]); });
    std::sort(proxy.items.begin(), proxy.items.end());
  }
  return proxies;
}

/// The seats of which `named` names a person, by that person's name.
template <typename Named>
Result<std::vector<contract::Option>> choices(const std::string& id, Named&& named, const Query& query) {
  const auto session = find_session(id, query);
  if (!session) return not_found("no_such_session");
  const auto roll = roll_of(*session, std::nullopt, query);
  if (!roll) return roll.error();
  const auto names = names_on(*roll, query);
  if (!names) return names.error();
  std::vector<contract::Option> options;
  for (const auto& seat : roll->seats)
    if (const std::string* person = named(seat)) options.push_back({.id = seat.voter.seat, .label = name_in(*names, *person, seat.voter.seat)});
  std::stable_sort(options.begin(), options.end(), [](const auto& a, const auto& b) { return a.label < b.label; });
  return options;
}

}  // namespace

Result<contract::SeatsReply> Plenary::seats(const contract::Seats& request, const Query& query) const {
  auto options = choices(request.session, [](const Sitting& seat) { return &seat.who(); }, query);
  if (!options) return options.error();
  return contract::SeatsReply{.options = *std::move(options)};
}

Result<contract::ArrivingSeatsReply> Plenary::arriving_seats(const contract::ArrivingSeats& request, const Query& query) const {
  auto options = choices(request.session, [](const Sitting& seat) { return is_awaited(seat) ? &seat.voter.person : nullptr; }, query);
  if (!options) return options.error();
  return contract::ArrivingSeatsReply{.options = *std::move(options)};
}

Result<contract::PresentSeatsReply> Plenary::present_seats(const contract::PresentSeats& request, const Query& query) const {
  auto options = choices(request.session, [](const Sitting& seat) { return seat.present() ? &*seat.person : nullptr; }, query);
  if (!options) return options.error();
  // Who asked to speak comes first, in the order in which they are to speak.
  std::map<std::string, std::int64_t> turns;
  query.store().rows(
      "SELECT seat FROM plenary_speech WHERE session = :session AND progress = 'waiting' ORDER BY point_of_order DESC, number",
      {bind("session", request.session)}, [&](const Row& row) { turns.try_emplace(row.text(0), static_cast<std::int64_t>(turns.size())); });
  const auto turn = [&](const contract::Option& option) {
    const auto found = turns.find(option.id);
    return found == turns.end() ? static_cast<std::int64_t>(turns.size()) : found->second;
  };
  std::stable_sort(options->begin(), options->end(), [&](const auto& a, const auto& b) { return turn(a) < turn(b); });
  return contract::PresentSeatsReply{.options = *std::move(options)};
}

Result<contract::AttendanceReply> Plenary::attendance(const contract::Attendance& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_session");
  const auto roll = roll_of_all(*session, session->current_item, query);
  if (!roll) return roll.error();
  const auto names = names_on(*roll, query);
  if (!names) return names.error();
  auto proxies = proxies_of(session->id, query);
  if (!proxies) return proxies.error();
  auto quorum = quorum_of(*session, "", *roll, query);
  if (!quorum) return quorum.error();
  contract::AttendanceReply reply{.session = session->id, .title = session->title, .state = session->state};
  const bool announced = session->in({"convened", "open"}), gathers = announced && day_has_come(*session, query);
  if (announced) {
    reply.code = session->code;
    reply.join_path = session->join_path();
  }
  reply.people = people_on(*session, gathers, *roll, *names);
  reply.proxies = *std::move(proxies);
  reply.quorum = *std::move(quorum);
  reply.present = roll->present();
  reply.represented = roll->represented();
  reply.members = roll->members();
  if (announced) reply.actions = {"record_proxy"};
  if (gathers) reply.actions = {"check_in", "check_out", "record_proxy"};
  return reply;
}

}  // namespace plenary_plugin
