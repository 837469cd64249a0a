#include "kernel/web/render/atom.hpp"

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include <algorithm>

#include "kernel/web/render/markdown.hpp"

namespace hemicycle::web::render {

namespace {

using nlohmann::json;

/// XML 1.0 has no control characters but tab and line ends, not even escaped (production 2).
std::string xml_text(std::string text) {
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
  return text;
}

std::string member(const json& from, const char* name) {
  const auto found = from.find(name);
  return found != from.end() && found->is_string() ? xml_text(found->get<std::string>()) : std::string();
}

void add(pugi::xml_node parent, const char* name, const std::string& text) { parent.append_child(name).text().set(text.c_str()); }

void add_link(pugi::xml_node parent, const char* rel, const char* type, const std::string& href) {
  auto link = parent.append_child("link");
  link.append_attribute("rel") = rel;
  link.append_attribute("type") = type;
  link.append_attribute("href") = href.c_str();
}

/// RFC 3339 asks for a time: a bare date is its beginning.
std::string instant(const std::string& date) {
  if (date.empty()) return "1970-01-01T00:00:00Z";
  return date.size() == 10 ? date + "T00:00:00Z" : date;
}

bool is_iri(const std::string& id) {
  return id.starts_with("urn:") || id.starts_with("tag:") || id.starts_with("http://") || id.starts_with("https://");
}

void add_entry(pugi::xml_node feed, const json& from, const FeedContext& context) {
  auto entry = feed.append_child("entry");
  const auto url = context.base_url + member(from, "path");
  const auto id = member(from, "id");
  add(entry, "id", is_iri(id) ? id : url);
  add(entry, "title", member(from, "title"));
  add(entry, "updated", instant(member(from, "updated")));
  add_link(entry, "alternate", "text/html", url);
  if (const auto summary = member(from, "summary"); !summary.empty()) add(entry, "summary", summary);
  if (const auto body = member(from, "body"); !body.empty()) {
    auto content = entry.append_child("content");
    content.append_attribute("type") = "html";
    content.append_attribute("xml:base") = (context.base_url + "/").c_str();
    content.text().set(xml_text(markdown_html(body)).c_str());
  }
}

/// What is no more, for those who took a copy (RFC 6721).
void add_tombstones(pugi::xml_node feed, const json& from, const FeedContext& context) {
  const auto deleted = from.value("deleted", json::array());
  if (!deleted.is_array() || deleted.empty()) return;
  feed.append_attribute("xmlns:at") = "http://purl.org/atompub/tombstones/1.0";
  for (const auto& each : deleted) {
    if (!each.is_object()) continue;
    const auto id = member(each, "id");
    auto stone = feed.append_child("at:deleted-entry");
    stone.append_attribute("ref") = (is_iri(id) ? id : context.base_url + member(each, "path")).c_str();
    stone.append_attribute("when") = instant(member(each, "when")).c_str();
  }
}

struct Sink final : pugi::xml_writer {
  std::string bytes;
  void write(const void* data, std::size_t size) override { bytes.append(static_cast<const char*>(data), size); }
};

}  // namespace

std::optional<std::string> atom_feed(std::string_view reply, const FeedContext& context) {
  const auto from = json::parse(reply, nullptr, false);
  if (!from.is_object()) return std::nullopt;
  const auto entries = from.value("entries", json::array());
  if (!entries.is_array()) return std::nullopt;
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "utf-8";
  auto feed = document.append_child("feed");
  feed.append_attribute("xmlns") = "http://www.w3.org/2005/Atom";
  feed.append_attribute("xml:lang") = context.locale.c_str();
  add(feed, "id", context.base_url + context.path);
  add(feed, "title", member(from, "title"));
  auto updated = member(from, "updated");
  for (const auto& entry : entries) {
    if (!entry.is_object()) return std::nullopt;
    if (!from.contains("updated")) updated = std::max(updated, member(entry, "updated"));
  }
  add(feed, "updated", instant(updated));
  add(feed.append_child("author"), "name", xml_text(context.author));
  add_link(feed, "self", "application/atom+xml", context.base_url + context.path);
  add_link(feed, "alternate", "text/html", context.base_url + "/");
  for (const auto& entry : entries) add_entry(feed, entry, context);
  add_tombstones(feed, from, context);
  Sink sink;
  document.save(sink, "", pugi::format_raw, pugi::encoding_utf8);
  return std::move(sink.bytes);
}

}  // namespace hemicycle::web::render
