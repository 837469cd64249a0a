// What local actors do with a recommendation: declared by themselves, without an account, and public once somebody has looked at it.
#include "frozen.hpp"
#include "secret_address.hpp"
#include "uptake.hpp"

namespace opinions_plugin {
namespace {

struct Declared {
  std::string id{}, deliverable{}, actor_name{}, action_text{}, state{};
  std::int64_t number = 0;
  std::optional<std::string> result{}, reported_state{}, reported_result{}, explanation{};
};

Declared read(const Row& row) {
  return {.id = row.text(0),
          .deliverable = row.text(1),
          .actor_name = row.text(3),
          .action_text = row.text(4),
          .state = row.text(5),
          .number = row.integer(2),
          .result = row.optional_text(6),
          .reported_state = row.optional_text(7),
          .reported_result = row.optional_text(8),
          .explanation = row.optional_text(9)};
}

std::optional<Declared> at_address(const std::string& token, const Query& query) {
  const auto row = query.store().first(
      "SELECT id, deliverable, number, actor_name, action_text, state, result, reported_state, reported_result, explanation "
      "FROM opinions_uptake WHERE token = :token",
      {bind("token", token)});
  return row ? std::optional(read(*row)) : std::nullopt;
}

std::optional<Declared> declared(const std::string& id, const Query& query) {
  const auto row = query.store().first(
      "SELECT id, deliverable, number, actor_name, action_text, state, result, reported_state, reported_result, explanation "
      "FROM opinions_uptake WHERE id = :id",
      {bind("id", id)});
  return row ? std::optional(read(*row)) : std::nullopt;
}

std::string text_of_recommendation(const std::string& deliverable, std::int64_t number, const Query& query) {
  const auto row = query.store().first("SELECT text FROM opinions_recommendation WHERE deliverable = :id AND number = :number",
                                       {bind("id", deliverable), bind("number", number)});
  return row ? row->text(0) : std::string();
}

void refuse(const Declared& uptake, const std::optional<std::string>& explanation, Command& command) {
  // A refused report leaves what was public before; a refused declaration ends there, and its contact is forgotten.
  if (uptake.reported_state) {
    command.store().exec("UPDATE opinions_uptake SET reported_state = NULL, reported_result = NULL, explanation = :why WHERE id = :id",
                         {bind("why", explanation), bind("id", uptake.id)});
  } else {
    command.store().exec("UPDATE opinions_uptake SET state = 'refused', contact = NULL, explanation = :why WHERE id = :id",
                         {bind("why", explanation), bind("id", uptake.id)});
  }
  command.emit(contract::UptakeRefused{.deliverable = uptake.deliverable, .uptake = uptake.id});
}

void publish_report(const Declared& uptake, Command& command) {
  command.store().exec(
      "UPDATE opinions_uptake SET state = reported_state, result = reported_result, reported_state = NULL, reported_result = NULL, "
      "explanation = NULL, contact = CASE WHEN reported_state = 'result_shared' THEN NULL ELSE contact END WHERE id = :id",
      {bind("id", uptake.id)});
  command.emit(contract::UptakeReported{.deliverable = uptake.deliverable, .uptake = uptake.id});
}

void publish_declaration(const Declared& uptake, Command& command) {
  const auto today = command.today();
  command.store().exec("UPDATE opinions_uptake SET state = 'acknowledged', published = :today, explanation = NULL WHERE id = :id",
                       {bind("today", today), bind("id", uptake.id)});
  command.emit(contract::UptakePublished{
      .deliverable = uptake.deliverable, .uptake = uptake.id, .actor_name = uptake.actor_name, .date = today});
}

}  // namespace

Result<contract::DeclareUptakeReply> Opinions::declare_uptake(const contract::DeclareUptake& request, Command& command) {
  const auto deliverable = find(request.deliverable, command);
  if (!deliverable || !deliverable->is_public) return not_found("no_such_deliverable");
  if (text_of_recommendation(deliverable->id, request.number, command).empty()) return not_found("no_such_recommendation");
  const auto id = command.new_id(), token = secret_address();
  command.store().exec(
      "INSERT INTO opinions_uptake (id, deliverable, number, actor_name, action_text, link, contact, token, state, declared_ns) "
      "VALUES (:id, :deliverable, :number, :actor_name, :action_text, :link, :contact, :token, 'declared', :now)",
      {bind("id", id), bind("deliverable", deliverable->id), bind("number", request.number), bind("actor_name", request.actor_name),
       bind("action_text", request.action_text), bind("link", request.link), bind("contact", request.contact), bind("token", token),
       bind("now", to_ns(command.now()))});
  command.emit(contract::UptakeDeclared{.deliverable = deliverable->id, .uptake = id});
  return contract::DeclareUptakeReply{.token = token};
}

Result<contract::ModerateUptakeReply> Opinions::moderate_uptake(const contract::ModerateUptake& request, Command& command) {
  const auto uptake = declared(request.uptake, command);
  if (!uptake) return not_found("no_such_uptake");
  if (uptake->state != "declared" && !uptake->reported_state) return conflict("already_moderated");
  if (request.verdict == "refuse") {
    if (!request.explanation) return invalid("explanation", "required");
    refuse(*uptake, request.explanation, command);
  } else if (uptake->reported_state) {
    publish_report(*uptake, command);
  } else {
    publish_declaration(*uptake, command);
  }
  return contract::ModerateUptakeReply{};
}

Result<contract::ReportUptakeReply> Opinions::report_uptake(const contract::ReportUptake& request, Command& command) {
  const auto uptake = at_address(request.token, command);
  if (!uptake) return not_found("no_such_uptake");
  if (uptake->state != "acknowledged" && uptake->state != "in_progress") return conflict("not_reportable");
  command.store().exec(
      "UPDATE opinions_uptake SET reported_state = :state, reported_result = :result, declared_ns = :now, explanation = NULL WHERE id = :id",
      {bind("state", request.progress), bind("result", request.result), bind("now", to_ns(command.now())), bind("id", uptake->id)});
  command.emit(contract::UptakeDeclared{.deliverable = uptake->deliverable, .uptake = uptake->id});
  return contract::ReportUptakeReply{.token = request.token};
}

Result<contract::UptakeReply> Opinions::uptake(const contract::Uptake& request, const Query& query) const {
  const auto uptake = at_address(request.token, query);
  const auto deliverable = uptake ? find(uptake->deliverable, query) : std::nullopt;
  if (!deliverable) return not_found("no_such_uptake");
  contract::UptakeReply reply{.token = request.token,
                              .deliverable = deliverable->id,
                              .recommendation = recommendation_reference(*deliverable, uptake->number),
                              .recommendation_text = text_of_recommendation(deliverable->id, uptake->number, query),
                              .actor_name = uptake->actor_name,
                              .action_text = uptake->action_text,
                              .uptake_state = uptake->state,
                              .explanation = uptake->explanation,
                              .result = uptake->result,
                              .waiting = uptake->reported_result};
  if (uptake->state == "acknowledged" || uptake->state == "in_progress") reply.actions.push_back("report_uptake");
  return reply;
}

Result<contract::UptakesToModerateReply> Opinions::uptakes_to_moderate(const contract::UptakesToModerate&, const Query& query) const {
  contract::UptakesToModerateReply reply;
  query.store().rows(
      "SELECT u.id, COALESCE(d.reference, d.id), u.number, r.text, u.actor_name, u.action_text, u.link, u.contact, u.declared_ns, "
      "u.reported_result FROM opinions_uptake u JOIN opinions_deliverable d ON d.id = u.deliverable "
      "JOIN opinions_recommendation r ON r.deliverable = u.deliverable AND r.number = u.number "
      "WHERE u.state = 'declared' OR u.reported_state IS NOT NULL ORDER BY u.declared_ns, u.id LIMIT 500",
      {}, [&](const Row& row) {
        reply.uptakes.push_back({.uptake = row.text(0),
                                 .recommendation = row.text(1) + "/R" + std::to_string(row.integer(2)),
                                 .recommendation_text = row.text(3),
                                 .actor_name = row.text(4),
                                 .action_text = row.text(5),
                                 .reported = row.optional_text(9),
                                 .link = row.optional_text(6),
                                 .contact = row.optional_text(7),
                                 .declared = to_iso(from_ns(row.integer(8)))});
      });
  return reply;
}

Result<contract::DeclaredUptakeReply> Opinions::declared_uptake(const contract::DeclaredUptake& request, const Query& query) const {
  const auto uptake = declared(request.uptake, query);
  const auto deliverable = uptake ? find(uptake->deliverable, query) : std::nullopt;
  const auto row = query.store().first("SELECT link, contact FROM opinions_uptake WHERE id = :id", {bind("id", request.uptake)});
  if (!deliverable || !row) return not_found("no_such_uptake");
  return contract::DeclaredUptakeReply{.recommendation = recommendation_reference(*deliverable, uptake->number),
                                       .recommendation_text = text_of_recommendation(deliverable->id, uptake->number, query),
                                       .actor_name = uptake->actor_name,
                                       .action_text = uptake->action_text,
                                       .reported = uptake->reported_result,
                                       .link = row->optional_text(0),
                                       .contact = row->optional_text(1)};
}

std::vector<contract::ShownUptake> public_uptakes(const std::string& deliverable, std::int64_t number, const Query& query) {
  std::vector<contract::ShownUptake> shown;
  query.store().rows(
      "SELECT id, actor_name, action_text, link, published, state, result FROM opinions_uptake "
      "WHERE deliverable = :id AND number = :number AND published IS NOT NULL ORDER BY published, id LIMIT 500",
      {bind("id", deliverable), bind("number", number)}, [&](const Row& row) {
        shown.push_back({.uptake = row.text(0),
                         .actor_name = row.text(1),
                         .action_text = row.text(2),
                         .link = row.optional_text(3),
                         .date = row.text(4),
                         .uptake_state = row.text(5),
                         .result = row.optional_text(6)});
      });
  return shown;
}

}  // namespace opinions_plugin
