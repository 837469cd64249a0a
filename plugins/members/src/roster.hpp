// The register's rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "members.hpp"

namespace members_plugin {

struct Seat {
  std::string id, body, category;
  std::optional<std::string> college{};
  bool closed = false;
};

struct Mandate {
  std::string id, seat, person, part, state, begins;
  std::optional<std::string> until{};
  bool charter_signed = false;

  [[nodiscard]] bool running() const { return state == "active" || state == "on_leave"; }
};

struct Tenure {
  std::string id, person, office, body;
  std::optional<std::string> until{};
};

/// Whether the register has this person; one who was erased is nobody to act upon.
[[nodiscard]] bool person_known(const std::string& person, const Query& query);
/// The person of the register whose account this is; empty when nobody's.
[[nodiscard]] std::string person_of(std::string_view account, const Query& query);
/// The person without an account whose address is that of this call's own account; empty when none, or several.
[[nodiscard]] std::string claimable_person(const Query& query);
/// Whether the person holds a seat, of whatever body, titular or alternate.
[[nodiscard]] bool sits(const std::string& person, const Query& query);
[[nodiscard]] std::optional<Seat> find_seat(const std::string& seat, const Query& query);
[[nodiscard]] std::optional<Mandate> find_mandate(const std::string& mandate, const Query& query);
/// The mandate that runs in this part of the seat.
[[nodiscard]] std::optional<Mandate> running_mandate(const std::string& seat, std::string_view part, const Query& query);
/// Mandates of a person that have not ended.
[[nodiscard]] std::vector<Mandate> open_mandates(const std::string& person, const Query& query);
/// An office that has not ended.
[[nodiscard]] std::optional<Tenure> find_tenure(const std::string& tenure, const Query& query);

/// Midnight UTC at which `date` begins, and at which the day after it does. Throws on what is no date: the door let it pass.
[[nodiscard]] Time begin_of(const std::string& date);
[[nodiscard]] Time end_of(const std::string& date);
[[nodiscard]] std::string day_before(const std::string& date);

}  // namespace members_plugin
