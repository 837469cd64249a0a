// The time that the authority has to answer, and what happens when it has passed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "deliverable.hpp"

namespace opinions_plugin {

/// The last day to answer what is transmitted on `date`; nothing when no answer is expected or there is nothing to answer.
[[nodiscard]] Result<std::optional<std::string>> due_date(const Deliverable& deliverable, const std::string& date, const Query& query);

/// From then on silence is told.
void start_response_clock(const Deliverable& deliverable, Command& command);

/// Days from one ISO date to another.
[[nodiscard]] std::int64_t days_between(const std::string& from, const std::string& to);

/// To whom it was transmitted.
[[nodiscard]] std::vector<contract::Sent> recipients_of(const std::string& deliverable, const Query& query);

}  // namespace opinions_plugin
