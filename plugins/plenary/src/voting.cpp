// Voices come in: one for each seat, from a device, from the roll-call, or as numbers.
#include "choice.hpp"
#include "roll.hpp"

namespace plenary_plugin {
namespace {

struct Voter {
  std::string seat, part;
  std::optional<std::string> holder;
};

std::optional<Voter> read_voter(const std::optional<OwnedRow>& row) {
  if (!row) return std::nullopt;
  return Voter{.seat = row->text(0), .part = row->text(1), .holder = row->optional_text(2)};
}

/// Whose voice an account casts: its own, or that of `seat`, whose proxy it carries.
Result<Voter> voice_of(const std::string& vote, std::string_view account, const std::optional<std::string>& seat, const Query& query) {
  const auto own = read_voter(query.store().first(
      "SELECT seat, part, holder FROM plenary_voter WHERE vote = :vote AND account = :account AND part <> 'represented'",
      {bind("vote", vote), bind("account", account)}));
  if (!seat || (own && *seat == own->seat)) {
    if (!own) return denied("not_in_electorate");
    if (own->part != "present") return conflict("absent_at_opening");
    return *own;
  }
  const auto carried = read_voter(query.store().first("SELECT seat, part, holder FROM plenary_voter WHERE vote = :vote AND seat = :seat",
                                                      {bind("vote", vote), bind("seat", *seat)}));
  if (!carried || !carried->holder || !own || *carried->holder != own->seat) return invalid("seat", "no_proxy_for_it");
  if (carried->part != "represented") return conflict("proxy_holder_absent");
  return *carried;
}

std::string as_choices(const std::string& choice) { return to_json(std::vector<std::string>{choice}); }

}  // namespace

Result<std::vector<std::string>> voting_seats(const std::string& vote, std::string_view account, const std::optional<std::string>& seat, bool all,
                                              const Query& query) {
  auto voter = voice_of(vote, account, seat, query);
  if (!voter) return voter.error();
  if (!all) return std::vector<std::string>{std::move(voter->seat)};
  std::vector<std::string> seats;
  query.store().rows(
      "SELECT v.seat FROM plenary_voter v WHERE v.vote = :vote AND v.account = :account AND v.part IN ('present', 'represented') "
      "AND NOT EXISTS (SELECT 1 FROM plenary_ballot b WHERE b.vote = v.vote AND b.voter_seat = v.seat) ORDER BY v.seat",
      {bind("vote", vote), bind("account", account)}, [&](const Row& row) { seats.push_back(row.text(0)); });
  return seats;
}

Result<void> put_ballots(const VoteRecord& vote, const std::vector<std::string>& seats, const std::string& choices, Command& command) {
  std::int64_t written = 0;
  for (const auto& seat : seats)
    written += command.store().exec(
        "INSERT INTO plenary_ballot (vote, voter_seat, choices) VALUES (:vote, :seat, :choices) ON CONFLICT (vote, voter_seat) DO NOTHING",
        {bind("vote", vote.id), bind("seat", seat), bind("choices", choices)});
  if (written == 0) return conflict("already_voted");
  command.emit(contract::Voted{.session = vote.session, .vote = vote.id});
  return {};
}

Result<contract::CastReply> Plenary::cast(const contract::Cast& request, Command& command) {
  const auto vote = the_vote(request.session, request.vote, command);
  if (!vote) return vote.error();
  // Whoever the device belongs to and whatever it is told: what comes through it is known to the machine, so it is not secret.
  if (vote->secret) return conflict("not_secret");
  if (vote->method != "electronic" && vote->method != "consent") return conflict("not_electronic");
  if (vote->kind != "motion") return conflict("vote_between_options");
  if (vote->stage == "prepared") return conflict("vote_not_open_yet");
  if (vote->stage != "open") return conflict("vote_closed");
  if (vote->closes_ns && to_ns(command.now()) >= *vote->closes_ns) return conflict("vote_closed");
  if (vote->method == "consent" && request.choice != "against") return invalid("choice", "objections_only");
  const auto seats = voting_seats(vote->id, command.actor().id(), request.seat, request.all, command);
  if (!seats) return seats.error();
  if (const auto put = put_ballots(*vote, *seats, as_choices(request.choice), command); !put) return put.error();
  return contract::CastReply{};
}

Result<contract::MyVoicesReply> Plenary::my_voices(const contract::MyVoices& request, const Query& query) const {
  contract::MyVoicesReply reply;
  std::vector<std::string> persons, seats;
  query.store().rows(
      "SELECT seat, person FROM plenary_voter WHERE vote = :vote AND account = :account AND part IN ('present', 'represented') "
      "ORDER BY part, seat LIMIT 1000",
      {bind("vote", request.vote), bind("account", query.actor().id())}, [&](const Row& row) {
        seats.push_back(row.text(0));
        persons.push_back(row.text(1));
      });
  const auto names = names_of(persons, query);
  if (!names) return names.error();
  for (std::size_t i = 0; i < seats.size(); ++i) reply.options.push_back({.id = seats[i], .label = name_in(*names, persons[i], seats[i])});
  return reply;
}

Result<contract::RecordVoicesReply> Plenary::record_voices(const contract::RecordVoices& request, Command& command) {
  const auto vote = the_vote(request.session, request.vote, command);
  if (!vote) return vote.error();
  if (vote->method != "roll_call") return conflict("no_roll_call");
  if (vote->stage != "open") return conflict(vote->stage == "prepared" ? "vote_not_open_yet" : "vote_closed");
  for (std::size_t i = 0; i < request.voices.size(); ++i) {
    const auto& voice = request.voices[i];
    if (!voice.choice) continue;
    if (command.store().integer("SELECT COUNT(*) FROM plenary_voter WHERE vote = :vote AND seat = :seat AND part IN ('present', 'represented')",
                                {bind("vote", vote->id), bind("seat", voice.seat)}) == 0)
      return invalid("voices." + std::to_string(i) + ".seat", "not_in_electorate");
    command.store().exec(
        "INSERT INTO plenary_ballot (vote, voter_seat, choices) VALUES (:vote, :seat, :choices) "
        "ON CONFLICT (vote, voter_seat) DO UPDATE SET choices = :choices",
        {bind("vote", vote->id), bind("seat", voice.seat), bind("choices", as_choices(*voice.choice))});
  }
  command.emit(contract::Voted{.session = vote->session, .vote = vote->id});
  return contract::RecordVoicesReply{};
}

Result<contract::VoicesReply> Plenary::voices(const contract::Voices& request, const Query& query) const {
  contract::VoicesReply reply;
  std::vector<std::string> persons, seats;
  query.store().rows(
      "SELECT seat, person FROM plenary_voter WHERE vote = :vote AND part IN ('present', 'represented') ORDER BY seat LIMIT 2000",
      {bind("vote", request.vote)}, [&](const Row& row) {
        seats.push_back(row.text(0));
        persons.push_back(row.text(1));
      });
  const auto names = names_of(persons, query);
  if (!names) return names.error();
  for (std::size_t i = 0; i < seats.size(); ++i) reply.options.push_back({.id = seats[i], .label = name_in(*names, persons[i], seats[i])});
  return reply;
}

Result<contract::RollReply> Plenary::roll(const contract::Roll& request, const Query& query) const {
  contract::RollReply reply;
  query.store().rows(
      "SELECT v.seat, b.choices FROM plenary_voter v LEFT JOIN plenary_ballot b ON b.vote = v.vote AND b.voter_seat = v.seat "
      "WHERE v.vote = :vote AND v.part IN ('present', 'represented') ORDER BY v.seat LIMIT 2000",
      {bind("vote", request.vote)}, [&](const Row& row) {
        contract::Voice voice{.seat = row.text(0), .choice = {}};
        if (!row.is_null(1)) voice.choice = from_json<std::vector<std::string>>(row.text(1)).at(0);
        reply.voices.push_back(std::move(voice));
      });
  return reply;
}

}  // namespace plenary_plugin
