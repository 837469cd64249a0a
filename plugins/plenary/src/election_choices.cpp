// Choices for the forms of an election.
#include <algorithm>

#include "election.hpp"
#include "session.hpp"

namespace plenary_plugin {
namespace {

Result<std::vector<contract::Option>> persons_as_options(const std::vector<std::string>& persons, const Query& query) {
  const auto names = names_of(persons, query);
  if (!names) return names.error();
  std::vector<contract::Option> options;
  for (const auto& person : persons) options.push_back({.id = person, .label = name_in(*names, person, person)});
  std::ranges::sort(options, {}, &contract::Option::label);
  return options;
}

Result<std::vector<contract::Option>> paper_as_options(const std::vector<Choice>& paper, const Query& query) {
  std::vector<std::string> persons;
  for (const auto& choice : paper)
    if (!choice.person.empty()) persons.push_back(choice.person);
  const auto names = names_of(std::move(persons), query);
  if (!names) return names.error();
  std::vector<contract::Option> options;
  for (const auto& choice : paper)
    options.push_back({.id = choice.id, .label = choice.person.empty() ? choice.name : name_in(*names, choice.person, choice.person)});
  return options;
}

}  // namespace

Result<contract::EligibleReply> Electing::eligible(const contract::Eligible& request, const Query& query) const {
  const auto election = find_election(request.election, query);
  if (!election) return not_found("no_such_election");
  const auto electors = electors_of(*election, query);
  if (!electors) return electors.error();
  std::vector<std::string> persons;
  for (const auto& voter : *electors) persons.push_back(voter.person);
  auto options = persons_as_options(persons, query);
  if (!options) return options.error();
  return contract::EligibleReply{.options = std::move(*options)};
}

Result<contract::ScrutineersReply> Electing::scrutineers(const contract::Scrutineers& request, const Query& query) const {
  const auto election = find_election(request.election, query);
  if (!election) return not_found("no_such_election");
  const auto electors = electors_of(*election, query);
  if (!electors) return electors.error();
  const auto candidates = candidacies_of(election->id, query);
  std::vector<std::string> persons;
  for (const auto& voter : *electors)
    if (std::ranges::find(candidates, voter.person, &Candidacy::person) == candidates.end()) persons.push_back(voter.person);
  auto options = persons_as_options(persons, query);
  if (!options) return options.error();
  return contract::ScrutineersReply{.options = std::move(*options)};
}

Result<contract::OpenSessionsReply> Electing::open_sessions(const contract::OpenSessions&, const Query& query) const {
  contract::OpenSessionsReply reply;
  query.store().rows("SELECT id, title FROM plenary_session WHERE state = 'open' ORDER BY starts_ns DESC LIMIT 100",
                     [&](const Row& row) { reply.options.push_back({.id = row.text(0), .label = row.text(1)}); });
  return reply;
}

Result<contract::OnThePaperReply> Electing::on_the_paper(const contract::OnThePaper& request, const Query& query) const {
  const auto election = find_election(request.election, query);
  if (!election) return not_found("no_such_election");
  auto options = paper_as_options(paper_of(*election, query), query);
  if (!options) return options.error();
  return contract::OnThePaperReply{.options = std::move(*options)};
}

Result<contract::PaperSheetReply> Electing::paper_sheet(const contract::PaperSheet& request, const Query& query) const {
  const auto election = find_election(request.election, query);
  if (!election) return not_found("no_such_election");
  contract::PaperSheetReply reply;
  for (const auto& choice : paper_of(*election, query)) reply.counts.push_back({.choice = choice.id});
  return reply;
}

Result<contract::StandingEqualReply> Electing::standing_equal(const contract::StandingEqual& request, const Query& query) const {
  const auto election = find_election(request.election, query);
  if (!election) return not_found("no_such_election");
  contract::StandingEqualReply reply;
  if (!election->in({"tied"})) return reply;
  auto options = paper_as_options(paper_of(*election, query), query);
  if (!options) return options.error();
  reply.options = std::move(*options);
  return reply;
}

}  // namespace plenary_plugin
