#include "kernel/web/http/multipart.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "kernel/web/http/characters.hpp"
#include "kernel/web/http/utf8.hpp"

namespace hemicycle::web::http {
namespace {

bool boundary_character(char c) noexcept {
  static constexpr std::string_view kMarks = "'()+_,-./:=?";  // no space: browsers never use one
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || kMarks.find(c) != std::string_view::npos;
}

/// Takes one `;name=value` parameter off the front, value quoted or a token. False at the end or when malformed (`rest` then not empty).
bool next_parameter(std::string_view& rest, std::string& name, std::string& value) {
  auto text = trimmed(rest);
  if (text.empty() || text.front() != ';') return false;
  text = trimmed(text.substr(1));
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || !is_token(text.substr(0, equals))) return false;
  name = text.substr(0, equals);
  text.remove_prefix(equals + 1);
  value.clear();
  if (text.empty() || text.front() != '"') {
    const auto end = std::min(text.find(';'), text.size());
    value = trimmed(text.substr(0, end));
    rest = text.substr(end);
    return is_token(value) || (!value.empty() && std::all_of(value.begin(), value.end(), boundary_character));
  }
  std::size_t at = 1;
  for (; at < text.size() && text[at] != '"'; ++at) {
    const bool escaped = text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\');
    if (escaped) ++at;
    value.push_back(text[at]);
  }
  if (at >= text.size()) return false;
  rest = text.substr(at + 1);
  return true;
}

/// Browsers write a quote, CR and LF inside a name as %22, %0D and %0A (WHATWG HTML, multipart/form-data encoding).
std::string undo_browser_escapes(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 3> kEscapes{{{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}}};
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto* found = std::find_if(kEscapes.begin(), kEscapes.end(), [&](const auto& e) { return text.substr(at, 3) == e.first; });
    out.push_back(found == kEscapes.end() ? text[at] : found->second);
    if (found != kEscapes.end()) at += 2;
  }
  return out;
}

std::string_view read_disposition(std::string_view value, Part& part, const MultipartLimits& limits) {
  const auto semicolon = std::min(value.find(';'), value.size());
  if (!same_letters(trimmed(value.substr(0, semicolon)), "form-data")) return "disposition";
  auto rest = value.substr(semicolon);
  std::string name;
  std::string text;
  bool named = false;
  while (!trimmed(rest).empty()) {
    if (!next_parameter(rest, name, text)) return "disposition";
    if (!is_utf8(text)) return "utf8";
    if (same_letters(name, "name")) {
      if (named) return "doubled_name";
      named = true;
      part.name = undo_browser_escapes(text);
    } else if (same_letters(name, "filename")) {
      if (part.file_name) return "doubled_name";
      part.file_name = safe_file_name(undo_browser_escapes(text), limits.file_name_bytes);
    } else {
      return "disposition";  // filename* included: two names for one file is what RFC 7578 §4.2 forbids
    }
  }
  return part.name.empty() ? "unnamed" : "";
}

std::string_view read_part_head(std::string_view head, Part& part, const MultipartLimits& limits) {
  bool disposed = false;
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const auto line = head.substr(0, end);
    head = end == std::string_view::npos ? std::string_view{} : head.substr(end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return "part_header";
    const auto value = trimmed(line.substr(colon + 1));
    if (!is_field_value(value)) return "part_header";
    if (same_letters(line.substr(0, colon), "content-disposition")) {
      if (std::exchange(disposed, true)) return "doubled_disposition";
      if (const auto refusal = read_disposition(value, part, limits); !refusal.empty()) return refusal;
    } else if (same_letters(line.substr(0, colon), "content-type")) {
      if (!part.content_type.empty() || same_letters(value.substr(0, 10), "multipart/")) return "content_type";
      part.content_type = value;
    } else if (same_letters(line.substr(0, colon), "content-transfer-encoding")) {
      return "transfer_encoding";
    }
  }
  return disposed ? "" : "unnamed";
}

}  // namespace

std::string safe_file_name(std::string_view name, std::size_t bytes) {
  const auto separator = name.find_last_of("/\\");
  if (separator != std::string_view::npos) name.remove_prefix(separator + 1);
  std::string out;
  for (const char c : name) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out.push_back(c);
  }
  const auto first = out.find_first_not_of(". ");
  if (first == std::string::npos) return "file";
  return std::string(utf8_prefix(std::string_view(out).substr(first), bytes));
}

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  const auto semicolon = std::min(content_type.find(';'), content_type.size());
  if (!same_letters(trimmed(content_type.substr(0, semicolon)), "multipart/form-data")) return std::nullopt;
  auto rest = content_type.substr(semicolon);
  std::string name;
  std::string value;
  std::optional<std::string> boundary;
  while (next_parameter(rest, name, value)) {
    if (!same_letters(name, "boundary")) continue;
    if (boundary || value.empty() || value.size() > 70) return std::nullopt;
    if (!std::all_of(value.begin(), value.end(), boundary_character)) return std::nullopt;
    boundary = value;
  }
  if (!trimmed(rest).empty()) return std::nullopt;
  return boundary;
}

Multipart parse_multipart(std::string_view body, std::string_view boundary, const MultipartLimits& limits) {
  const auto refused = [](std::string_view why) { return Multipart{{}, why}; };
  const std::string opening = "--" + std::string(boundary);
  const std::string delimiter = "\r\n" + opening;
  if (!body.starts_with(opening)) return refused("preamble");
  body.remove_prefix(opening.size());
  Multipart out;
  while (true) {
    if (body.starts_with("--")) {
      body.remove_prefix(2);
      if (!body.empty() && body != "\r\n") return refused("epilogue");
      return out;
    }
    if (!body.starts_with("\r\n")) return refused("delimiter");
    body.remove_prefix(2);
    if (out.parts.size() == limits.parts) return refused("too_many_parts");
    const auto head_end = body.substr(0, limits.part_head_bytes).find("\r\n\r\n");
    if (head_end == std::string_view::npos) return refused("part_head");
    Part part;
    if (const auto refusal = read_part_head(body.substr(0, head_end), part, limits); !refusal.empty()) return refused(refusal);
    body.remove_prefix(head_end + 4);
    const auto end = body.find(delimiter);
    if (end == std::string_view::npos) return refused("unfinished");
    part.data = body.substr(0, end);
    out.parts.push_back(std::move(part));
    body.remove_prefix(end + delimiter.size());
  }
}

}  // namespace hemicycle::web::http
