// Who reads which version: the draft is its writers', the text put for approval the members', what is published everybody's.
#include <algorithm>

#include "minutes.hpp"

namespace plenary_plugin {
namespace {

bool is_public(const MinutesRow& minutes) { return minutes.stage == "published" || minutes.stage == "superseded"; }

bool may_read(const MinutesRow& minutes, const Query& query) {
  if (is_public(minutes) || query.allowed(contract::permission::record)) return true;
  return minutes.stage != "draft" && is_inside(query);
}

/// The version asked for, else the latest one that this actor may read.
std::optional<MinutesRow> choose(const Session& session, const std::optional<std::int64_t>& version, const Query& query) {
  auto versions = all_minutes(session.id, query);
  if (versions.empty() && session.in({"open", "closed"})) versions.push_back(MinutesRow{.session = session.id});
  for (auto& minutes : versions)
    if ((!version || minutes.version == *version) && may_read(minutes, query)) return std::move(minutes);
  return std::nullopt;
}

std::vector<std::string> actions_of(const Session& session, const MinutesRow& minutes, bool latest) {
  if (!latest) return {};
  if (minutes.stage == "draft") return session.state == "closed" ? std::vector<std::string>{"submit_minutes"} : std::vector<std::string>{};
  if (minutes.stage == "submitted") return {"take_back_minutes"};
  if (minutes.stage == "approved") return {"publish_minutes", "correct_minutes"};
  return {"correct_minutes"};
}

/// A body that meets in private is read by those inside, its published minutes too.
Result<std::optional<Session>> visible(const std::string& id, const Query& query) {
  auto session = find_session(id, query);
  if (!session) return std::optional<Session>();
  const auto seen = may_see(*session, query);
  if (!seen) return seen.error();
  return *seen ? std::move(session) : std::nullopt;
}

}  // namespace

Result<contract::MinutesReply> Minuting::minutes(const contract::Minutes& request, const Query& query) const {
  const auto session = visible(request.session, query);
  if (!session) return session.error();
  if (!*session) return not_found("no_such_session");
  const auto minutes = choose(**session, request.version, query);
  if (!minutes) return not_found("no_minutes_yet");

  contract::MinutesReply reply;
  reply.session = request.session;
  reply.title = (*session)->title;
  reply.version = minutes->version;
  reply.minutes_stage = minutes->stage;
  if (minutes->record) {
    reply.record = from_json<contract::MinutesRecord>(*minutes->record);
  } else {
    auto record = draw_record(**session, *minutes, settings().publish_roll_calls, query);
    if (!record) return record.error();
    reply.record = std::move(*record);
    for (auto& item : reply.record.items) item.writable = query.allowed(contract::permission::record);
  }
  reply.approved_on = minutes->approved_on;
  reply.approved_in = minutes->approved_in;
  reply.seal = minutes->seal;
  reply.correction = minutes->correction;
  for (const auto& each : all_minutes(request.session, query))
    if (may_read(each, query))
      reply.versions.push_back({.session = each.session, .version = each.version, .minutes_stage = each.stage, .approved_on = each.approved_on, .seal = each.seal});
  reply.actions = actions_of(**session, *minutes, minutes->version == latest_minutes(request.session, query).version);
  return reply;
}

Result<contract::SealedMinutesReply> Minuting::sealed_minutes(const contract::SealedMinutes& request, const Query& query) const {
  const auto session = visible(request.session, query);
  if (!session) return session.error();
  if (!*session) return not_found("no_such_session");
  const auto minutes = choose(**session, request.version, query);
  if (!minutes || !minutes->seal || !minutes->record) return not_found("minutes_not_sealed");
  return contract::SealedMinutesReply{.session = request.session, .version = minutes->version, .text = *minutes->record, .seal = *minutes->seal};
}

Result<contract::PassageReply> Minuting::passage(const contract::Passage& request, const Query& query) const {
  return contract::PassageReply{.passage = passage_of(latest_minutes(request.session, query), request.item, query)};
}

}  // namespace plenary_plugin
