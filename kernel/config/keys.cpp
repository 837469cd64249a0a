#include "kernel/config/keys.hpp"

#include <algorithm>
#include <charconv>

#include "kernel/core/text_rules.hpp"

namespace hemicycle::config {

namespace {

bool is_text(const Key& key, const nlohmann::json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  const auto facts = core::examine(text);
  if (!facts.utf8 || facts.control || facts.line_break || facts.code_points > 4'096) return false;
  if (!key.among.empty()) return std::find(key.among.begin(), key.among.end(), text) != key.among.end();
  const bool may_be_empty = key.default_json == R"("")" && key.kind != Kind::list && key.kind != Kind::paths;
  return text.empty() ? may_be_empty : !key.fits || key.fits(text);
}

}  // namespace

const Key* find_key(std::string_view name) {
  const auto all = keys();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Key& key) { return key.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::string expectation(const Key& key) {
  std::string among;
  for (const auto value : key.among) among.append(among.empty() ? "one of " : ", ").append(value);
  if (!among.empty()) return among;
  switch (key.kind) {
    case Kind::integer:
      return "an integer from " + std::to_string(key.min) + " to " + std::to_string(key.max);
    case Kind::boolean:
      return "true or false";
    case Kind::text:
      return key.shape.empty() ? "a text of one line" : std::string(key.shape);
    case Kind::path:
      return "a path";
    case Kind::list:
      return key.shape.empty() ? "a list of texts" : "a list of " + std::string(key.shape);
    case Kind::paths:
      return "a list of paths";
  }
  return {};
}

bool accepts(const Key& key, const nlohmann::json& value) {
  switch (key.kind) {
    case Kind::integer:
      return value.is_number_integer() && value.get<std::int64_t>() >= key.min && value.get<std::int64_t>() <= key.max;
    case Kind::boolean:
      return value.is_boolean();
    case Kind::text:
    case Kind::path:
      return is_text(key, value);
    case Kind::list:
    case Kind::paths:
      return value.is_array() && std::all_of(value.begin(), value.end(), [&](const auto& item) { return is_text(key, item); });
  }
  return false;
}

nlohmann::json from_text(const Key& key, const std::string& text) {
  switch (key.kind) {
    case Kind::integer: {
      std::int64_t value = 0;
      const auto* end = text.data() + text.size();
      const auto [stop, error] = std::from_chars(text.data(), end, value);
      return error == std::errc() && stop == end ? nlohmann::json(value) : nlohmann::json(text);
    }
    case Kind::boolean:
      if (text == "true" || text == "1") return true;
      if (text == "false" || text == "0") return false;
      return text;
    case Kind::text:
    case Kind::path:
      return text;
    case Kind::list:
    case Kind::paths: {
      auto out = nlohmann::json::array();
      for (std::size_t at = 0; at < text.size();) {
        const auto comma = std::min(text.find(',', at), text.size());
        out.push_back(text.substr(at, comma - at));
        at = comma + 1;
      }
      return out;
    }
  }
  return text;
}

std::string environment_name(std::string_view key) {
  std::string out = "HEMICYCLE_";
  for (const char c : key) out += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

}  // namespace hemicycle::config
