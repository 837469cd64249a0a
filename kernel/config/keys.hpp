// The one table of the kernel's keys: what the checks, `config show` and the printed reference are made from.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle::config {

/// A path that a file gives is taken from that file's folder; one from the environment or an option, from the working folder.
enum class Kind { text, path, integer, boolean, list, paths };

struct Key {
  std::string_view name;
  Kind kind;
  std::string_view default_json;
  std::string_view description;
  std::int64_t min = 0, max = 0;               ///< of an integer
  std::vector<std::string_view> among{};       ///< of a text or of each item of a list; empty = any
  bool secret = false;                         ///< shown as dots
  std::string_view shape{};                    ///< what `fits` wants, in words
  bool (*fits)(const std::string&) = nullptr;  ///< of a text that is not empty, or of each item of a list
};

[[nodiscard]] std::span<const Key> keys();
/// Those of letters, in a file of their own; `keys` has them too.
[[nodiscard]] std::vector<Key> mail_keys();
[[nodiscard]] const Key* find_key(std::string_view name);

/// "an integer from 0 to 65535", "one of FULL, NORMAL"
[[nodiscard]] std::string expectation(const Key& key);
/// Whether a value of the right kind and range; the second makes it from the text of an environment variable or option.
[[nodiscard]] bool accepts(const Key& key, const nlohmann::json& value);
[[nodiscard]] nlohmann::json from_text(const Key& key, const std::string& text);
/// "web.port" -> "HEMICYCLE_WEB_PORT"
[[nodiscard]] std::string environment_name(std::string_view key);

/// The reference of all keys, in Markdown.
[[nodiscard]] std::string describe();

}  // namespace hemicycle::config
