// The register of hearings: what a group heard is written down, and shown once a public opinion cites it.
#include "auditions.contract.hpp"

#include <hemicycle/plugin.hpp>

using namespace hemicycle;

class Auditions final : public auditions::Handler {
 public:
  // [snippet: record]
  Result<auditions::RecordReply> record(const auditions::Record& request, Command& command) override {
    const auto group = command.ask(working_groups::GetBrief{.group = request.group});
    if (!group) return invalid("group", "no_such_group");
    if (group->state == "closed") return conflict("group_closed");
    if (request.day > command.today()) return invalid("day", "not_yet_held");

    const auto id = command.new_id();
    command.store().exec(
        "INSERT INTO auditions_hearing (id, group_id, heard, day, summary, cited, recorded_ns) "
        "VALUES (:id, :group, :heard, :day, :summary, 0, :now)",
        {bind("id", id), bind("group", request.group), bind("heard", request.heard), bind("day", request.day),
         bind("summary", request.summary), bind("now", to_ns(command.now()))});
    command.emit(auditions::Recorded{.id = id, .group = request.group});
    return auditions::RecordReply{.id = id};
  }
  // [/snippet]

  // [snippet: list]
  Result<auditions::ListReply> list(const auditions::List&, const Query& query) const override {
    auditions::ListReply reply;
    query.store().rows("SELECT id, heard, day, summary FROM auditions_hearing WHERE cited = 1 ORDER BY day DESC, id LIMIT 500", {},
                       [&](const Row& row) {
                         reply.hearings.push_back({.id = row.text(0), .heard = row.text(1), .day = row.text(2), .summary = row.text(3)});
                       });
    return reply;
  }
  // [/snippet]

  // [snippet: reaction]
  Result<void> on_working_groups_deliverable_submitted(const working_groups::DeliverableSubmitted& told, Command& command) override {
    if (told.visibility != "public") return {};
    const auto cited = command.store().exec("UPDATE auditions_hearing SET cited = 1 WHERE group_id = :group AND cited = 0",
                                            {bind("group", told.group)});
    if (cited > 0) command.emit(auditions::Cited{.group = told.group, .hearings = cited});
    return {};
  }
  // [/snippet]

  // [snippet: job]
  Result<void> forget(const auditions::Forget&, Command& command) override {
    const auto before = command.now() - std::chrono::days(settings().kept_days);
    command.store().exec("DELETE FROM auditions_hearing WHERE cited = 0 AND recorded_ns < :before", {bind("before", to_ns(before))});
    return {};
  }
  // [/snippet]
};

HEMICYCLE_PLUGIN(Auditions)
