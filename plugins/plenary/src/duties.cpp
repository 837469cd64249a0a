// What elections and minutes ask of whom, on the desk; and what a session led to, beneath it.

#include "choosing.hpp"
#include "election.hpp"
#include "minutes.hpp"

namespace plenary_plugin {
namespace {

using Duty = decltype(contract::DutiesReply::duties)::value_type;

struct UnderWay {
  std::string id, office, stage;
  std::optional<std::int64_t> until_ns;
};

std::vector<UnderWay> elections_under_way(const Query& query) {
  std::vector<UnderWay> found;
  query.store().rows(
      "SELECT id, office, stage, candidacies_until_ns FROM plenary_election "
      "WHERE stage IN ('candidacies_open', 'round_open', 'tied', 'decided', 'contested') ORDER BY number LIMIT 50",
      {}, [&](const Row& row) { found.push_back({row.text(0), row.text(1), row.text(2), row.optional_integer(3)}); });
  return found;
}

void put_elections(contract::DutiesReply& reply, const Query& query) {
  const bool records = query.allowed(contract::permission::record), chairs = query.allowed(contract::permission::chair);
  for (const auto& election : elections_under_way(query)) {
    Duty duty{.duty = {}, .title = election.id, .office = election.office, .path = "/elections/" + election.id, .due = {}, .due_is = {}};
    if (election.stage == "candidacies_open" && query.allowed(contract::permission::take_part)) {
      duty.duty = "may_stand";
      if (election.until_ns) duty.due = local_date(*election.until_ns), duty.due_is = "by";
    } else if (election.stage == "round_open" && records) {
      duty.duty = "count_round";
    } else if (election.stage == "tied" && records) {
      duty.duty = "break_tie";
    } else if (election.stage == "decided" && chairs) {
      duty.duty = "proclaim_election";
    } else if (election.stage == "contested" && chairs) {
      duty.duty = "settle_election";
    } else {
      continue;
    }
    reply.duties.push_back(std::move(duty));
  }
}

/// The secretary's drafts, and for members the text that a session is to approve.
void put_minutes(contract::DutiesReply& reply, const Query& query) {
  const bool records = query.allowed(contract::permission::record), reads = query.allowed(contract::permission::take_part);
  if (!records && !reads) return;
  query.store().rows(
      "SELECT s.id, s.title, COALESCE((SELECT m.stage FROM plenary_minutes m WHERE m.session = s.id ORDER BY m.version DESC LIMIT 1), 'draft') AS stage "
      "FROM plenary_session s WHERE s.state = 'closed' ORDER BY s.starts_ns DESC LIMIT 50",
      {}, [&](const Row& row) {
        Duty duty{.duty = {}, .title = row.text(1), .office = {}, .path = "/seances/" + row.text(0) + "/proces-verbal", .due = {}, .due_is = {}};
        if (row.view(2) == "draft" && records)
          duty.duty = "write_minutes";
        else if (row.view(2) == "submitted" && reads)
          duty.duty = "read_minutes";
        else if (row.view(2) == "approved" && records)
          duty.duty = "publish_minutes";
        else
          return;
        reply.duties.push_back(std::move(duty));
      });
}

}  // namespace

Result<contract::DutiesReply> Choosing::duties(const contract::Duties&, const Query& query) const {
  contract::DutiesReply reply;
  put_elections(reply, query);
  put_minutes(reply, query);
  return reply;
}

Result<contract::AfterSessionReply> Choosing::after_session(const contract::AfterSession& request, const Query& query) const {
  contract::AfterSessionReply reply{.session = request.session, .minutes_stage = {}, .elections = {}};
  // What the minutes themselves would answer this reader: a draft is its writers' alone.
  if (const auto read = minutes(contract::Minutes{.session = request.session, .version = {}}, query)) reply.minutes_stage = read->minutes_stage;
  query.store().rows(
      "SELECT id, office, body, stage, vacancies FROM plenary_election e WHERE e.session = :session "
      "OR EXISTS (SELECT 1 FROM plenary_round r WHERE r.election = e.id AND r.session = :session) ORDER BY number LIMIT 50",
      {bind("session", request.session)}, [&](const Row& row) {
        reply.elections.push_back({.election = row.text(0), .office = row.text(1), .body = row.text(2), .election_stage = row.text(3),
                                   .vacancies = row.integer(4), .candidacies_until = {}, .proclaimed_on = {}});
      });
  return reply;
}

}  // namespace plenary_plugin
