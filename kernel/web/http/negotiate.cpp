#include "kernel/web/http/negotiate.hpp"

#include <optional>

#include "kernel/web/http/characters.hpp"

namespace hemicycle::web::http {
namespace {

constexpr int kWhole = 1000;

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// A weight "0.8" in thousandths; nothing when it isn't one.
std::optional<int> read_weight(std::string_view text) noexcept {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  int weight = (text[0] - '0') * kWhole;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int place = 100;
  for (std::size_t at = 2; at < text.size(); ++at, place /= 10) {
    if (!digit(text[at])) return std::nullopt;
    weight += (text[at] - '0') * place;
  }
  return weight > kWhole ? std::nullopt : std::optional<int>(weight);
}

int item_weight(std::string_view parameters) noexcept {
  const auto text = trimmed(parameters);
  if (text.empty()) return kWhole;
  const bool weighted = text.size() > 2 && (text[0] == 'q' || text[0] == 'Q') && text[1] == '=';
  return weighted ? read_weight(text.substr(2)).value_or(0) : 0;
}

}  // namespace

AcceptedCodings read_accept_encoding(std::string_view header) noexcept {
  std::optional<int> identity;
  std::optional<int> gzip;
  std::optional<int> brotli;
  std::optional<int> any;
  while (!header.empty()) {
    const auto comma = header.find(',');
    const auto item = header.substr(0, comma);
    header = comma == std::string_view::npos ? std::string_view{} : header.substr(comma + 1);
    const auto semicolon = item.find(';');
    const auto name = trimmed(item.substr(0, semicolon));
    const auto weight = semicolon == std::string_view::npos ? kWhole : item_weight(item.substr(semicolon + 1));
    if (same_letters(name, "br")) brotli = weight;
    if (same_letters(name, "gzip") || same_letters(name, "x-gzip")) gzip = weight;
    if (same_letters(name, "identity")) identity = weight;
    if (name == "*") any = weight;
  }
  AcceptedCodings accepted;
  accepted.brotli = brotli.value_or(any.value_or(0));
  accepted.gzip = gzip.value_or(any.value_or(0));
  accepted.identity = identity.value_or(any == std::optional<int>(0) ? 0 : 1);
  return accepted;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) noexcept {
  if (trimmed(if_none_match) == "*") return true;
  while (!if_none_match.empty()) {
    // A comma may stand inside the quotes, so an entity tag is taken whole.
    const auto open = if_none_match.find('"');
    if (open == std::string_view::npos) return false;
    const auto close = if_none_match.find('"', open + 1);
    if (close == std::string_view::npos) return false;
    if (if_none_match.substr(open, close - open + 1) == etag) return true;
    if_none_match.remove_prefix(close + 1);
  }
  return false;
}

}  // namespace hemicycle::web::http
