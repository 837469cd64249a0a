// The list of speakers, and how the time was shared: by college, and only where there are enough speakers not to point at anybody.
#include <map>
#include <set>

#include "roll.hpp"

namespace plenary_plugin {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000, kMinute = 60 * kSecond;

struct College {
  std::set<std::string> seats;
  std::int64_t seconds = 0, turns = 0;
};

std::vector<contract::Share> shares_of(const std::string& session, std::int64_t smallest, const Query& query) {
  std::map<std::string, College> colleges;
  std::int64_t whole = 0;
  query.store().rows("SELECT college, seat, began_ns, ended_ns FROM plenary_speech WHERE session = :session AND progress = 'done' AND college IS NOT NULL",
                     {bind("session", session)}, [&](const Row& row) {
                       auto& college = colleges[row.text(0)];
                       const auto seconds = (row.integer(3) - row.integer(2)) / kSecond;
                       college.seats.insert(row.text(1));
                       college.seconds += seconds;
                       college.turns += 1;
                       whole += seconds;
                     });
  std::vector<contract::Share> shares;
  // One college that is left out could be told from the total: then none is shown.
  for (const auto& [id, college] : colleges) {
    if (static_cast<std::int64_t>(college.seats.size()) < smallest) return {};
    shares.push_back({.college = id, .seconds = college.seconds, .percent = whole == 0 ? 0 : college.seconds * 100 / whole, .turns = college.turns});
  }
  return shares;
}

}  // namespace

Result<contract::SpeakersReply> Plenary::speakers(const contract::Speakers& request, const Query& query) const {
  const auto session = find_session(request.session, query);
  if (!session) return not_found("no_such_session");
  contract::SpeakersReply reply{.session = session->id, .title = session->title, .minutes_each = settings().speech_minutes};
  std::vector<std::string> persons;
  query.store().rows(
      "SELECT id, person, point_of_order, began_ns, ended_ns, progress FROM plenary_speech WHERE session = :session AND progress <> 'renounced' "
      "ORDER BY CASE WHEN progress = 'waiting' THEN point_of_order ELSE 0 END DESC, number LIMIT 500",
      {bind("session", session->id)}, [&](const Row& row) {
        contract::Speech speech{.speech = row.text(0), .name = row.text(1), .point_of_order = row.boolean(2)};
        if (!row.is_null(3)) speech.began = to_iso(from_ns(row.integer(3)));
        if (!row.is_null(4)) speech.minutes = (row.integer(4) - row.integer(3) + kMinute - 1) / kMinute;
        persons.push_back(row.text(1));
        const auto progress = row.text(5);
        if (progress == "speaking") reply.speaking = std::move(speech);
        else (progress == "waiting" ? reply.waiting : reply.spoken).push_back(std::move(speech));
      });
  const auto names = names_of(persons, query);
  if (!names) return names.error();
  const auto name = [&](contract::Speech& speech) { speech.name = name_in(*names, speech.name, speech.name); };
  if (reply.speaking) name(*reply.speaking);
  for (auto& speech : reply.waiting) name(speech);
  for (auto& speech : reply.spoken) name(speech);
  reply.shares = shares_of(session->id, settings().smallest_group, query);
  if (session->state == "open") reply.actions.push_back("give_floor");
  if (reply.speaking) reply.actions.push_back("end_speech");
  return reply;
}

}  // namespace plenary_plugin
