// An Error on the wire: {"code": "too_late", "fields": [{"field": "title", "code": "taken"}]}.
#pragma once

#include <hemicycle/json.hpp>
#include <hemicycle/result.hpp>

#include <string>
#include <string_view>

namespace hemicycle {

inline void read_json(JsonReader& json, FieldError& out) {
  json.object([&](std::string_view key) {
    if (key == "field")
      read_json(json, out.field);
    else if (key == "code")
      read_json(json, out.code);
    else
      json.skip();
  });
}

inline void write_json(JsonWriter& json, const FieldError& in) {
  json.begin_object();
  json.key("field"), write_json(json, in.field);
  json.key("code"), write_json(json, in.code);
  json.end_object();
}

inline void read_json(JsonReader& json, Error& out) {
  json.object([&](std::string_view key) {
    if (key == "code")
      read_json(json, out.code);
    else if (key == "fields")
      read_json(json, out.fields);
    else
      json.skip();
  });
}

/// The status travels beside it.
inline void write_json(JsonWriter& json, const Error& in) {
  json.begin_object();
  json.key("code"), write_json(json, in.code);
  if (!in.fields.empty()) json.key("fields"), write_json(json, in.fields);
  json.end_object();
}

}  // namespace hemicycle
