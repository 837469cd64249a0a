#include "intake.hpp"

#include <algorithm>
#include <array>

#include "course.hpp"

namespace members_plugin {
namespace {

constexpr std::size_t kShown = 150;
constexpr std::size_t kMostAccepted = 30;  // of a vocabulary: enough to choose from, short enough to be read in a cell

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// "2026-04-08", or "08/04/2026" as a French spreadsheet writes it.
std::optional<std::string> day_in(const std::string& text) {
  const auto iso = text.size() == 10 && text[2] == '/' && text[5] == '/' ? text.substr(6) + "-" + text.substr(3, 2) + "-" + text.substr(0, 2) : text;
  return iso.size() == 10 && parse_iso(iso) ? std::optional(iso) : std::nullopt;
}

/// One line under the eyes.
class Look final {
 public:
  Look(const contract::ImportMember& line, const Query& query) : line_(line), query_(query) {}

  Intake take(std::set<std::string>& seen) {
    texts();
    who(seen);
    if (line_.body) seat();
    return std::move(intake_);
  }

 private:
  void refuse(std::string_view field, std::string_view why, std::optional<std::string> value = std::nullopt, std::vector<std::string> accepted = {}) {
    if (value && value->size() > kShown) value = std::nullopt;  // a cell of that length is seen in the table itself
    intake_.refused.push_back({.field = std::string(field), .why = std::string(why), .value = std::move(value), .accepted = std::move(accepted)});
  }

  /// The id of the term that is meant, by its id or one of its labels.
  std::optional<std::string> term(std::string_view vocabulary, std::string_view field, const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    for (const auto& each : query_.vocabulary(vocabulary)) {
      if (each.id == *text) return each.id;
      for (const auto& [locale, label] : each.labels)
        if (lower(label) == lower(*text)) return each.id;
    }
    std::vector<std::string> accepted;
    for (const auto& each : query_.vocabulary(vocabulary))
      if (accepted.size() < kMostAccepted) accepted.emplace_back(each.label("fr"));
    refuse(field, "unknown_value", *text, std::move(accepted));
    return std::nullopt;
  }

  std::optional<std::string> day(std::string_view field, const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    auto read = day_in(*text);
    if (!read) refuse(field, "bad_format", *text, {"2026-04-08", "08/04/2026"});
    return read;
  }

  std::optional<std::string> gender() {
    if (!line_.gender) return std::nullopt;
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kWritten{
        {{"woman", "woman"}, {"man", "man"}, {"unstated", "unstated"}, {"f", "woman"}, {"femme", "woman"}, {"h", "man"}, {"m", "man"}, {"homme", "man"}}};
    const auto wanted = lower(*line_.gender);
    for (const auto& [written, meant] : kWritten)
      if (written == wanted) return std::string(meant);
    refuse("gender", "unknown_value", *line_.gender, {"femme", "homme", "f", "h"});
    return std::nullopt;
  }

  void texts() {
    if (line_.name.size() < 2) refuse("name", "required");
    if (line_.email && (line_.email->find('@') == std::string::npos || line_.email->find(' ') != std::string::npos)) refuse("email", "bad_format", *line_.email);
    if (line_.birth_year && (*line_.birth_year < 1900 || *line_.birth_year > 2100)) refuse("birth_year", "bad_format", std::to_string(*line_.birth_year), {"1980"});
    intake_.organisation = line_.organisation;
    intake_.file.name = line_.name;
    intake_.file.email = line_.email;
    intake_.file.birth_year = line_.birth_year;
    intake_.file.constituency = term("constituencies", "constituency", line_.constituency);
    intake_.file.gender = gender().value_or("");
  }

