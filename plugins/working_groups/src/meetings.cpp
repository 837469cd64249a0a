// Meetings of a group, and their notes: a part for everybody, a part for the group.
#include "group.hpp"

namespace working_groups_plugin {

Result<contract::PlanMeetingReply> WorkingGroups::plan_meeting(const contract::PlanMeeting& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (group->over() || group->state == "paused") return conflict("wrong_state");
  if (request.mode != "remote" && request.place.value_or("").empty()) return invalid("place", "place_required");
  const auto starts = parse_iso(request.starts);
  if (!starts) return invalid("starts", "bad_format");
  // One that was held is entered for its notes; before its group there was none. The day of the opening counts whole.
  if (local_date(to_ns(*starts)) < local_date(group->opened_ns)) return invalid("starts", "before_the_group");
  const auto meeting = command.new_id();
  command.store().exec(
      "INSERT INTO working_groups_meeting (id, group_id, starts_ns, place, mode) VALUES (:id, :group_id, :starts, :place, :mode)",
      {bind("id", meeting), bind("group_id", request.group), bind("starts", to_ns(*starts)), bind("place", request.place),
       bind("mode", request.mode)});
  command.emit(contract::MeetingPlanned{.group = request.group, .meeting = meeting, .starts = request.starts});
  return contract::PlanMeetingReply{.meeting = meeting};
}

Result<contract::RecordMeetingNotesReply> WorkingGroups::record_meeting_notes(const contract::RecordMeetingNotes& request,
                                                                              Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  // Notes may come after the work is over; what was filed away stays as it is.
  if (group->state == "archived") return conflict("wrong_state");
  const auto changed = command.store().exec(
      "UPDATE working_groups_meeting SET public_notes = :public_notes, private_notes = :private_notes "
      "WHERE id = :id AND group_id = :group_id",
      {bind("public_notes", request.public_notes), bind("private_notes", request.private_notes), bind("id", request.meeting),
       bind("group_id", request.group)});
  if (changed == 0) return not_found("no_such_meeting");
  command.emit(contract::NotesRecorded{.group = request.group, .meeting = request.meeting});
  return contract::RecordMeetingNotesReply{};
}

Result<contract::NotesReply> WorkingGroups::notes(const contract::Notes& request, const Query& query) const {
  const auto row =
      query.store().first("SELECT public_notes, private_notes, starts_ns, place FROM working_groups_meeting WHERE id = :id AND group_id = :group_id",
                          {bind("id", request.meeting), bind("group_id", request.group)});
  if (!row) return not_found("no_such_meeting");
  return contract::NotesReply{.starts = to_iso(from_ns(row->integer(2))), .place = row->optional_text(3), .public_notes = row->optional_text(0),
                              .private_notes = row->optional_text(1)};
}

}  // namespace working_groups_plugin
