#include "documents.hpp"

#include <algorithm>

namespace publication {
namespace {

using hemicycle::bind;

constexpr std::int64_t kKilobyte = 1000;

std::int64_t kilobytes(std::int64_t bytes) { return std::max<std::int64_t>(1, (bytes + kKilobyte / 2) / kKilobyte); }

std::string at_item(std::size_t position) { return "attachments." + std::to_string(position); }

}  // namespace

ShownAttachment keep_file(hemicycle::Command& command, std::string_view article, std::string_view type, std::string_view label,
                          const hemicycle::Upload& file) {
  const auto id = command.new_id();
  command.store().exec(
      "INSERT INTO publication_document (id, article, blob, name, media_type, size) VALUES (:id, :article, :blob, :name, :media_type, :size)",
      {bind("id", id), bind("article", article), bind("blob", file.blob), bind("name", file.name), bind("media_type", file.media_type),
       bind("size", file.size)});
  return {.type = std::string(type),
          .label = std::string(label),
          .href = std::string(kDocumentPath) + id,
          .media_type = file.media_type,
          .kilobytes = kilobytes(file.size)};
}

hemicycle::Result<std::vector<ShownAttachment>> keep(hemicycle::Command& command, std::string_view article,
                                                     const std::vector<Attachment>& given) {
  std::vector<ShownAttachment> shown;
  auto wrong = hemicycle::invalid();
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto& one = given[i];
    if (one.file) {
      shown.push_back(keep_file(command, article, one.type, one.label, *one.file));
    } else if (one.document) {
      const auto row = command.store().first("SELECT media_type, size FROM publication_document WHERE id = :id AND article = :article",
                                             {bind("id", *one.document), bind("article", article)});
      if (!row) {
        wrong.also(at_item(i) + ".document", "unknown_document");
        continue;
      }
      shown.push_back({.type = one.type,
                       .label = one.label,
                       .href = std::string(kDocumentPath) + *one.document,
                       .media_type = row->text(0),
                       .kilobytes = kilobytes(row->integer(1))});
    } else if (one.link) {
      shown.push_back({.type = one.type, .label = one.label, .href = one.link, .media_type = std::nullopt, .kilobytes = std::nullopt});
    } else {
      wrong.also(at_item(i) + ".file", "attachment_needs_one");
    }
  }
  if (!wrong.fields.empty()) return wrong;
  return shown;
}

std::vector<Attachment> as_given(const std::vector<ShownAttachment>& shown) {
  std::vector<Attachment> given;
  for (const auto& one : shown) {
    Attachment back;
    back.type = one.type;
    back.label = one.label;
    if (one.href && one.href->starts_with(kDocumentPath)) {
      back.document = one.href->substr(kDocumentPath.size());
    } else {
      back.link = one.href;
    }
    given.push_back(std::move(back));
  }
  return given;
}

}  // namespace publication
