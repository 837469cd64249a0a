#include "kernel/web/render/schema.hpp"

#include <cmath>
#include <cstdint>

namespace hemicycle::web::render {

namespace {

using contract::Field;
using contract::Format;
using contract::Type;
using Json = nlohmann::ordered_json;

Json number(double value) { return std::floor(value) == value ? Json(static_cast<std::int64_t>(value)) : Json(value); }

void put_bounds(Json& out, const Field& field, const char* low, const char* high) {
  if (field.min) out[low] = number(*field.min);
  if (field.max) out[high] = number(*field.max);
}

void put_string(Json& out, const Field& field) {
  out["type"] = "string";
  if (!field.enumeration.empty()) {
    out["enum"] = field.enumeration;
    return;
  }
  put_bounds(out, field, "minLength", "maxLength");
  switch (field.format) {
    case Format::date:
      out["format"] = "date";
      break;
    case Format::date_time:
      out["format"] = "date-time";
      break;
    case Format::email:
      out["format"] = "email";
      break;
    case Format::uri:
      out["format"] = "uri";
      break;
    case Format::password:
      out["format"] = "password";
      break;
    case Format::markdown:
      out["contentMediaType"] = "text/markdown";
      break;
    case Format::csv:
      out["contentMediaType"] = "text/csv";
      break;
    case Format::identifier:
      out["pattern"] = "^[A-Za-z0-9._:-]{1,100}$";
      break;
    case Format::line:
    case Format::text:
      break;
  }
}

}  // namespace

Json field_schema(const std::string& plugin, const Field& field) {
  Json out = Json::object();
  switch (field.type) {
    case Type::string:
      put_string(out, field);
      break;
    case Type::integer:
    case Type::number:
      out["type"] = field.type == Type::integer ? "integer" : "number";
      put_bounds(out, field, "minimum", "maximum");
      break;
    case Type::boolean:
      out["type"] = "boolean";
      break;
    case Type::array:
      out["type"] = "array";
      if (field.items) out["items"] = field_schema(plugin, *field.items);
      put_bounds(out, field, "minItems", "maxItems");
      break;
    case Type::object:
      if (!field.ref.empty())
        out["$ref"] = "#/components/schemas/" + plugin + "." + field.ref;
      else if (field.fields)
        out = object_schema(plugin, *field.fields);
      break;
    case Type::upload:
      out["$ref"] = "#/components/schemas/Upload";
      break;
  }
  std::string description = field.summary;
  if (!field.among.empty()) description += (description.empty() ? "" : " ") + ("One of the configured vocabulary '" + field.among + "'.");
  if (!description.empty()) out["description"] = description;
  if (!field.default_json.empty()) out["default"] = Json::parse(field.default_json, nullptr, false);
  return out;
}

Json object_schema(const std::string& plugin, const contract::Fields& fields) {
  Json out = {{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  auto required = Json::array();
  for (const auto& field : fields.list) {
    out["properties"][field.name] = field_schema(plugin, field);
    if (!field.optional && field.default_json.empty()) required.push_back(field.name);
  }
  if (!required.empty()) out["required"] = required;
  return out;
}

}  // namespace hemicycle::web::render