  /// Found by address, else by name. What the line does not say stays as it is.
  void who(std::set<std::string>& seen) {
    const auto key = line_.email ? lower(*line_.email) : line_.name;
    if (!seen.insert(key).second) refuse("name", "twice_in_file");
    std::size_t found = 0;
    query_.store().rows(
        "SELECT p.id, p.name, p.email, p.gender, p.birth_year, p.constituency, p.organisation, o.name FROM members_person p "
        "LEFT JOIN members_organisation o ON o.id = p.organisation WHERE p.erased_ns IS NULL AND ((:email <> '' AND LOWER(p.email) = :email) OR (p.name = :name AND (:email = '' OR p.email IS NULL)))",
        {bind("email", line_.email ? lower(*line_.email) : std::string()), bind("name", line_.name)}, [&](const Row& row) {
          ++found;
          auto& file = intake_.file;
          intake_.person = file.person = row.text(0);
          const auto keep = [&](auto& said, auto known) {
            if (!said) said = std::move(known);
            else intake_.changes = intake_.changes || said != known;
          };
          intake_.changes = intake_.changes || file.name != row.view(1);
          keep(file.email, row.optional_text(2));
          if (file.gender.empty()) file.gender = row.text(3);
          else intake_.changes = intake_.changes || file.gender != row.view(3);
          keep(file.birth_year, row.optional_integer(4));
          keep(file.constituency, row.optional_text(5));
          file.organisation = row.optional_text(6);
          if (intake_.organisation && intake_.organisation != row.optional_text(7)) intake_.changes = true;
        });
    if (found > 1) refuse("name", "several_of_that_name");
    if (intake_.file.gender.empty()) intake_.file.gender = "unstated";
  }

  void seat() {
    const auto body = term("bodies", "body", line_.body);
    const auto category = term("member_categories", "category", line_.category);
    const auto college = term("colleges", "college", line_.college);
    if (!line_.category) refuse("category", "required");
    if (!line_.legal_reference || line_.legal_reference->size() < 3) refuse("legal_reference", "required");
    const auto today = query_.today();
    auto& mandate = intake_.mandate;
    mandate.begins = line_.begins ? day("begins", line_.begins).value_or("") : today;
    mandate.until = day("until", line_.until);
    mandate.charter_signed_on = day("charter_signed_on", line_.charter_signed_on);
    mandate.legal_reference = line_.legal_reference.value_or("");
    mandate.part = part();
    if (mandate.until && *mandate.until < mandate.begins) refuse("until", "ends_before_it_begins");
    else if (mandate.until && *mandate.until < today) refuse("until", "already_over");
    if (!intake_.refused.empty() || !body || !category) return;
    if (!intake_.person.empty()) {
      if (incompatible(intake_.person, std::max(today, mandate.begins), query_)) return refuse("name", "incompatible");
      if (sits_in(*body)) return;
    }
    intake_.seat = contract::AddSeat{.body = *body, .category = *category, .college = college, .constituency = std::nullopt, .organisation = std::nullopt};
    // Whose alternate, only the organisation says: its titular is in the register, or higher in the file.
    if (mandate.part == "alternate" && !line_.organisation) refuse("organisation", "required");
  }

  std::string part() {
    const auto wanted = lower(line_.part.value_or("primary"));
    if (wanted == "primary" || wanted == "titulaire") return "primary";
    if (wanted == "alternate" || wanted.starts_with("suppl")) return "alternate";
    refuse("part", "unknown_value", *line_.part, {"titulaire", "suppléance"});
    return "primary";
  }

  [[nodiscard]] bool sits_in(const std::string& body) const {
    return query_.store().integer("SELECT COUNT(*) FROM members_mandate m JOIN members_seat s ON s.id = m.seat WHERE m.person = :person AND s.body = :body AND m.state <> 'ended'",
                                  {bind("person", intake_.person), bind("body", body)}) > 0;
  }

  const contract::ImportMember& line_;
  const Query& query_;
  Intake intake_;
};

}  // namespace

Intake look_at(const contract::ImportMember& line, std::set<std::string>& seen, const Query& query) { return Look(line, query).take(seen); }

std::string free_seat(const contract::AddSeat& wanted, const std::string& part, const Query& query) {
  const auto row = query.store().first(
      "SELECT s.id FROM members_seat s WHERE s.closed_ns IS NULL AND s.body = :body AND s.category = :category AND COALESCE(s.college, '') = :college "
      "AND COALESCE(s.organisation, '') = :organisation AND NOT EXISTS (SELECT 1 FROM members_mandate m WHERE m.seat = s.id AND m.part = :part AND m.state <> 'ended') "
      "ORDER BY s.number LIMIT 1",
      {bind("body", wanted.body), bind("category", wanted.category), bind("college", wanted.college.value_or("")),
       bind("organisation", wanted.organisation.value_or("")), bind("part", part)});
  return row ? row->text(0) : std::string();
}

}  // namespace members_plugin
