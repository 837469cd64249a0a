// References that people read and write: "S-2026-003" is the third solicitation of 2026, "A-2026-001" the first self-referral.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace saisine_plugin {

/// "S-2026": what shares one count. `letter` is that of the kind, `day` an ISO date.
[[nodiscard]] std::string series_of(std::string_view letter, std::string_view day);

/// The number in at least three digits: references of one year sort as they were given, up to 999.
[[nodiscard]] std::string reference_of(std::string_view series, std::int64_t number);

}  // namespace saisine_plugin
