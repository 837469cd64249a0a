// Numbers that people counted, numbers that the house counts, and the outcome by the rules of the act.
#include "counting.hpp"

#include <set>

namespace plenary_plugin {
namespace {

/// Voices with their weights, those of one college or (empty) of all.
Counts cast_voices(const VoteRecord& vote, const std::string& college, const Query& query) {
  Counts counts;
  counts.members = query.store().integer("SELECT SUM(weight) FROM plenary_voter WHERE vote = :vote AND (:college = '' OR college = :college)",
                                         {bind("vote", vote.id), bind("college", college)});
  query.store().rows(
      "SELECT b.choices, SUM(v.weight) FROM plenary_ballot b JOIN plenary_voter v ON v.vote = b.vote AND v.seat = b.voter_seat "
      "WHERE b.vote = :vote AND (:college = '' OR v.college = :college) GROUP BY b.choices",
      {bind("vote", vote.id), bind("college", college)}, [&](const Row& row) {
        if (row.view(0) == R"(["for"])") counts.in_favour = row.integer(1);
        if (row.view(0) == R"(["against"])") counts.against = row.integer(1);
        if (row.view(0) == R"(["abstain"])") counts.abstained = row.integer(1);
      });
  return counts;
}

bool one_weight(const std::string& vote, const Query& query) {
  return query.store().integer("SELECT COUNT(DISTINCT weight) FROM plenary_voter WHERE vote = :vote", {bind("vote", vote)}) <= 1;
}

std::int64_t voices_in_the_room(const std::string& vote, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM plenary_voter WHERE vote = :vote AND part IN ('present', 'represented')", {bind("vote", vote)});
}

std::vector<std::string> colleges_of(const std::string& vote, const Query& query) {
  std::vector<std::string> colleges;
  query.store().rows("SELECT DISTINCT college FROM plenary_voter WHERE vote = :vote AND college IS NOT NULL ORDER BY college", {bind("vote", vote)},
                     [&](const Row& row) { colleges.push_back(row.text(0)); });
  return colleges;
}

std::optional<Error> scrutineers_refused(const contract::RecordCounts& request, const VoteRecord& vote, const Query& query) {
  if (vote.method != "secret_paper") return std::nullopt;
  const std::set<std::string> different(request.scrutineers.begin(), request.scrutineers.end());
  if (different.size() < 2) return invalid("scrutineers", "two_scrutineers");
  for (std::size_t i = 0; i < request.scrutineers.size(); ++i)
    if (query.store().integer("SELECT COUNT(*) FROM plenary_voter WHERE vote = :vote AND seat = :seat AND part = 'present'",
                              {bind("vote", vote.id), bind("seat", request.scrutineers[i])}) == 0)
      return invalid("scrutineers." + std::to_string(i), "not_in_electorate");
  return std::nullopt;
}

void write_scrutineers(const contract::RecordCounts& request, const std::string& vote, Command& command) {
  command.store().exec("DELETE FROM plenary_scrutineer WHERE vote = :vote", {bind("vote", vote)});
  for (const auto& seat : request.scrutineers)
    command.store().exec(
        "INSERT INTO plenary_scrutineer (vote, seat, person) SELECT vote, seat, person FROM plenary_voter WHERE vote = :vote AND seat = :seat "
        "ON CONFLICT (vote, seat) DO NOTHING",
        {bind("vote", vote), bind("seat", seat)});
}

/// The sum of what was entered for each college, which is kept beside.
Result<Counts> write_colleges(const contract::RecordCounts& request, const VoteRecord& vote, Command& command) {
  const auto colleges = colleges_of(vote.id, command);
  if (request.colleges.size() != colleges.size()) return invalid("colleges", "each_college_once");
  Counts sum;
  command.store().exec("DELETE FROM plenary_college_count WHERE vote = :vote", {bind("vote", vote.id)});
  for (std::size_t i = 0; i < request.colleges.size(); ++i) {
    const auto& row = request.colleges[i];
    const auto at = "colleges." + std::to_string(i) + ".college";
    const auto members = cast_voices(vote, row.college, command).members;
    const auto there = command.store().integer(
        "SELECT COUNT(*) FROM plenary_voter WHERE vote = :vote AND college = :college AND part IN ('present', 'represented')",
        {bind("vote", vote.id), bind("college", row.college)});
    if (row.in_favour + row.against + row.abstained > there) return invalid(at, "more_than_voters");
    const auto written = command.store().exec(
        "INSERT INTO plenary_college_count (vote, college, members, in_favour, against, abstained) "
        "VALUES (:vote, :college, :members, :in_favour, :against, :abstained) ON CONFLICT (vote, college) DO NOTHING",
        {bind("vote", vote.id), bind("college", row.college), bind("members", members), bind("in_favour", row.in_favour),
         bind("against", row.against), bind("abstained", row.abstained)});
    if (written == 0) return invalid(at, "each_college_once");
    sum.in_favour += row.in_favour;
    sum.against += row.against;
    sum.abstained += row.abstained;
  }
  return sum;
}

}  // namespace

Counts counts_of(const VoteRecord& vote, const Query& query) {
  if (!vote.counted()) return cast_voices(vote, "", query);
  return {.members = cast_voices(vote, "", query).members,
          .in_favour = vote.in_favour.value_or(0),
          .against = vote.against.value_or(0),
          .abstained = vote.abstained.value_or(0)};
}

std::vector<CollegeCounts> college_counts_of(const VoteRecord& vote, const Query& query) {
  std::vector<CollegeCounts> found;
  if (vote.counted()) {
    query.store().rows(
        "SELECT college, members, in_favour, against, abstained FROM plenary_college_count WHERE vote = :vote ORDER BY college",
        {bind("vote", vote.id)}, [&](const Row& row) {
          found.push_back({row.text(0), {row.integer(1), row.integer(2), row.integer(3), row.integer(4)}});
        });
    return found;
  }
  for (const auto& college : colleges_of(vote.id, query)) found.push_back({college, cast_voices(vote, college, query)});
  return found;
}

Result<rules::OutcomeReply> judge(const VoteRecord& vote, const std::string& tie, const std::optional<std::string>& chair, const Query& query) {
  const auto counts = counts_of(vote, query);
  rules::Outcome question{.majority = vote.majority, .tie = tie, .per_college = vote.per_college};
  question.members = counts.members;
  question.in_favour = counts.in_favour;
  question.against = counts.against;
  question.abstained = counts.abstained;
  question.chair = chair;
  if (vote.per_college)
    for (const auto& [college, voices] : college_counts_of(vote, query))
      question.colleges.push_back({.college = college,
                                   .weight = 1,
                                   .members = voices.members,
                                   .in_favour = voices.in_favour,
                                   .against = voices.against,
                                   .abstained = voices.abstained});
  return query.ask(question);
}

void keep(const VoteRecord& vote, const rules::OutcomeReply& outcome, Command& command) {
  const auto counts = counts_of(vote, command);
  command.store().exec(
      "UPDATE plenary_vote SET in_favour = :in_favour, against = :against, abstained = :abstained, outcome = :outcome, base = :base, "
      "required = :required, tie_broken = :tie_broken WHERE id = :id",
      {bind("in_favour", counts.in_favour), bind("against", counts.against), bind("abstained", counts.abstained), bind("outcome", outcome.outcome),
       bind("base", outcome.base), bind("required", outcome.required), bind("tie_broken", outcome.tie_broken), bind("id", vote.id)});
  if (!vote.per_college) return;
  for (const auto& [college, voices] : college_counts_of(vote, command))
    for (const auto& judged : outcome.colleges) {
      if (judged.college != college) continue;
      command.store().exec(
          "INSERT INTO plenary_college_count (vote, college, members, in_favour, against, abstained, base, required, adopted) "
          "VALUES (:vote, :college, :members, :in_favour, :against, :abstained, :base, :required, :adopted) "
          "ON CONFLICT (vote, college) DO UPDATE SET base = :base, required = :required, adopted = :adopted",
          {bind("vote", vote.id), bind("college", college), bind("members", voices.members), bind("in_favour", voices.in_favour),
           bind("against", voices.against), bind("abstained", voices.abstained), bind("base", judged.base), bind("required", judged.required),
           bind("adopted", judged.adopted)});
    }
}

Result<contract::RecordCountsReply> Plenary::record_counts(const contract::RecordCounts& request, Command& command) {
  const auto vote = the_vote(request.session, request.vote, command);
  if (!vote) return vote.error();
  if (!vote->counted()) return conflict("not_counted_by_hand");
  if (vote->stage != "open") return conflict(vote->stage == "prepared" ? "vote_not_open_yet" : "vote_closed");
  if (!one_weight(vote->id, command)) return conflict("weights_need_names");
  if (auto refused = scrutineers_refused(request, *vote, command)) return *refused;

  Counts counts;
  if (vote->per_college) {
    const auto sum = write_colleges(request, *vote, command);
    if (!sum) return sum.error();
    counts = *sum;
  } else {
    auto missing = invalid();
    if (!request.in_favour) missing.also("in_favour", "required");
    if (!request.against) missing.also("against", "required");
    if (!request.abstained) missing.also("abstained", "required");
    if (!missing.fields.empty()) return missing;
    counts = {.members = 0, .in_favour = *request.in_favour, .against = *request.against, .abstained = *request.abstained};
  }
  if (counts.in_favour + counts.against + counts.abstained + request.blank > voices_in_the_room(vote->id, command))
    return invalid("in_favour", "more_than_voters");
  write_scrutineers(request, vote->id, command);
  command.store().exec(
      "UPDATE plenary_vote SET in_favour = :in_favour, against = :against, abstained = :abstained, blank = :blank WHERE id = :id",
      {bind("in_favour", counts.in_favour), bind("against", counts.against), bind("abstained", counts.abstained), bind("blank", request.blank),
       bind("id", vote->id)});
  command.emit(contract::Voted{.session = vote->session, .vote = vote->id});
  return contract::RecordCountsReply{};
}

Result<contract::CountingSheetReply> Plenary::counting_sheet(const contract::CountingSheet& request, const Query& query) const {
  const auto vote = the_vote(request.session, request.vote, query);
  if (!vote) return vote.error();
  contract::CountingSheetReply reply{.in_favour = vote->in_favour, .against = vote->against, .abstained = vote->abstained, .blank = vote->blank};
  if (!vote->per_college) return reply;
  for (const auto& college : colleges_of(vote->id, query)) reply.colleges.push_back({.college = college});
  for (const auto& [college, voices] : college_counts_of(*vote, query))
    for (auto& row : reply.colleges)
      if (row.college == college) row = {college, voices.in_favour, voices.against, voices.abstained};
  return reply;
}

}  // namespace plenary_plugin
