// A lot is drawn once, recorded without names, and can be drawn again by anybody.
#include "calls.hpp"
#include "census.hpp"
#include "sortition.hpp"

namespace members_plugin {
namespace {

std::vector<Quota> to_draw(const std::vector<contract::Quota>& quotas) {
  std::vector<Quota> out;
  for (const auto& quota : quotas)
    out.push_back({.dimension = quota.dimension, .value = quota.value, .least = quota.least, .most = quota.most.value_or(quota.least)});
  return out;
}

Candidate candidate_of(std::string code, std::string gender, std::string age, std::string constituency) {
  return {.code = std::move(code), .traits = {{"gender", std::move(gender)}, {"age", std::move(age)}, {"constituency", std::move(constituency)}}};
}

std::vector<Candidate> candidates_of(const std::string& draw, const Query& query) {
  std::vector<Candidate> out;
  query.store().rows("SELECT code, gender, age_class, constituency FROM members_lot WHERE draw = :draw", {bind("draw", draw)},
                     [&](const Row& row) { out.push_back(candidate_of(row.text(0), row.text(1), row.text(2), row.text(3))); });
  return out;
}

std::vector<contract::LotLine> lines(const std::vector<std::string>& codes) {
  std::vector<contract::LotLine> out;
  for (const auto& code : codes) out.push_back({.rank = static_cast<std::int64_t>(out.size()) + 1, .code = code});
  return out;
}

std::vector<contract::LotLine> recorded(const std::string& draw, bool drawn, const Query& query) {
  std::vector<contract::LotLine> out;
  query.store().rows("SELECT rank, code FROM members_lot WHERE draw = :draw AND drawn = :drawn ORDER BY rank", {bind("draw", draw), bind("drawn", drawn ? 1 : 0)},
                     [&](const Row& row) { out.push_back({.rank = row.integer(0), .code = row.text(1)}); });
  return out;
}

std::vector<std::string> left_before(const std::string& call, const Query& query) {
  std::vector<std::string> codes;
  query.store().rows("SELECT code FROM members_left WHERE call = :call ORDER BY code", {bind("call", call)},
                     [&](const Row& row) { codes.push_back(row.text(0)); });
  return codes;
}

}  // namespace

Result<contract::DrawReply> Members::draw(const contract::Draw& request, Command& command) {
  const auto call = find_call(request.call, command);
  if (!call) return not_found("no_such_call");
  if (call->method != "sortition") return conflict("no_lot_here");
  if (call->state == "open") return conflict("close_it_first");
  if (call->state != "closed") return conflict("drawn_already");

  std::vector<Candidate> candidates;
  const auto year = year_of(command.now());
  command.store().rows("SELECT code, gender, birth_year, constituency FROM members_application WHERE call = :call AND state = 'received'",
                       {bind("call", call->id)}, [&](const Row& row) {
                         candidates.push_back(candidate_of(row.text(0), row.text(1), age_class(settings(), row.optional_integer(2), year), row.text(3)));
                       });
  if (candidates.empty()) return conflict("nobody_applied");
  const auto result = draw_lots(candidates, static_cast<std::size_t>(call->places), to_draw(quotas_of(call->id, command)), request.seed);

  const auto id = "tirage-" + call->id.substr(6);
  command.store().exec("INSERT INTO members_draw (id, call, seed, source, places, drawn_ns) VALUES (:id, :call, :seed, :source, :places, :now)",
                       {bind("id", id), bind("call", call->id), bind("seed", request.seed), bind("source", request.source), bind("places", call->places),
                        bind("now", to_ns(command.now()))});
  for (const auto& candidate : candidates)
    command.store().exec(
        "INSERT INTO members_lot (draw, code, rank, drawn, gender, age_class, constituency) VALUES (:draw, :code, 0, 0, :gender, :age, :constituency)",
        {bind("draw", id), bind("code", candidate.code), bind("gender", candidate.traits.at("gender")), bind("age", candidate.traits.at("age")),
         bind("constituency", candidate.traits.at("constituency"))});
  const auto place = [&](const std::vector<std::string>& codes, bool drawn) {
    std::int64_t rank = 0;
    for (const auto& code : codes) {
      ++rank;
      command.store().exec("UPDATE members_lot SET rank = :rank, drawn = :drawn WHERE draw = :draw AND code = :code",
                           {bind("rank", rank), bind("drawn", drawn ? 1 : 0), bind("draw", id), bind("code", code)});
      command.store().exec("UPDATE members_application SET rank = :rank, state = :state WHERE call = :call AND code = :code",
                           {bind("rank", rank), bind("state", drawn ? "drawn" : "reserve"), bind("call", call->id), bind("code", code)});
    }
  };
  place(result.drawn, true);
  place(result.reserve, false);
  command.store().exec("UPDATE members_call SET state = 'drawn' WHERE id = :id", {bind("id", call->id)});
  command.emit(contract::Drawn{.call = call->id, .draw = id});
  return contract::DrawReply{.draw = id};
}

Result<contract::LotReply> Members::lot(const contract::Lot& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT d.call, c.title, d.seed, d.source, d.drawn_ns, d.places, c.list_mark FROM members_draw d JOIN members_call c ON c.id = d.call WHERE d.id = :id",
      {bind("id", request.draw)});
  if (!row) return not_found("no_such_draw");
  contract::LotReply reply{.draw = request.draw, .call = row->text(0), .call_title = row->text(1), .seed = row->text(2), .source = row->text(3),
                           .date = local_date(row->integer(4)), .places = row->integer(5), .candidates = 0, .list_mark = row->optional_text(6),
                           .quotas = {}, .drawn = recorded(request.draw, true, query), .reserve = recorded(request.draw, false, query),
                           .left = left_before(row->text(0), query)};
  reply.candidates = static_cast<std::int64_t>(reply.drawn.size() + reply.reserve.size());
  // Whether a quota holds is said, not how many were drawn for it: small groups are not counted in public.
  const auto asked = quotas_of(reply.call, query);
  const auto quotas = to_draw(asked);
  const auto again = draw_lots(candidates_of(request.draw, query), static_cast<std::size_t>(reply.places), quotas, reply.seed);
  for (std::size_t q = 0; q < quotas.size(); ++q) reply.quotas.push_back(shown(asked[q], Drawn::holds(quotas[q], again.counts[q])));
  return reply;
}

Result<contract::ReplayReply> Members::replay(const contract::Replay& request, const Query& query) const {
  const auto row = query.store().first(
      "SELECT d.call, c.title, d.seed, d.places, c.list_mark FROM members_draw d JOIN members_call c ON c.id = d.call WHERE d.id = :id",
      {bind("id", request.draw)});
  if (!row) return not_found("no_such_draw");
  const auto candidates = candidates_of(request.draw, query);
  const auto again = draw_lots(candidates, static_cast<std::size_t>(row->integer(3)), to_draw(quotas_of(row->text(0), query)), row->view(2));
  auto codes = left_before(row->text(0), query);
  for (const auto& candidate : candidates) codes.push_back(candidate.code);
  return contract::ReplayReply{.draw = request.draw, .call_title = row->text(1),
                               .same = lines(again.drawn) == recorded(request.draw, true, query) && lines(again.reserve) == recorded(request.draw, false, query),
                               .list_same = list_mark(codes) == row->text(4), .drawn = lines(again.drawn)};
}

}  // namespace members_plugin
