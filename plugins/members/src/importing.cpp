// A table is laid out, looked at line by line, and taken; the register goes out as the same table.
#include "intake.hpp"
#include "roster.hpp"
#include "table.hpp"

namespace members_plugin {
namespace {

std::optional<std::string> organisation_named(const std::string& name, const Query& query) {
  const auto row = query.store().first("SELECT id FROM members_organisation WHERE name = :name", {bind("name", name)});
  return row ? std::optional(row->text(0)) : std::nullopt;
}

/// The column that a field of the register's own commands is in a table.
std::string column_of(const std::string& field) { return field == "person" ? "name" : field == "seat" ? "body" : field; }

/// What a refusal of the register's own commands comes to in a line.
void refuse(contract::ImportMemberReply& reply, const Error& error) {
  reply.result = "refused";
  for (const auto& field : error.fields) reply.refused.push_back({.field = column_of(field.field), .why = field.code == "incompatible" || field.code == "sits_already" ? field.code : "bad_format", .value = {}, .accepted = {}});
  if (error.fields.empty()) reply.refused.push_back({.field = "body", .why = error.code == "seat_taken" ? "seat_taken" : "unknown_value", .value = {}, .accepted = {}});
}

}  // namespace

contract::ImportMemberReply Members::take_over(const contract::ImportMember& line, Command& command) {
  std::set<std::string> alone;
  auto intake = look_at(line, alone, command);
  contract::ImportMemberReply reply{.result = intake.result(), .refused = intake.refused};
  if (!intake.refused.empty()) return reply;

  auto organisation = intake.file.organisation;
  if (intake.organisation) {
    organisation = organisation_named(*intake.organisation, command);
    if (!organisation) {
      const auto added = add_organisation({.name = *intake.organisation, .website = std::nullopt}, command);
      if (!added) return refuse(reply, added.error()), reply;
      organisation = added->organisation;
    }
  }
  auto person = intake.person;
  if (person.empty()) {
    const auto added = add_person({.name = intake.file.name, .email = intake.file.email, .gender = intake.file.gender, .birth_year = intake.file.birth_year,
                                   .constituency = intake.file.constituency, .organisation = organisation, .account = std::nullopt}, command);
    if (!added) return refuse(reply, added.error()), reply;
    person = added->person;
  } else if (intake.changes) {
    intake.file.organisation = organisation;
    if (const auto changed = change_person(intake.file, command); !changed) return refuse(reply, changed.error()), reply;
  }
  if (!intake.seat) return reply;
  intake.seat->organisation = organisation;
  auto seat = free_seat(*intake.seat, intake.mandate.part, command);
  if (seat.empty() && intake.mandate.part == "alternate") return reply.result = "refused", reply.refused.push_back({.field = "part", .why = "no_seat_for_alternate", .value = {}, .accepted = {}}), reply;
  if (seat.empty()) seat = add_seat(*intake.seat, command)->seat;
  intake.mandate.seat = seat;
  intake.mandate.person = person;
  if (const auto appointed = appoint(intake.mandate, command); !appointed) refuse(reply, appointed.error());
  return reply;
}

Result<contract::ImportMemberReply> Members::import_member(const contract::ImportMember& request, Command& command) { return take_over(request, command); }

Result<contract::PrepareImportReply> Members::prepare_import(const contract::PrepareImport& request, Command& command) {
  const auto table = read_table(request.csv);
  if (table.lines.empty()) return invalid("csv", "no_line");
  const auto id = "import_" + command.new_id();
  command.store().exec("INSERT INTO members_import (id, csv, state, laid_ns) VALUES (:id, :csv, 'laid_out', :now)",
                       {bind("id", id), bind("csv", request.csv), bind("now", to_ns(command.now()))});
  return contract::PrepareImportReply{.import = id};
}

Result<contract::ImportPreviewReply> Members::import_preview(const contract::ImportPreview& request, const Query& query) const {
  const auto row = query.store().first("SELECT csv, state FROM members_import WHERE id = :id", {bind("id", request.import)});
  if (!row) return not_found("no_such_import");
  contract::ImportPreviewReply reply{.import = request.import, .import_state = row->text(1), .created = 0, .updated = 0, .unchanged = 0, .refused = 0,
                                     .unknown_columns = {}, .lines = {}, .actions = {}};
  if (reply.import_state == "taken") return reply;
  const auto table = read_table(row->view(0));
  reply.unknown_columns = table.unknown_columns;
  std::set<std::string> seen;
  for (const auto& line : table.lines) {
    auto intake = look_at(line, seen, query);
    const auto result = intake.result();
    ++(result == "created" ? reply.created : result == "updated" ? reply.updated : result == "unchanged" ? reply.unchanged : reply.refused);
    reply.lines.push_back({.line = static_cast<std::int64_t>(reply.lines.size()) + 2, .name = line.name, .result = result, .appointed = intake.refused.empty() && intake.seat,
                           .refused = std::move(intake.refused)});
  }
  if (reply.created + reply.updated > 0) reply.actions.push_back("confirm_import");
  return reply;
}

Result<contract::ConfirmImportReply> Members::confirm_import(const contract::ConfirmImport& request, Command& command) {
  const auto row = command.store().first("SELECT csv, state FROM members_import WHERE id = :id", {bind("id", request.import)});
  if (!row) return not_found("no_such_import");
  if (row->view(1) == "taken") return conflict("import_taken");
  contract::ConfirmImportReply reply{};
  std::set<std::string> seen;
  for (const auto& line : read_table(row->view(0)).lines) {
    if (!look_at(line, seen, command).refused.empty()) {
      ++reply.refused;
      continue;
    }
    const auto taken = take_over(line, command);
    if (taken.result == "created") ++reply.created;
    if (taken.result == "updated") ++reply.updated;
    if (taken.result == "refused") ++reply.refused;
  }
  command.store().exec("UPDATE members_import SET csv = '', state = 'taken' WHERE id = :id", {bind("id", request.import)});
  return reply;
}

Result<contract::ExportMembersReply> Members::export_members(const contract::ExportMembers&, const Query& query) const {
  contract::ExportMembersReply reply{.file_name = "membres-" + query.today() + ".csv", .columns = table_columns(), .rows = {}};
  query.store().rows(
      "SELECT p.name, p.email, p.gender, p.birth_year, p.constituency, o.name, s.body, s.category, s.college, m.part, m.begins, m.until, m.legal_reference, m.charter_on "
      "FROM members_person p LEFT JOIN members_organisation o ON o.id = p.organisation LEFT JOIN members_mandate m ON m.person = p.id AND m.state <> 'ended' "
      "LEFT JOIN members_seat s ON s.id = m.seat WHERE p.erased_ns IS NULL ORDER BY s.number IS NULL, s.number, m.part DESC, p.name, p.id LIMIT 5000",
      {}, [&](const Row& row) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < table_columns().size(); ++i)
          cells.push_back(i == 3 ? (row.is_null(i) ? std::string() : std::to_string(row.integer(i))) : row.text(i));
        reply.rows.push_back(std::move(cells));
      });
  return reply;
}

}  // namespace members_plugin
