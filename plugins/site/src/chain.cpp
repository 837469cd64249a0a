#include "chain.hpp"

namespace site {

using hemicycle::bind;

namespace {
std::string entry_name(std::string_view kind, std::string_view about) { return object(kind, about); }
}  // namespace

std::string object(std::string_view kind, std::string_view id) { return std::string(kind).append(":").append(id); }

std::optional<std::string> chain_of(const hemicycle::ReadStore& store, std::string_view object) {
  const auto row = store.first("SELECT chain FROM site_chain_member WHERE object = :object", {bind("object", object)});
  return row ? std::optional(row->text(0)) : std::nullopt;
}

std::string Extending::join(std::string_view object) {
  if (auto chain = chain_of(command_.store(), object)) return *std::move(chain);
  command_.store().exec("INSERT INTO site_chain_member (object, chain) VALUES (:object, :object)", {bind("object", object)});
  return std::string(object);
}

void Extending::tell(std::string_view object_text, const Told& told) {
  const auto chain = join(object_text);
  const auto entry = entry_name(told.kind, told.about);
  if (command_.store().exec("UPDATE site_thread_entry SET object = :object, chain = :chain, label = :label, path = :path, date = :date WHERE entry = :entry",
                            {bind("object", object_text), bind("chain", chain), bind("label", told.label), bind("path", told.path),
                             bind("date", told.date), bind("entry", entry)}) > 0) {
    return;
  }
  command_.store().exec(
      "INSERT INTO site_thread_entry (entry, object, chain, kind, label, path, date, told_at) "
      "VALUES (:entry, :object, :chain, :kind, :label, :path, :date, :now)",
      {bind("entry", entry), bind("object", object_text), bind("chain", chain), bind("kind", told.kind), bind("label", told.label),
       bind("path", told.path), bind("date", told.date), bind("now", command_.message().time_ns)});
}

void Extending::tell_one_more(std::string_view object_text, const Told& told) {
  tell(object_text, told);
  command_.store().exec("UPDATE site_thread_entry SET number = COALESCE(number, 0) + 1 WHERE entry = :entry",
                        {bind("entry", entry_name(told.kind, told.about))});
}

void Extending::count_comments(std::string_view article, std::int64_t by) {
  const auto published = command_.store().first("SELECT label, path FROM site_thread_entry WHERE entry = :entry",
                                                {bind("entry", entry_name("article_published", article))});
  // A withdrawn article shows no comments any more.
  if (!published) return;
  const auto entry = entry_name("comments", article);
  const auto present = command_.store().integer("SELECT number FROM site_thread_entry WHERE entry = :entry", {bind("entry", entry)});
  if (present + by <= 0) return remove("comments", article);
  tell(object("article", article), {.kind = "comments",
                                    .about = std::string(article),
                                    .label = published->text(0),
                                    .path = published->text(1) + "#commentaires",
                                    .date = day()});
  command_.store().exec("UPDATE site_thread_entry SET number = :number WHERE entry = :entry",
                        {bind("number", present + by), bind("entry", entry)});
}

std::string Extending::label_of(std::string_view kind, std::string_view about) const {
  const auto row =
      command_.store().first("SELECT label FROM site_thread_entry WHERE entry = :entry", {bind("entry", entry_name(kind, about))});
  return row ? row->text(0) : std::string();
}

void Extending::rename(std::string_view kind, std::string_view about, std::string_view label) {
  command_.store().exec("UPDATE site_thread_entry SET label = :label WHERE entry = :entry",
                        {bind("label", label), bind("entry", entry_name(kind, about))});
}

void Extending::remove(std::string_view kind, std::string_view about) {
  command_.store().exec("DELETE FROM site_thread_entry WHERE entry = :entry", {bind("entry", entry_name(kind, about))});
}

}  // namespace site
