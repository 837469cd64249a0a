// The register's rows, and what happens to a mandate or an office whoever decides it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "members.hpp"

namespace members_plugin {

struct Seat {
  std::string id, body, category;
  std::optional<std::string> organisation{};
  bool closed = false;
};

struct Mandate {
  std::string id, seat, person, part, state, begins;
  std::optional<std::string> until{};

  [[nodiscard]] bool running() const { return state == "active" || state == "on_leave"; }
};

struct Tenure {
  std::string id, person, office, body;
  std::optional<std::string> until{};
};

[[nodiscard]] bool person_known(const std::string& person, const Query& query);
[[nodiscard]] std::optional<Seat> find_seat(const std::string& seat, const Query& query);
[[nodiscard]] std::optional<Mandate> find_mandate(const std::string& mandate, const Query& query);
/// An office that has not ended.
[[nodiscard]] std::optional<Tenure> find_tenure(const std::string& tenure, const Query& query);

/// Midnight UTC at which `date` begins, and at which the day after it does. Throws on what is no date: the door let it pass.
[[nodiscard]] Time begin_of(const std::string& date);
[[nodiscard]] Time end_of(const std::string& date);

/// Ends a mandate that runs or waits: tells, ends the offices of somebody who sits nowhere any more, settles roles. The row stays.
void finish(const Mandate& mandate, std::string_view reason, Time at, const contract::Settings& settings, Command& command);
/// Ends an office: tells, settles roles.
void finish(const Tenure& tenure, const contract::Settings& settings, Command& command);

}  // namespace members_plugin
