#include "kernel/cli/check/example.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace hemicycle::check {
namespace {

using contract::Field;
using contract::Format;
using contract::Type;
using nlohmann::json;

std::string text_for(const Field& field, const core::Vocabularies& vocabularies) {
  if (!field.enumeration.empty()) return field.enumeration.front();
  if (const auto found = vocabularies.find(field.among); !field.among.empty() && found != vocabularies.end() && !found->second.empty())
    return found->second.front().id;
  std::string text = "Example";
  switch (field.format) {
    case Format::date: return "2026-04-08";
    case Format::date_time: return "2026-04-08T14:00:00Z";
    case Format::email: return "somebody@example.org";
    case Format::uri: return "https://example.org/";
    case Format::identifier: text = "example-1"; break;
    case Format::password: text = "correct horse battery staple"; break;
    case Format::line:
    case Format::text:
    case Format::markdown:
    case Format::csv: break;
  }
  while (field.min && static_cast<double>(text.size()) < *field.min) text += 'e';
  if (field.max && static_cast<double>(text.size()) > *field.max) text.resize(static_cast<std::size_t>(*field.max));
  return text;
}

json value_for(const Field& field, const core::Vocabularies& vocabularies) {
  const auto number = [&] { return std::min(std::max(1.0, field.min.value_or(1.0)), field.max.value_or(1e9)); };
  switch (field.type) {
    case Type::string: return text_for(field, vocabularies);
    case Type::integer: return static_cast<std::int64_t>(std::ceil(number()));
    case Type::number: return number();
    case Type::boolean: return true;
    case Type::array: {
      auto out = json::array();
      const auto items = static_cast<std::size_t>(std::max(1.0, field.min.value_or(1.0)));
      for (std::size_t i = 0; i < items; ++i) out.push_back(value_for(*field.items, vocabularies));
      return out;
    }
    case Type::object: return example_of(*field.fields, vocabularies);
    case Type::upload: break;
  }
  return {{"blob", std::string(64, 'a')}, {"name", "example.pdf"}, {"media_type", "application/pdf"}, {"size", 12}};
}

}  // namespace

json example_of(const contract::Fields& fields, const core::Vocabularies& vocabularies) {
  auto out = json::object();
  for (const auto& field : fields.list) out[field.name] = value_for(field, vocabularies);
  return out;
}

json wrong_types_for(const contract::Fields& fields) {
  auto out = json::object();
  for (const auto& field : fields.list) out[field.name] = field.type == Type::array ? json(true) : json::array({1, nullptr});
  return out;
}

}  // namespace hemicycle::check
