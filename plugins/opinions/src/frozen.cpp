#include "frozen.hpp"

namespace opinions_plugin {
namespace {

void write(JsonWriter& json, std::string_view key, const std::optional<std::string>& value) {
  if (!value) return;
  json.key(key);
  json.text(*value);
}

}  // namespace

std::optional<Frozen> frozen(const Deliverable& deliverable, std::int64_t version, const Query& query) {
  const auto row = query.store().first(
      "SELECT title, summary, body, proposals, hearings, canonical, hash, note, made_ns FROM opinions_final "
      "WHERE deliverable = :id AND version = :version",
      {bind("id", deliverable.id), bind("version", version)});
  if (!row) return std::nullopt;
  return Frozen{.text = {.title = row->text(0),
                         .summary = row->text(1),
                         .body = row->text(2),
                         .proposals = from_json<std::vector<contract::Proposal>>(row->view(3)),
                         .hearings = from_json<std::vector<contract::Hearing>>(row->view(4))},
                .canonical = row->text(5),
                .hash = row->text(6),
                .date = local_date(row->integer(8)),
                .note = row->optional_text(7)};
}

std::string canonical_form(const Deliverable& deliverable, std::int64_t version, const Text& text,
                           const std::vector<contract::Statement>& statements) {
  std::string form;
  JsonWriter json(form);
  json.begin_object();
  json.key("reference"), json.text(deliverable.name());
  json.key("version"), json.integer(version);
  if (version > 1) json.key("supersedes"), json.integer(version - 1);
  json.key("kind"), json.text(deliverable.kind);
  write(json, "decided", deliverable.decided);
  write(json, "session", deliverable.session);
  write(json, "reservations", deliverable.reservations);
  json.key("title"), json.text(text.title);
  json.key("summary"), json.text(text.summary);
  json.key("text"), json.text(text.body);
  json.key("recommendations");
  json.begin_array();
  for (const auto& one : passed(deliverable, text)) {
    json.begin_object();
    json.key("reference"), json.text(one.reference);
    json.key("text"), json.text(one.text);
    write(json, "addressee", one.addressee);
    json.end_object();
  }
  json.end_array();
  json.key("hearings"), write_json(json, text.hearings);
  json.key("statements"), write_json(json, statements);
  json.end_object();
  return form;
}

std::vector<contract::Passed> passed(const Deliverable& deliverable, const Text& text) {
  std::vector<contract::Passed> all;
  std::int64_t number = 0;
  for (const auto& proposal : text.proposals) {
    ++number;
    all.push_back({.number = number,
                   .reference = recommendation_reference(deliverable, number),
                   .text = proposal.text,
                   .addressee = proposal.addressee});
  }
  return all;
}

std::vector<Recommendation> recommendations_of(const std::string& deliverable, const Query& query) {
  std::vector<Recommendation> found;
  query.store().rows(
      "SELECT number, text, addressee, theme, answer, first_answered, step FROM opinions_recommendation "
      "WHERE deliverable = :id ORDER BY number",
      {bind("id", deliverable)}, [&](const Row& row) {
        found.push_back({.number = row.integer(0),
                         .text = row.text(1),
                         .addressee = row.optional_text(2),
                         .theme = row.optional_text(3),
                         .answer = row.optional_text(4),
                         .first_answered = row.optional_text(5),
                         .step = row.optional_text(6)});
      });
  return found;
}

std::optional<Recommendation> recommendation_of(const std::string& deliverable, std::int64_t number, const Query& query) {
  for (auto& one : recommendations_of(deliverable, query))
    if (one.number == number) return std::move(one);
  return std::nullopt;
}

Progress progress_of(const std::string& deliverable, const Query& query) {
  const auto row = query.store().first(
      "SELECT COUNT(*), COUNT(answer) FROM opinions_recommendation WHERE deliverable = :id", {bind("id", deliverable)});
  return row ? Progress{.recommendations = row->integer(0), .answered = row->integer(1)} : Progress{};
}

bool may_answer(const Deliverable& deliverable) { return deliverable.transmitted && !deliverable.in({"closed"}); }

bool may_close(const Deliverable& deliverable, const Query& query) {
  if (deliverable.in({"in_follow_up"})) return true;
  return deliverable.in({"transmitted"}) && (!deliverable.due || progress_of(deliverable.id, query).recommendations == 0);
}

std::string status_of(const Recommendation& recommendation, const Deliverable& deliverable, bool shows_silence) {
  if (recommendation.step) return *recommendation.step;
  if (recommendation.answer) return *recommendation.answer;
  if (!deliverable.expects_response || !deliverable.transmitted) return "issued";
  // Silence is a status of its own, never a refusal (invariant 9).
  return deliverable.overdue && shows_silence ? "overdue" : "awaiting";
}

}  // namespace opinions_plugin
