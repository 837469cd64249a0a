#include "group_name.hpp"

#include "publication.contract.hpp"

namespace publication {

hemicycle::Result<std::optional<std::string>> name_of(const std::optional<std::string>& group, hemicycle::Command& command) {
  if (!group) return std::optional<std::string>();
  const auto brief = command.ask(working_groups::GetBrief{.group = *group});
  if (brief.status() == hemicycle::Status::not_found) return std::optional<std::string>();
  if (!brief) return brief.error();
  return brief->open ? std::optional(brief->title) : std::nullopt;
}

}  // namespace publication
