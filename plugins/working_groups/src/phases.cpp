// The pace of the work: phases, pause, resumption.
#include "group.hpp"

namespace working_groups_plugin {

Result<contract::BeginPhaseReply> WorkingGroups::begin_phase(const contract::BeginPhase& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  // After a deliverable a group may go on: the same one works for years and hands in several.
  if (!group->in({"constituting", "active", "deliverable_submitted"})) return conflict("wrong_state");
  const auto current = command.store().first(
      "SELECT phase, position FROM working_groups_phase WHERE group_id = :id ORDER BY position DESC LIMIT 1", {bind("id", request.group)});
  if (current && group->state == "active" && current->text(0) == request.phase) return conflict("already_in_phase");
  command.store().exec("INSERT INTO working_groups_phase (group_id, position, phase, began_ns) VALUES (:id, :position, :phase, :began)",
                       {bind("id", request.group), bind("position", current ? current->integer(1) + 1 : 1), bind("phase", request.phase),
                        bind("began", to_ns(command.now()))});
  set_state(request.group, "active", command);
  command.emit(contract::PhaseBegan{.group = request.group, .phase = request.phase});
  return contract::BeginPhaseReply{};
}

Result<contract::PauseReply> WorkingGroups::pause(const contract::Pause& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (!group->in({"constituting", "active"})) return conflict("wrong_state");
  command.store().exec("UPDATE working_groups_group SET state = 'paused', resumes_as = :before WHERE id = :id",
                       {bind("before", group->state), bind("id", request.group)});
  command.emit(contract::Paused{.group = request.group});
  return contract::PauseReply{};
}

Result<contract::ResumeReply> WorkingGroups::resume(const contract::Resume& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (group->state != "paused") return conflict("wrong_state");
  set_state(request.group, group->resumes_as.value_or("active"), command);
  command.emit(contract::Resumed{.group = request.group});
  return contract::ResumeReply{};
}

}  // namespace working_groups_plugin
