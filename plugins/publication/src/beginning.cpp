#include "beginning.hpp"

#include <algorithm>

#include "telling.hpp"

namespace publication {

using hemicycle::bind;
using hemicycle::Command;

std::optional<Record> made_from(const hemicycle::ReadStore& store, std::string_view kind, std::string_view source) {
  const auto row = store.first("SELECT article FROM publication_source WHERE kind = :kind AND source = :source",
                               {bind("kind", kind), bind("source", source)});
  return row ? by_id(store, row->text(0)) : std::nullopt;
}

void begin(Command& command, Record& record, std::string_view kind, std::string_view source) {
  choose_slug(command.store(), record);
  insert(command.store(), record);
  command.store().exec("INSERT INTO publication_source (kind, source, article, fingerprint) VALUES (:kind, :source, :article, '')",
                       {bind("kind", kind), bind("source", source), bind("article", record.id)});
  command.emit(drafted(record));
}

Record new_record(Command& command) {
  Record record;
  record.id = command.new_id();
  record.created_at = record.updated_at = hemicycle::to_ns(command.now());
  record.date = command.today();
  return record;
}

std::string type_named(const Command& command, std::string_view id) {
  const auto& types = command.vocabulary("article_types");
  const bool there = std::any_of(types.begin(), types.end(), [&](const hemicycle::Term& term) { return term.id == id; });
  return there ? std::string(id) : std::string();
}

void append_item(std::string& body, std::int64_t number, std::string_view text) {
  const auto mark = std::to_string(number) + ". ";
  body.append(mark);
  for (const char c : trimmed(text)) {
    body.push_back(c);
    if (c == '\n') body.append(mark.size(), ' ');
  }
  body.push_back('\n');
}

}  // namespace publication
