// Generated structs to JSON and back. Why no document tree between: a nested query must cost about a microsecond,
// and a tree of a 1 KB reply alone costs ten.
#pragma once

#include <hemicycle/json_reader.hpp>
#include <hemicycle/json_writer.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hemicycle {

inline void read_json(JsonReader& json, std::string& out) { json.text(out); }
inline void read_json(JsonReader& json, std::int64_t& out) { out = json.integer(); }
inline void read_json(JsonReader& json, double& out) { out = json.number(); }
inline void read_json(JsonReader& json, bool& out) { out = json.boolean(); }

template <typename T>
void read_json(JsonReader& json, std::optional<T>& out) {
  if (json.null()) return out.reset();
  read_json(json, out.emplace());
}

template <typename T>
void read_json(JsonReader& json, std::vector<T>& out) {
  out.clear();
  json.array([&] { read_json(json, out.emplace_back()); });
}

inline void read_json(JsonReader& json, std::vector<bool>& out) {
  out.clear();
  json.array([&] { out.push_back(json.boolean()); });
}

// Constrained, so that a pointer does not turn into a boolean nor a number into another.
template <std::same_as<bool> T>
void write_json(JsonWriter& json, T value) {
  json.boolean(value);
}
template <std::same_as<std::int64_t> T>
void write_json(JsonWriter& json, T value) {
  json.integer(value);
}
template <std::same_as<double> T>
void write_json(JsonWriter& json, T value) {
  json.number(value);
}
inline void write_json(JsonWriter& json, const std::string& value) { json.text(value); }

template <typename T>
void write_json(JsonWriter& json, const std::vector<T>& values) {
  json.begin_array();
  for (const T& value : values) write_json(json, value);
  json.end_array();
}

inline void write_json(JsonWriter& json, const std::vector<bool>& values) {
  json.begin_array();
  for (const bool value : values) json.boolean(value);
  json.end_array();
}

/// Replaces `out` by what `text` says; a member that is absent keeps its default. Throws JsonError.
template <typename T>
[[nodiscard]] T from_json(std::string_view text) {
  T out{};
  if (text.empty()) return out;
  JsonReader json(text);
  read_json(json, out);
  json.finish();
  return out;
}

template <typename T>
[[nodiscard]] std::string to_json(const T& value) {
  std::string out;
  out.reserve(512);
  JsonWriter json(out);
  write_json(json, value);
  return out;
}

}  // namespace hemicycle
