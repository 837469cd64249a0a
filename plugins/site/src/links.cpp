// What objects say of where they belong. Chains are what these links join: one more link makes one chain of two at once; one link less is looked
// into, for others may still hold together what it held.
#include <algorithm>
#include <set>
#include <vector>

#include "chain.hpp"

namespace site {

using hemicycle::bind;

namespace {

using Objects = std::vector<std::string>;

bool among(const Objects& objects, const std::string& one) { return std::find(objects.begin(), objects.end(), one) != objects.end(); }

/// Those to which the object said that it belongs.
Objects said_before(const hemicycle::ReadStore& store, std::string_view object_text) {
  Objects others;
  store.rows("SELECT other FROM site_link WHERE object = :object ORDER BY other", {bind("object", object_text)},
             [&](const hemicycle::Row& row) { others.push_back(row.text(0)); });
  return others;
}

/// Whether links lead from one to the other, whoever said them. The nearest are looked at first.
bool hold_together(const hemicycle::ReadStore& store, std::string_view one, std::string_view other) {
  return store
      .first("WITH RECURSIVE part (object) AS (SELECT CAST(:one AS TEXT) UNION "
             "SELECT CASE WHEN l.object = p.object THEN l.other ELSE l.object END FROM part p JOIN site_link l ON l.object = p.object OR l.other = p.object) "
             "SELECT 1 FROM part WHERE object = :other LIMIT 1",
             {bind("one", one), bind("other", other)})
      .has_value();
}

}  // namespace

void Extending::link(std::string_view object_text, std::initializer_list<Link> links) {
  const auto before = said_before(command_.store(), object_text);
  Objects now;
  for (const auto& link : links)
    if (link.id) now.push_back(object(link.kind, *link.id));
  Objects gone;
  for (const auto& other : before)
    if (!among(now, other)) gone.push_back(other);
  // First apart, then together: a thread that an object leaves is not made one with that to which it goes.
  part(object_text, gone);
  for (const auto& other : now)
    if (!among(before, other)) unite(object_text, other);
}

void Extending::unite(std::string_view object_text, const std::string& other) {
  command_.store().exec("INSERT INTO site_link (object, other) VALUES (:object, :other) ON CONFLICT (object, other) DO NOTHING",
                        {bind("object", object_text), bind("other", other)});
  const auto from = join(object_text);
  const auto into = join(other);
  if (from == into) return;
  command_.store().exec("UPDATE site_chain_member SET chain = :into WHERE chain = :from", {bind("into", into), bind("from", from)});
  command_.store().exec("UPDATE site_thread_entry SET chain = :into WHERE chain = :from", {bind("into", into), bind("from", from)});
}

void Extending::part(std::string_view object_text, const std::vector<std::string>& gone) {
  if (gone.empty()) return;
  for (const auto& other : gone)
    command_.store().exec("DELETE FROM site_link WHERE object = :object AND other = :other", {bind("object", object_text), bind("other", other)});
  const auto chain = join(object_text);
  found_chain(object_text, chain);
  for (const auto& other : gone) found_chain(other, chain);
  left_.insert(left_.end(), gone.begin(), gone.end());
}

// A chain bears the name of one of its objects: the part with that one keeps the chain, any other has a name of its own to take.
void Extending::found_chain(std::string_view object_text, const std::string& chain) {
  if (join(object_text) != chain || hold_together(command_.store(), object_text, chain)) return;
  command_.store().exec(
      "UPDATE site_chain_member SET chain = :object WHERE object IN (WITH RECURSIVE part (object) AS (SELECT CAST(:object AS TEXT) UNION "
      "SELECT CASE WHEN l.object = p.object THEN l.other ELSE l.object END FROM part p JOIN site_link l ON l.object = p.object OR l.other = p.object) "
      "SELECT object FROM part)",
      {bind("object", object_text)});
  command_.store().exec(
      "UPDATE site_thread_entry SET chain = :chain WHERE object IN (SELECT object FROM site_chain_member WHERE chain = :chain)",
      {bind("chain", object_text)});
}

void Extending::announce(std::string_view object_text) {
  std::set<std::string> chains{join(object_text)};
  for (const auto& other : left_) chains.insert(join(other));
  left_.clear();
  for (const auto& chain : chains) command_.emit(ThreadExtended{.chain = chain});
}

}  // namespace site
