// What a group hands in, with its numbered recommendations and its attachments. Written once, never changed.
#include "group.hpp"

namespace working_groups_plugin {
namespace {

struct Handed {
  std::string group, kind, title, summary, body;
  std::int64_t submitted_ns = 0;
};

std::optional<Handed> find_deliverable(const std::string& id, const Query& query) {
  const auto row = query.store().first(
      "SELECT group_id, kind, title, summary, body, submitted_ns FROM working_groups_deliverable WHERE id = :id", {bind("id", id)});
  if (!row) return std::nullopt;
  return Handed{.group = row->text(0),
                .kind = row->text(1),
                .title = row->text(2),
                .summary = row->text(3),
                .body = row->text(4),
                .submitted_ns = row->integer(5)};
}

std::vector<contract::Numbered> recommendations_of(const std::string& deliverable, const Query& query) {
  std::vector<contract::Numbered> found;
  query.store().rows("SELECT number, text FROM working_groups_recommendation WHERE deliverable = :id ORDER BY number",
                     {bind("id", deliverable)}, [&](const Row& row) { found.push_back({.number = row.integer(0), .text = row.text(1)}); });
  return found;
}

std::optional<Upload> file_of(const Row& row) {
  if (row.is_null(3)) return std::nullopt;
  return Upload{.blob = row.text(3), .name = row.text(4), .media_type = row.text(5), .size = row.integer(6)};
}

std::vector<contract::Enclosure> attachments_of(const std::string& deliverable, const Query& query) {
  std::vector<contract::Enclosure> found;
  query.store().rows(
      "SELECT position, type, label, blob, name, media_type, size, link FROM working_groups_attachment "
      "WHERE deliverable = :id ORDER BY position",
      {bind("id", deliverable)}, [&](const Row& row) {
        found.push_back(
            {.position = row.integer(0), .type = row.text(1), .label = row.text(2), .file = file_of(row), .link = row.optional_text(7)});
      });
  return found;
}

void write_attachment(const std::string& deliverable, std::int64_t position, const contract::Attachment& attachment, Command& command) {
  const Upload file = attachment.file.value_or(Upload{});
  const auto of_file = [&attachment](const std::string& text) { return attachment.file ? std::optional(text) : std::nullopt; };
  const auto blob = of_file(file.blob), name = of_file(file.name), media_type = of_file(file.media_type);
  command.store().exec(
      "INSERT INTO working_groups_attachment (deliverable, position, type, label, blob, name, media_type, size, link) "
      "VALUES (:deliverable, :position, :type, :label, :blob, :name, :media_type, :size, :link)",
      {bind("deliverable", deliverable), bind("position", position), bind("type", attachment.type), bind("label", attachment.label),
       bind("blob", blob), bind("name", name), bind("media_type", media_type),
       bind("size", attachment.file ? std::optional(file.size) : std::nullopt), bind("link", attachment.link)});
}

}  // namespace

Result<contract::SubmitDeliverableReply> WorkingGroups::submit_deliverable(const contract::SubmitDeliverable& request, Command& command) {
  const auto group = find(request.group, command);
  if (!group) return not_found("no_such_group");
  if (!group->in({"active", "deliverable_submitted"})) return conflict("wrong_state");
  for (std::size_t i = 0; i < request.attachments.size(); ++i)
    if (request.attachments[i].file.has_value() == request.attachments[i].link.has_value())
      return invalid("attachments." + std::to_string(i) + ".file", "file_or_link");

  const auto deliverable = next_number("P", command);
  command.store().exec(
      "INSERT INTO working_groups_deliverable (id, group_id, kind, title, summary, body, author, submitted_ns) "
      "VALUES (:id, :group_id, :kind, :title, :summary, :body, :author, :submitted)",
      {bind("id", deliverable), bind("group_id", request.group), bind("kind", request.kind), bind("title", request.title),
       bind("summary", request.summary), bind("body", request.text), bind("author", command.actor().id()),
       bind("submitted", to_ns(command.now()))});
  std::int64_t number = 0;
  for (const auto& recommendation : request.recommendations)
    command.store().exec("INSERT INTO working_groups_recommendation (deliverable, number, text) VALUES (:deliverable, :number, :text)",
                         {bind("deliverable", deliverable), bind("number", ++number), bind("text", recommendation.text)});
  std::int64_t position = 0;
  for (const auto& attachment : request.attachments) write_attachment(deliverable, ++position, attachment, command);
  set_state(request.group, "deliverable_submitted", command);
  command.emit(contract::DeliverableSubmitted{.group = request.group,
                                              .deliverable = deliverable,
                                              .referral = group->referral,
                                              .visibility = group->visibility,
                                              .kind = request.kind,
                                              .title = request.title,
                                              .summary = request.summary});
  return contract::SubmitDeliverableReply{.deliverable = deliverable};
}

Result<contract::HandedInReply> WorkingGroups::handed_in(const contract::HandedIn& request, const Query& query) const {
  const auto group = find(request.group, query);
  const auto handed = find_deliverable(request.deliverable, query);
  if (!group || !handed || handed->group != request.group) return not_found("no_such_deliverable");
  return contract::HandedInReply{.group = request.group,
                                 .group_title = group->title,
                                 .deliverable = request.deliverable,
                                 .kind = handed->kind,
                                 .title = handed->title,
                                 .summary = handed->summary,
                                 .text = handed->body,
                                 .recommendations = recommendations_of(request.deliverable, query),
                                 .attachments = attachments_of(request.deliverable, query),
                                 .submitted = to_iso(from_ns(handed->submitted_ns))};
}

Result<contract::PieceReply> WorkingGroups::piece(const contract::Piece& request, const Query& query) const {
  const auto handed = find_deliverable(request.deliverable, query);
  if (!handed || handed->group != request.group) return not_found("no_such_deliverable");
  for (const auto& attachment : attachments_of(request.deliverable, query))
    if (attachment.position == request.position && attachment.file) return contract::PieceReply{.file = *attachment.file};
  return not_found("no_such_piece");
}

Result<contract::DeliverableReply> WorkingGroups::deliverable(const contract::Deliverable& request, const Query& query) const {
  const auto handed = find_deliverable(request.deliverable, query);
  const auto group = handed ? find(handed->group, query) : std::nullopt;
  if (!group) return not_found("no_such_deliverable");
  return contract::DeliverableReply{.deliverable = request.deliverable,
                                    .group = group->id,
                                    .group_title = group->title,
                                    .open = group->open_to_all(),
                                    .referral = group->referral,
                                    .kind = handed->kind,
                                    .title = handed->title,
                                    .summary = handed->summary,
                                    .text = handed->body,
                                    .themes = tags(group->id, "theme", query),
                                    .recommendations = recommendations_of(request.deliverable, query),
                                    .attachments = attachments_of(request.deliverable, query),
                                    .submitted = to_iso(from_ns(handed->submitted_ns))};
}

}  // namespace working_groups_plugin
