#include "roster.hpp"

#include <stdexcept>

namespace members_plugin {
namespace {

Mandate read_mandate(const Row& row) {
  return {.id = row.text(0), .seat = row.text(1), .person = row.text(2), .part = row.text(3), .state = row.text(4),
          .begins = row.text(5), .until = row.optional_text(6), .charter_signed = !row.is_null(7)};
}

Time known(const std::optional<Time>& time) {
  if (!time) throw std::logic_error("no date");
  return *time;
}

}  // namespace

bool person_known(const std::string& person, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM members_person WHERE id = :id AND erased_ns IS NULL", {bind("id", person)}) > 0;
}

std::string person_of(std::string_view account, const Query& query) {
  if (account.empty()) return {};
  const auto row = query.store().first("SELECT id FROM members_person WHERE account = :account", {bind("account", account)});
  return row ? row->text(0) : std::string();
}

std::string claimable_person(const Query& query) {
  if (query.actor().anonymous() || query.actor().is_system()) return {};
  const auto own = query.ask(accounts::Me{});
  if (!own) return {};
  std::vector<std::string> found;
  query.store().rows("SELECT id FROM members_person WHERE account IS NULL AND LOWER(email) = LOWER(:email)", {bind("email", own->email)},
                     [&](const Row& row) { found.push_back(row.text(0)); });
  return found.size() == 1 ? found.front() : std::string();
}

bool sits(const std::string& person, const Query& query) {
  return query.store().integer("SELECT COUNT(*) FROM members_mandate WHERE person = :person AND state IN ('active', 'on_leave')",
                               {bind("person", person)}) > 0;
}

std::optional<Seat> find_seat(const std::string& seat, const Query& query) {
  const auto row = query.store().first("SELECT id, body, category, college, closed_ns FROM members_seat WHERE id = :id", {bind("id", seat)});
  if (!row) return std::nullopt;
  return Seat{.id = row->text(0), .body = row->text(1), .category = row->text(2), .college = row->optional_text(3), .closed = !row->is_null(4)};
}

std::optional<Mandate> find_mandate(const std::string& mandate, const Query& query) {
  std::optional<Mandate> found;
  query.store().rows("SELECT id, seat, person, part, state, begins, until, charter_on FROM members_mandate WHERE id = :id",
                     {bind("id", mandate)}, [&](const Row& row) { found = read_mandate(row); });
  return found;
}

std::optional<Mandate> running_mandate(const std::string& seat, std::string_view part, const Query& query) {
  std::optional<Mandate> found;
  query.store().rows(
      "SELECT id, seat, person, part, state, begins, until, charter_on FROM members_mandate "
      "WHERE seat = :seat AND part = :part AND state IN ('active', 'on_leave')",
      {bind("seat", seat), bind("part", part)}, [&](const Row& row) { found = read_mandate(row); });
  return found;
}

std::vector<Mandate> open_mandates(const std::string& person, const Query& query) {
  std::vector<Mandate> found;
  query.store().rows(
      "SELECT id, seat, person, part, state, begins, until, charter_on FROM members_mandate "
      "WHERE person = :person AND state <> 'ended' ORDER BY begins, id",
      {bind("person", person)}, [&](const Row& row) { found.push_back(read_mandate(row)); });
  return found;
}

std::optional<Tenure> find_tenure(const std::string& tenure, const Query& query) {
  const auto row = query.store().first("SELECT id, person, office, body, until FROM members_office WHERE id = :id AND ended_ns IS NULL",
                                       {bind("id", tenure)});
  if (!row) return std::nullopt;
  return Tenure{.id = row->text(0), .person = row->text(1), .office = row->text(2), .body = row->text(3), .until = row->optional_text(4)};
}

Time begin_of(const std::string& date) { return known(local_midnight(date)); }

Time end_of(const std::string& date) { return known(local_midnight_after(date)); }

std::string day_before(const std::string& date) { return local_date_before(to_ns(begin_of(date)), 1); }

}  // namespace members_plugin
