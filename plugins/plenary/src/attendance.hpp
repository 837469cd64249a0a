// Coming and going, and what proxies do of it.
#pragma once

#include <string>
#include <string_view>

#include "roll.hpp"

namespace plenary_plugin {

/// Somebody comes: the holder of a seat takes over from the alternate, and the proxy that the seat had given falls (invariant 4).
[[nodiscard]] Result<void> arrive(const Session& session, const Sitting& seat, bool alternate, std::string_view how, Command& command);
/// Whoever sits for the seat leaves.
void depart(const std::string& session, const std::string& seat, Command& command);

/// How many standing proxies a seat carries.
[[nodiscard]] std::int64_t proxies_carried_by(const std::string& session, const std::string& seat, const Query& query);
/// Ends the standing proxy that a seat gave, if there is one. It does not come back.
void end_proxy_of(const std::string& session, const std::string& giver, std::string_view why, Command& command);
/// Ends those that a person gave for a seat, or carries from it, whose mandate has ended.
void end_proxies_of_mandate(const std::string& session, const std::string& seat, const std::string& person, Command& command);

/// A session in which people come and go: convened or open.
[[nodiscard]] Result<Session> gathering(const std::string& id, const Query& query);

}  // namespace plenary_plugin
