// The course of a mandate and of an office: what happens when one begins or ends, whoever decides it (domain.md, SM8).
#pragma once

#include <string>
#include <string_view>

#include "roster.hpp"

namespace members_plugin {

/// Whether the person holds a mandate that goes with no seat on `day`.
[[nodiscard]] bool incompatible(const std::string& person, const std::string& day, const Query& query);

/// The version of the charter in force; 0 when the council adopted none.
[[nodiscard]] std::int64_t charter_version(const Query& query);
/// Whether a mandate must wait for the signature of a charter.
[[nodiscard]] bool awaits_signature(const Mandate& mandate, const contract::Settings& settings, const Query& query);

/// The day of the first warning of absences that stands.
[[nodiscard]] std::optional<std::string> warned_on(const std::string& mandate, const Query& query);

/// Begins a mandate whose day has come, at `at`. One that held the seat and whose last day has passed ends first; a person who may not sit
/// ends instead of beginning.
void begin(Mandate& mandate, Time at, const contract::Settings& settings, Command& command);
/// Ends a mandate that runs or waits: tells, ends the offices of somebody who sits nowhere any more, settles roles. The row stays.
void finish(const Mandate& mandate, std::string_view reason, Time at, const contract::Settings& settings, Command& command);
/// Ends an office: tells, settles roles.
void finish(const Tenure& tenure, const contract::Settings& settings, Command& command);
/// Plans the next day on which something happens to this mandate by itself.
void plan(const Mandate& mandate, Command& command);
/// Ends every mandate of a person who may not sit any more.
void finish_all(const std::string& person, std::string_view reason, const contract::Settings& settings, Command& command);

}  // namespace members_plugin
