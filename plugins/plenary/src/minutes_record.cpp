// The draft of the minutes: what the tables of the session say, in one record that a view renders.
#include <algorithm>
#include <map>

#include "election_reading.hpp"
#include "minutes.hpp"
#include "minutes_people.hpp"
#include "roll.hpp"

namespace plenary_plugin {
namespace {

/// All persons who spoke, counted papers or answered a roll-call beside those who hold a seat now: somebody may have left the council since.
Result<members::NamesReply> names_in(const Session& session, const Roll& roll, const Query& query) {
  std::vector<std::string> persons;
  for (const auto& seat : roll.seats) {
    persons.push_back(seat.voter.person);
    if (seat.voter.alternate_person) persons.push_back(*seat.voter.alternate_person);
  }
  const auto add = [&](const Row& row) { persons.push_back(row.text(0)); };
  query.store().rows("SELECT DISTINCT person FROM plenary_attendance WHERE session = :session", {bind("session", session.id)}, add);
  query.store().rows("SELECT DISTINCT holder_person FROM plenary_proxy WHERE session = :session", {bind("session", session.id)}, add);
  query.store().rows("SELECT DISTINCT person FROM plenary_speech WHERE session = :session", {bind("session", session.id)}, add);
  query.store().rows(
      "SELECT DISTINCT s.person FROM plenary_scrutineer s JOIN plenary_vote v ON v.id = s.vote WHERE v.session = :session",
      {bind("session", session.id)}, add);
  query.store().rows("SELECT DISTINCT b.person FROM plenary_voter b JOIN plenary_vote v ON v.id = b.vote WHERE v.session = :session",
                     {bind("session", session.id)}, add);
  return names_of(std::move(persons), query);
}

std::vector<contract::MinutesSpeaker> speakers_on(const Session& session, const std::string& item, const members::NamesReply& names, const Query& query) {
  std::vector<contract::MinutesSpeaker> speakers;
  query.store().rows(
      "SELECT person, point_of_order FROM plenary_speech WHERE session = :session AND item = :item AND began_ns IS NOT NULL "
      "ORDER BY began_ns, number LIMIT 500",
      {bind("session", session.id), bind("item", item)}, [&](const Row& row) {
        speakers.push_back({.name = name_in(names, row.text(0), row.text(0)), .point_of_order = row.integer(1) != 0});
      });
  return speakers;
}

std::vector<contract::MinutesCollege> colleges_of(const std::string& vote, const Query& query) {
  std::vector<contract::MinutesCollege> colleges;
  query.store().rows(
      "SELECT college, in_favour, against, abstained, COALESCE(adopted, 0) FROM plenary_college_count WHERE vote = :vote ORDER BY college",
      {bind("vote", vote)}, [&](const Row& row) {
        colleges.push_back({.college = row.text(0), .in_favour = row.integer(1), .against = row.integer(2), .abstained = row.integer(3),
                            .adopted = row.integer(4) != 0});
      });
  return colleges;
}

std::vector<std::string> scrutineers_of(const std::string& vote, const members::NamesReply& names, const Query& query) {
  std::vector<std::string> scrutineers;
  query.store().rows("SELECT person FROM plenary_scrutineer WHERE vote = :vote ORDER BY seat", {bind("vote", vote)},
                     [&](const Row& row) { scrutineers.push_back(name_in(names, row.text(0), row.text(0))); });
  return scrutineers;
}

std::vector<contract::MinutesVoice> voices_of(const std::string& vote, const members::NamesReply& names, const Query& query) {
  std::vector<contract::MinutesVoice> voices;
  query.store().rows(
      "SELECT v.person, b.choices FROM plenary_ballot b JOIN plenary_voter v ON v.vote = b.vote AND v.seat = b.voter_seat "
      "WHERE b.vote = :vote ORDER BY v.seat",
      {bind("vote", vote)}, [&](const Row& row) {
        const auto choices = from_json<std::vector<std::string>>(row.text(1));
        if (choices.size() == 1) voices.push_back({.name = name_in(names, row.text(0), row.text(0)), .voice = choices.front()});
      });
  return voices;
}

std::vector<contract::MinutesVote> votes_on(const std::string& item, bool voices, const members::NamesReply& names, const Query& query) {
  std::vector<contract::MinutesVote> votes;
  query.store().rows(
      "SELECT id, question, method, stage, decision, members, present, represented, quorum_required, quorum_counted, in_favour, against, "
      "abstained, blank, majority, required, tie_broken, COALESCE(void_reason, ruling_reason), "
      "(SELECT result FROM plenary_choice c WHERE c.vote = plenary_vote.id), reservations FROM plenary_vote "
      "WHERE item = :item AND stage <> 'prepared' ORDER BY number LIMIT 100",
      {bind("item", item)}, [&](const Row& row) {
        const auto figure = [&](std::size_t at) { return row.optional_integer(at).value_or(0); };
        contract::MinutesVote vote;
        vote.vote = row.text(0);
        vote.question = row.text(1);
        vote.method = row.text(2);
        vote.stage = row.text(3);
        vote.decision = row.optional_text(4);
        vote.counted = !row.is_null(10);
        vote.members = figure(5);
        vote.present = figure(6);
        vote.represented = figure(7);
        vote.quorum_required = figure(8);
        vote.quorum_counted = figure(9);
        // Where a share is asked, at least one person is needed.
        if (vote.quorum_required == 0) vote.not_asked = true;
        vote.in_favour = figure(10);
        vote.against = figure(11);
        vote.abstained = figure(12);
        vote.blank = figure(13);
        if (vote.counted && vote.method != "consent") vote.took_part = vote.in_favour + vote.against + vote.abstained + vote.blank;
        if (vote.counted) vote.majority = row.optional_text(14);
        vote.required = figure(15);
        vote.tie_broken = figure(16) != 0;
        vote.reason = row.optional_text(17);
        vote.reservations = row.optional_text(19);
        if (!row.is_null(18))
          for (const auto& ranked : from_json<contract::ChoiceResult>(row.text(18)).ranking)
            if (ranked.elected) vote.chosen.push_back(ranked.option);
        votes.push_back(std::move(vote));
      });
  for (auto& vote : votes) {
    vote.colleges = colleges_of(vote.vote, query);
    vote.scrutineers = scrutineers_of(vote.vote, names, query);
    // Who voted what is never said of any other method, whatever the council publishes (domain.md §4.2).
    if (voices && vote.method == "roll_call") vote.voices = voices_of(vote.vote, names, query);
  }
  return votes;
}

}  // namespace

Result<contract::MinutesRecord> draw_record(const Session& session, const MinutesRow& minutes, bool voices, const Query& query) {
  const auto roll = roll_of_all(session, std::nullopt, query);
  if (!roll) return roll.error();
  auto quorum = quorum_of(session, "", *roll, query);
  if (!quorum) return quorum.error();
  const auto names = names_in(session, *roll, query);
  if (!names) return names.error();
  auto elections = elections_in(session.id, query);
  if (!elections) return elections.error();

  contract::MinutesRecord record;
  record.session = session.id;
  record.title = session.title;
  record.body = session.body;
  record.date = session.date();
  record.mode = session.mode;
  record.place = session.place;
  record.second = session.convocation == 2;
  record.opened_at = ns_to_iso(session.opened_ns);
  record.closed_at = ns_to_iso(session.closed_ns);
  if (session.convened_ns) record.convened_on = local_date(*session.convened_ns);
  record.notice_days = session.notice_days;
  record.notice_respected = session.notice_respected;
  record.urgency_reason = session.urgency_reason;
  record.quorum = std::move(*quorum);
  record.members = roll->members();
  put_people(record, session, *roll, *names, query);
  record.opening = passage_of(minutes, kOpening, query);
  for (const auto& item : agenda_of(session.id, query)) {
    // Minutes are for everybody: of a referral that is not public they have the reference alone.
    const bool veiled = is_veiled(item, false, query);
    auto votes = votes_on(item.id, voices, *names, query);
    for (auto& vote : votes) {
      if (!veiled) continue;
      vote.question = *item.matter;
      vote.reason.reset();
      vote.reservations.reset();
    }
    record.items.push_back({.item = item.id,
                            .number = item.number,
                            .title = veiled ? *item.matter : item.title,
                            .veiled = veiled ? std::optional(true) : std::nullopt,
                            .progress = item.progress,
                            .reason = veiled ? std::nullopt : item.reason,
                            .passage = passage_of(minutes, item.id, query),
                            .speakers = speakers_on(session, item.id, *names, query),
                            .votes = std::move(votes),
                            .session = session.id,
                            .writable = false});
  }
  record.elections = std::move(*elections);
  return record;
}

}  // namespace plenary_plugin
