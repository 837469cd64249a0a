// What was frozen: its versions, its recommendations, their answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "deliverable.hpp"

namespace opinions_plugin {

struct Frozen {
  Text text{};
  std::string canonical{}, hash{}, date{};
  std::optional<std::string> note{};
};
[[nodiscard]] std::optional<Frozen> frozen(const Deliverable& deliverable, std::int64_t version, const Query& query);

/// The text that this version's fingerprint is taken of: JSON with its keys in a fixed order, so that anybody can compute it again.
[[nodiscard]] std::string canonical_form(const Deliverable& deliverable, std::int64_t version, const Text& text,
                                         const std::vector<contract::Statement>& statements);

/// The recommendations of a frozen text by their references.
[[nodiscard]] std::vector<contract::Passed> passed(const Deliverable& deliverable, const Text& text);

struct Recommendation {
  std::int64_t number = 0;
  std::string text{};
  std::optional<std::string> addressee{}, theme{}, answer{}, first_answered{}, step{};
};
[[nodiscard]] std::vector<Recommendation> recommendations_of(const std::string& deliverable, const Query& query);
[[nodiscard]] std::optional<Recommendation> recommendation_of(const std::string& deliverable, std::int64_t number, const Query& query);

struct Progress {
  std::int64_t recommendations = 0, answered = 0;
  [[nodiscard]] std::int64_t unanswered() const { return recommendations - answered; }
};
[[nodiscard]] Progress progress_of(const std::string& deliverable, const Query& query);

/// It was transmitted, and its follow-up is not over.
[[nodiscard]] bool may_answer(const Deliverable& deliverable);

/// What was answered can be closed, and what nobody has to answer: without a term, or without a recommendation.
[[nodiscard]] bool may_close(const Deliverable& deliverable, const Query& query);

/// Where a recommendation stands, in one of the contract's words (SM9). `shows_silence`: whether this reader sees that an answer is late.
[[nodiscard]] std::string status_of(const Recommendation& recommendation, const Deliverable& deliverable, bool shows_silence);

}  // namespace opinions_plugin
