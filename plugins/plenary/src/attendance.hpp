// Coming and going, and what proxies do of it.
#pragma once

#include <string>
#include <string_view>

#include "roll.hpp"

namespace plenary_plugin {

/// Somebody comes: the holder of a seat takes over from the alternate, and the proxy that the seat had given falls (invariant 4).
[[nodiscard]] Result<void> arrive(const Session& session, const Sitting& seat, bool alternate, std::string_view how, Command& command);
/// Whoever sits for the seat leaves. `ended`: the seat itself has ended.
void depart(const std::string& session, const std::string& seat, Command& command);

/// Ends the standing proxy that a seat gave, if there is one. It does not come back.
void end_proxy_of(const std::string& session, const std::string& giver, std::string_view why, Command& command);
/// Ends those that a seat carries.
void end_proxies_held(const std::string& session, const std::string& holder, std::string_view why, Command& command);

/// A session in which people come and go: convened or open.
[[nodiscard]] Result<Session> gathering(const std::string& id, const Query& query);

}  // namespace plenary_plugin
