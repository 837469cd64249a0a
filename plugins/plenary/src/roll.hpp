// Who sits in the body of a session: who of them is in the room, who is represented, by whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session.hpp"

namespace plenary_plugin {

struct Sitting {
  members::Voter voter;
  std::optional<std::string> person{};  ///< who is in the room for this seat: its holder or the alternate
  bool alternate = false;
  std::optional<std::int64_t> came_ns{}, left_ns{};
  std::optional<std::string> proxy{}, holder{};  ///< the standing proxy of this seat, and the seat that carries it
  bool represented = false;                      ///< absent, with a proxy that counts: its holder is in the room
  bool ended = false;                            ///< the mandate ended while the session was open; of roll_of_all alone

  [[nodiscard]] bool present() const { return person.has_value(); }
  /// Who speaks for this seat: who is in the room, else who holds it.
  [[nodiscard]] const std::string& who() const { return person ? *person : voter.person; }
};

struct Roll {
  std::vector<Sitting> seats;

  [[nodiscard]] const Sitting* of_seat(std::string_view seat) const;
  /// The seat that an account holds, as its holder or as the alternate.
  [[nodiscard]] const Sitting* of_account(std::string_view account) const;
  /// Those who may vote.
  [[nodiscard]] std::int64_t members() const;
  [[nodiscard]] std::int64_t present() const;
  [[nodiscard]] std::int64_t represented() const;
  [[nodiscard]] std::int64_t all_members() const;
  [[nodiscard]] std::int64_t all_present() const;
};

/// Who is to sit at the session's start, who sits now that it is open, or sat when it closed. With `item`, only the proxies that are for that
/// item count.
[[nodiscard]] Result<Roll> roll_of(const Session& session, const std::optional<std::string>& item, const Query& query);
/// The same for the record, with those whose mandate ended between opening and closing: they count for nothing, and are not forgotten
/// (invariant 2).
[[nodiscard]] Result<Roll> roll_of_all(const Session& session, const std::optional<std::string>& item, const Query& query);

/// The quorum for `act` (empty: that of the body) with who is there.
[[nodiscard]] Result<contract::Quorum> quorum_of(const Session& session, const std::string& act, const Roll& roll, const Query& query);

/// Names of all who hold a seat, alternates included.
[[nodiscard]] Result<members::NamesReply> names_on(const Roll& roll, const Query& query);

}  // namespace plenary_plugin
