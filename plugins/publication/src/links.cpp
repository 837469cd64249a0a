#include "links.hpp"

#include <hemicycle/uses.hpp>

#include <algorithm>
#include <utility>

#include "publication.hpp"

namespace publication {
namespace {

using hemicycle::ask_if_there;
using hemicycle::Query;
using hemicycle::Result;
using hemicycle::Status;

/// What the neighbour replies; nothing when it knows no such thing, or is not in this house.
template <typename Question>
Result<std::optional<typename Question::Reply>> find(const Question& question, const Query& query) {
  auto reply = ask_if_there(question, query);
  if (!reply && reply.status() == Status::not_found) return std::optional<typename Question::Reply>();
  return reply;
}

/// What a form offers. What its article bears is kept among it: untouched, the form would lose what is no choice any more.
template <typename Choices>
Result<std::vector<Option>> offered(const std::optional<std::string>& borne, const Query& query) {
  auto choices = ask_if_there(Choices{}, query);
  if (!choices) return choices.error();
  std::vector<Option> options;
  if (*choices)
    for (auto& option : (*choices)->options) options.push_back({.id = std::move(option.id), .label = std::move(option.label)});
  const bool there = !borne || std::ranges::any_of(options, [&](const Option& option) { return option.id == *borne; });
  if (!there) options.push_back({.id = *borne, .label = *borne});
  return options;
}

/// The article whose form asks; an empty one for a form that begins one.
Record asking(const std::optional<std::string>& slug, const Query& query) {
  return slug ? by_slug(query.store(), *slug).value_or(Record()) : Record();
}

}  // namespace

Result<void> lead_somewhere(const Links& links, const Record& before, const Query& query) {
  auto wrong = hemicycle::invalid();
  if (links.group && links.group != before.group) {
    const auto group = find(working_groups::GetBrief{.group = *links.group}, query);
    if (!group) return group.error();
    if (!*group) wrong.also("group", "no_such_group");
  }
  if (links.referral && links.referral != before.referral) {
    const auto referral = find(saisine::GetBrief{.reference = *links.referral}, query);
    if (!referral) return referral.error();
    if (!*referral || !(*referral)->open) wrong.also("referral", "no_such_referral");
  }
  if (links.event && links.event != before.event) {
    const auto event = find(network_events::Event{.event = *links.event}, query);
    if (!event) return event.error();
    if (!*event) wrong.also("event", "no_such_event");
  }
  if (!wrong.fields.empty()) return wrong;
  return {};
}

Result<GroupsReply> Publication::groups(const Groups& request, const Query& query) const {
  auto options = offered<working_groups::Choices>(asking(request.slug, query).group, query);
  if (!options) return options.error();
  return GroupsReply{.options = std::move(*options)};
}

Result<ReferralsReply> Publication::referrals(const Referrals& request, const Query& query) const {
  auto options = offered<saisine::Choices>(asking(request.slug, query).referral, query);
  if (!options) return options.error();
  return ReferralsReply{.options = std::move(*options)};
}

Result<EventsReply> Publication::events(const Events& request, const Query& query) const {
  auto options = offered<network_events::Choices>(asking(request.slug, query).event, query);
  if (!options) return options.error();
  return EventsReply{.options = std::move(*options)};
}

}  // namespace publication
