#include "groups.hpp"

#include <hemicycle/uses.hpp>

#include <algorithm>

namespace network_events {

using hemicycle::Query;
using hemicycle::Result;

Result<void> choosable(const std::optional<std::string>& group, const std::optional<std::string>& before, const Query& query) {
  if (!group || group == before) return {};
  const auto choices = hemicycle::ask_if_there(working_groups::Choices{}, query);
  if (!choices) return choices.error();
  const bool known = *choices && std::ranges::any_of((*choices)->options, [&](const auto& option) { return option.id == *group; });
  if (!known) return hemicycle::invalid("group", "no_such_group");
  return {};
}

Result<GroupsReply> NetworkEvents::groups(const Groups&, const Query& query) const {
  auto choices = hemicycle::ask_if_there(working_groups::Choices{}, query);
  if (!choices) return choices.error();
  GroupsReply reply;
  if (!*choices) return reply;
  for (auto& option : (*choices)->options) reply.options.push_back({.id = std::move(option.id), .label = std::move(option.label)});
  return reply;
}

}  // namespace network_events
