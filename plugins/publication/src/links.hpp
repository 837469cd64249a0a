// What an article is linked to: a working group, a referral, an event.
#pragma once

#include "record.hpp"

namespace publication {

/// The links of a form, by the names of its fields.
struct Links {
  const std::optional<std::string>& group;
  const std::optional<std::string>& referral;
  const std::optional<std::string>& event;
};

/// `invalid` at each link that leads nowhere, or to a referral that not everybody may see. What `before` had already is not asked again: an editor
/// who changes a title answers for that alone.
[[nodiscard]] hemicycle::Result<void> lead_somewhere(const Links& links, const Record& before, const hemicycle::Query& query);

}  // namespace publication
