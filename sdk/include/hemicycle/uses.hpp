// Asking what may be absent: the queries that a plugin names in `uses`. Included by who has such names; the generated contract does not bring it.
#pragma once

#include <hemicycle/call.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace hemicycle {

/// Code of the `unavailable` that `Query::ask` gives when nobody provides the contract: its plugin is not in this house, or somebody disabled it.
inline constexpr std::string_view kAbsent = "absent";

/// Asks a query named in `uses`: nothing when nobody provides it. A provider that is down for now is an error, as with `query.ask`: what is
/// missing for a moment must not look like what a council does without.
template <typename Question>
[[nodiscard]] Result<std::optional<typename Question::Reply>> ask_if_there(const Question& question, const Query& query) {
  using Found = std::optional<typename Question::Reply>;
  auto answer = query.ask(question);
  if (answer) return Found(std::move(*answer));
  if (answer.status() == Status::unavailable && answer.error().code == kAbsent) return Found();
  return answer.error();
}

}  // namespace hemicycle
