// A line of a former register: what it says, and what would become of it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "members.hpp"

namespace members_plugin {

/// What the line comes to in the words of this register. Looked at, nothing is written.
struct Intake {
  std::vector<contract::RefusedField> refused{};
  std::string person{};  ///< of the register; empty = somebody new
  bool changes = false;  ///< the file of a known person would change
  contract::ChangePerson file{};
  std::optional<std::string> organisation{};  ///< its name; it is added when it is not known
  std::optional<contract::AddSeat> seat{};    ///< where the person would sit, unless they do already
  contract::Appoint mandate{};                ///< without seat and person

  [[nodiscard]] std::string result() const { return !refused.empty() ? "refused" : person.empty() ? "created" : changes || seat ? "updated" : "unchanged"; }
};

/// `seen` remembers who stood in the lines before: a person twice in one file is refused the second time.
[[nodiscard]] Intake look_at(const contract::ImportMember& line, std::set<std::string>& seen, const Query& query);

/// A seat for that mandate: vacant in that part, of the same body, category, college and organisation (by its id). Empty when there is none.
[[nodiscard]] std::string free_seat(const contract::AddSeat& wanted, const std::string& part, const Query& query);

}  // namespace members_plugin
