// A file that a person sent: the host stored it before the command ran.
#pragma once

#include <hemicycle/json.hpp>

#include <cstdint>
#include <string>

namespace hemicycle {

struct Upload {
  std::string blob{};        ///< sha-256 of the bytes, in hexadecimal
  std::string name{};        ///< as the sender called it
  std::string media_type{};  ///< found from the bytes
  std::int64_t size = 0;     ///< bytes
  friend bool operator==(const Upload&, const Upload&) = default;
};

inline void read_json(JsonReader& json, Upload& out) {
  json.object([&](std::string_view key) {
    if (key == "blob")
      read_json(json, out.blob);
    else if (key == "name")
      read_json(json, out.name);
    else if (key == "media_type")
      read_json(json, out.media_type);
    else if (key == "size")
      read_json(json, out.size);
    else
      json.skip();
  });
}

inline void write_json(JsonWriter& json, const Upload& in) {
  json.begin_object();
  json.key("blob"), write_json(json, in.blob);
  json.key("name"), write_json(json, in.name);
  json.key("media_type"), write_json(json, in.media_type);
  json.key("size"), write_json(json, in.size);
  json.end_object();
}

}  // namespace hemicycle
