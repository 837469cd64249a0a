// What other plugins lay before a body: it waits for a session, stands on an agenda, is decided, or is taken back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plenary.hpp"

namespace plenary_plugin {

struct Matter {
  std::string kind, id, act, title, state;
};

/// `handle` is "referral:S-2026-001", as the choices of a form have it.
[[nodiscard]] std::optional<Matter> find_matter(std::string_view handle, const Query& query);
void set_matter(std::string_view kind, const std::string& matter, std::string_view state, Command& command);
/// Waits from now on, or anew: what was sent back and is laid before the body again.
void table_matter(const Matter& matter, Command& command);

/// What an ending or cancelled session did not decide waits for another one, unless it already stands on the agenda of one.
void release_matters(const std::string& session, Command& command);

/// Takes it off the agendas of all sessions that are not over, and no longer lets it wait.
void take_back(std::string_view kind, const std::string& matter, Command& command);
/// One item leaves the agenda; a vote on it that is not proclaimed is void.
void withdraw(const std::string& session, const std::string& item, const std::optional<std::string>& reason, Command& command);

}  // namespace plenary_plugin
