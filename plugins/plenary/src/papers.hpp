// The documents of a session, and the day by which the rules want them.
#pragma once

#include "session.hpp"

namespace plenary_plugin {

/// Days before the session: as the rules said when it was convened, else as they say now. Nothing when they could not be asked.
[[nodiscard]] std::optional<std::int64_t> papers_days_of(const Session& session, const Query& query);
/// Those of an item; one that was laid later than `days` before the session is late.
[[nodiscard]] std::vector<contract::PaperLine> papers_of(const Session& session, const std::string& item, std::optional<std::int64_t> days, const Query& query);
/// Numbers of the items that ask for a decision and have nothing to read: no document, and no matter that has its own text in the house.
[[nodiscard]] std::vector<std::string> without_papers(const Session& session, const Query& query);

}  // namespace plenary_plugin
