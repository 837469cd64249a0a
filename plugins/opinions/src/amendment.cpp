#include "amendment.hpp"

#include <algorithm>
#include <tuple>

namespace opinions_plugin {
namespace {

auto turn(const Amendment& amendment, const std::vector<Amendment>& all) {
  const auto* parent = amendment.amends ? numbered(all, *amendment.amends) : nullptr;
  const auto& voted_with = parent ? *parent : amendment;
  return std::tuple(voted_with.place, voted_with.number, parent ? 0 : 1, amendment.place, amendment.number);
}

}  // namespace

std::vector<Amendment> amendments_of(const std::string& deliverable, const Query& query) {
  std::vector<Amendment> found;
  query.store().rows(
      "SELECT number, amends, action, passage, proposed, reason, author, fate, bundle, place, explanation FROM opinions_amendment "
      "WHERE deliverable = :id ORDER BY number LIMIT 1000",
      {bind("id", deliverable)}, [&](const Row& row) {
        found.push_back({.number = row.integer(0),
                         .amends = row.optional_integer(1),
                         .action = row.text(2),
                         .passage = row.text(3),
                         .proposed = row.text(4),
                         .reason = row.text(5),
                         .author = row.text(6),
                         .fate = row.text(7),
                         .bundle = row.optional_text(8),
                         .place = row.integer(9),
                         .explanation = row.optional_text(10)});
      });
  auto in_turn = found;
  std::sort(in_turn.begin(), in_turn.end(),
            [&](const Amendment& one, const Amendment& other) { return turn(one, found) < turn(other, found); });
  return in_turn;
}

const Amendment* numbered(const std::vector<Amendment>& all, std::int64_t number) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const Amendment& one) { return one.number == number; });
  return at == all.end() ? nullptr : &*at;
}

std::optional<Span> bites(const Amendment& amendment, std::string_view text) {
  const auto places = places_of(amendment.passage, text);
  return places.size() == 1 ? std::optional(places.front()) : std::nullopt;
}

bool contradict(const Amendment& one, const Amendment& other, std::string_view text) {
  if (one.action == "add" && other.action == "add") return false;
  const auto here = bites(one, text), there = bites(other, text);
  return here && there && here->meets(*there);
}

std::string carried_out(const Amendment& amendment, Span at, std::string text) {
  if (amendment.action == "add") {
    const bool ends_paragraph = at.end >= text.size() || text[at.end] == '\n';
    text.insert(at.end, (ends_paragraph ? "\n\n" : " ") + amendment.proposed);
    return text;
  }
  if (amendment.action == "replace") {
    text.replace(at.begin, at.end - at.begin, amendment.proposed);
    return text;
  }
  // What stood around a deleted passage closes up: no double blank, no empty paragraph.
  auto begin = at.begin, end = at.end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\n') && (begin == 0 || text[begin - 1] == '\n')) ++end;
  if (begin > 0 && text[begin - 1] == ' ' && (end >= text.size() || std::string_view(" \n.,").find(text[end]) != std::string_view::npos)) --begin;
  text.erase(begin, end - begin);
  return text;
}

std::int64_t usual_place(std::string_view action) { return action == "delete" ? 100 : action == "replace" ? 200 : 300; }

Open open_amendments(const std::string& deliverable, const Query& query) {
  Open open;
  query.store().rows("SELECT fate, COUNT(*) FROM opinions_amendment WHERE deliverable = :id AND fate IN ('pending', 'accepted') GROUP BY fate",
                     {bind("id", deliverable)},
                     [&](const Row& row) { (row.view(0) == "pending" ? open.pending : open.accepted) = row.integer(1); });
  return open;
}

}  // namespace opinions_plugin
