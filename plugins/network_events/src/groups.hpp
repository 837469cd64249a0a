// The working group that an event is of. A council may do without groups: then there is none to choose.
#pragma once

#include "network_events.hpp"

#include <optional>
#include <string>

namespace network_events {

/// Ok when no group is named, the event is of it already, or it is one that can be chosen; `invalid` at "group" otherwise.
[[nodiscard]] hemicycle::Result<void> choosable(const std::optional<std::string>& group, const std::optional<std::string>& before,
                                                const hemicycle::Query& query);

}  // namespace network_events
