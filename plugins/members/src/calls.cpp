// A call for applications opens, closes on its day, and is done.
#include "calls.hpp"

#include <algorithm>

#include "census.hpp"
#include "roster.hpp"
#include "sortition.hpp"

namespace members_plugin {
namespace {

/// An address is in a lot once, by its first application.
void keep_one_per_address(const CallRow& call, Command& command) {
  command.store().exec(
      "UPDATE members_application SET state = 'duplicate', decided_ns = :now WHERE call = :call AND state = 'received' AND EXISTS "
      "(SELECT 1 FROM members_application o WHERE o.call = members_application.call AND o.state = 'received' "
      "AND LOWER(o.email) = LOWER(members_application.email) AND (o.received_ns < members_application.received_ns "
      "OR (o.received_ns = members_application.received_ns AND o.id < members_application.id)))",
      {bind("now", to_ns(command.now())), bind("call", call.id)});
}

/// The list of the codes is fixed: its mark is published before anybody knows a seed.
void close(const CallRow& call, Command& command) {
  if (call.method == "sortition") keep_one_per_address(call, command);
  std::vector<std::string> codes;
  command.store().rows("SELECT code FROM members_application WHERE call = :call AND state = 'received'", {bind("call", call.id)},
                       [&](const Row& row) { codes.push_back(row.text(0)); });
  const auto mark = list_mark(codes);
  command.store().exec("UPDATE members_call SET state = 'closed', list_mark = :mark, closed_ns = :now WHERE id = :id",
                       {bind("mark", mark), bind("now", to_ns(command.now())), bind("id", call.id)});
  command.emit(contract::CallClosed{.call = call.id, .list_mark = mark});
}

/// `invalid` at the quota that names what nobody can be.
Result<void> check_quotas(const std::vector<contract::Quota>& quotas, std::int64_t places, const contract::Settings& settings, const Query& query) {
  const auto classes = age_classes(settings);
  for (std::size_t i = 0; i < quotas.size(); ++i) {
    const auto& quota = quotas[i];
    const auto& terms = query.vocabulary("constituencies");
    const bool known = quota.dimension == "gender" ? quota.value == "woman" || quota.value == "man"
                       : quota.dimension == "age"
                           ? std::any_of(classes.begin(), classes.end(), [&](const auto& one) { return one.age_class == quota.value; })
                           : std::any_of(terms.begin(), terms.end(), [&](const auto& term) { return term.id == quota.value; });
    const auto at = "quotas." + std::to_string(i);
    if (!known) return invalid(at + ".value", "unknown_value");
    if (quota.least > places) return invalid(at + ".least", "more_than_places");
    if (quota.most && *quota.most < quota.least) return invalid(at + ".most", "less_than_least");
  }
  return {};
}

}  // namespace

std::optional<CallRow> find_call(const std::string& call, const Query& query) {
  const auto row = query.store().first("SELECT id, title, state, method, closes, places, list_mark FROM members_call WHERE id = :id", {bind("id", call)});
  if (!row) return std::nullopt;
  return CallRow{.id = row->text(0), .title = row->text(1), .state = row->text(2), .method = row->text(3), .closes = row->text(4),
                 .places = row->integer(5), .list_mark = row->optional_text(6)};
}

std::vector<contract::Quota> quotas_of(const std::string& call, const Query& query) {
  std::vector<contract::Quota> quotas;
  query.store().rows("SELECT dimension, value, least, most FROM members_quota WHERE call = :call ORDER BY position", {bind("call", call)},
                     [&](const Row& row) {
                       quotas.push_back({.dimension = row.text(0), .value = row.text(1), .least = row.integer(2), .most = row.integer(3)});
                     });
  return quotas;
}

contract::ShownQuota shown(const contract::Quota& quota, const std::optional<bool>& met) {
  contract::ShownQuota out{.dimension = quota.dimension, .gender = std::nullopt, .age_class = std::nullopt, .constituency = std::nullopt,
                           .least = quota.least, .most = quota.most.value_or(quota.least), .met = met};
  (quota.dimension == "gender" ? out.gender : quota.dimension == "age" ? out.age_class : out.constituency) = quota.value;
  return out;
}

Result<contract::OpenCallReply> Members::open_call(const contract::OpenCall& request, Command& command) {
  if (request.closes < command.today()) return invalid("closes", "already_over");
  if (const auto good = check_quotas(request.quotas, request.places, settings(), command); !good) return good.error();
  const auto number = command.store().integer("SELECT MAX(number) FROM members_call", {}) + 1;
  const auto id = "appel-" + std::to_string(number);
  command.store().exec(
      "INSERT INTO members_call (id, number, title, text, body, category, college, places, method, closes, state, opened_ns) "
      "VALUES (:id, :number, :title, :text, :body, :category, :college, :places, :method, :closes, 'open', :now)",
      {bind("id", id), bind("number", number), bind("title", request.title), bind("text", request.text), bind("body", request.body),
       bind("category", request.category), bind("college", request.college), bind("places", request.places), bind("method", request.method),
       bind("closes", request.closes), bind("now", to_ns(command.now()))});
  std::int64_t position = 0;
  for (const auto& quota : request.quotas)
    command.store().exec("INSERT INTO members_quota (call, position, dimension, value, least, most) VALUES (:call, :position, :dimension, :value, :least, :most)",
                         {bind("call", id), bind("position", ++position), bind("dimension", quota.dimension), bind("value", quota.value),
                          bind("least", quota.least), bind("most", quota.most.value_or(request.places))});
  command.schedule(contract::TurnCall{.call = id}, end_of(request.closes), "call:" + id);
  command.emit(contract::CallOpened{.call = id, .title = request.title, .closes = request.closes});
  return contract::OpenCallReply{.call = id};
}

Result<contract::CloseCallReply> Members::close_call(const contract::CloseCall& request, Command& command) {
  const auto call = find_call(request.call, command);
  if (!call) return not_found("no_such_call");
  if (call->state != "open") return conflict("call_closed_already");
  close(*call, command);
  return contract::CloseCallReply{};
}

Result<void> Members::turn_call(const contract::TurnCall& job, Command& command) {
  const auto call = find_call(job.call, command);
  if (call && call->state == "open" && end_of(call->closes) <= command.now()) close(*call, command);
  return {};
}

Result<contract::FinishCallReply> Members::finish_call(const contract::FinishCall& request, Command& command) {
  const auto call = find_call(request.call, command);
  if (!call) return not_found("no_such_call");
  if (call->state == "open") return conflict("close_it_first");
  if (call->state == "done") return conflict("call_done");
  command.store().exec("UPDATE members_application SET state = 'not_selected', decided_ns = :now WHERE call = :call AND decided_ns IS NULL",
                       {bind("now", to_ns(command.now())), bind("call", call->id)});
  command.store().exec("UPDATE members_call SET state = 'done' WHERE id = :id", {bind("id", call->id)});
  command.emit(contract::ApplicationChanged{.call = call->id});
  return contract::FinishCallReply{};
}

Result<contract::CallsReply> Members::calls(const contract::Calls&, const Query& query) const {
  contract::CallsReply reply{.calls = {}, .actions = {"open_call"}};
  query.store().rows("SELECT id, title, state, closes, places FROM members_call ORDER BY number DESC LIMIT 100", {}, [&](const Row& row) {
    reply.calls.push_back({.call = row.text(0), .title = row.text(1), .call_state = row.text(2), .closes = row.text(3), .places = row.integer(4)});
  });
  return reply;
}

Result<contract::CallReply> Members::call(const contract::Call& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT c.title, c.text, c.body, c.category, c.college, c.places, c.method, c.state, c.closes, c.list_mark, d.id FROM members_call c "
      "LEFT JOIN members_draw d ON d.call = c.id WHERE c.id = :id",
      {bind("id", request.call)});
  if (!row) return not_found("no_such_call");
  contract::CallReply reply{.call = request.call, .title = row->text(0), .text = row->text(1), .body = row->text(2), .category = row->text(3),
                            .college = row->optional_text(4), .places = row->integer(5), .method = row->text(6), .call_state = row->text(7),
                            .closes = row->text(8), .quotas = {}, .list_mark = row->optional_text(9),
                            .draw = row->optional_text(10), .kept_months = settings().kept_months,
                            .examines = query.allowed(contract::permission::examine), .actions = {}};
  for (const auto& quota : quotas_of(request.call, query)) reply.quotas.push_back(shown(quota, std::nullopt));
  if (reply.call_state == "open") reply.actions = {"apply", "close_call"};
  if (reply.call_state == "closed" && reply.method == "sortition") reply.actions.push_back("draw");
  if (reply.call_state == "drawn" || (reply.call_state == "closed" && reply.method == "examination")) reply.actions.push_back("finish_call");
  return reply;
}

}  // namespace members_plugin
