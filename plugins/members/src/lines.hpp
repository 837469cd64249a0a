// Rows as pages show them.
#pragma once

#include <string>
#include <vector>

#include "members.hpp"

namespace members_plugin {

/// The mandates of a seat, or of a person, the latest first. One of the two is given, the other is empty.
[[nodiscard]] std::vector<contract::MandateLine> mandate_lines(const std::string& seat, const std::string& person,
                                                              const contract::Settings& settings, const Query& query);
/// The offices of a person, the latest first.
[[nodiscard]] std::vector<contract::TenureLine> tenure_lines(const std::string& person, const Query& query);
/// The mandates that go with no seat: of a person, or of all when `person` is empty.
[[nodiscard]] std::vector<contract::CouncillorLine> councillor_lines(const std::string& person, const Query& query);
/// What a person holds now.
[[nodiscard]] std::vector<contract::HeldSeat> seats_of(const std::string& person, const Query& query);
[[nodiscard]] std::vector<contract::HeldOffice> offices_of(const std::string& person, const Query& query);

}  // namespace members_plugin
