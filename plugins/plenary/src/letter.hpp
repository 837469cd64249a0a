// The notice of a session as a letter, in the words that the council set.
#pragma once

#include "session.hpp"

namespace plenary_plugin {

struct Wording {
  const std::string& subject;
  const std::string& text;
  const std::optional<std::string>& urgency;
};

/// Without its recipient. Its calendar part replaces that of an earlier notice of the same session.
[[nodiscard]] Mail letter_of(const Session& session, const Wording& wording, const Query& query);

/// What a vocabulary calls one of its ids.
[[nodiscard]] std::string label_of(std::string_view vocabulary, const std::string& id, const Query& query);

}  // namespace plenary_plugin
