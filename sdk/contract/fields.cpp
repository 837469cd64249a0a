#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "sdk/contract/reading.hpp"

namespace hemicycle::contract {

namespace {

template <typename Value, std::size_t size>
std::optional<Value> lookup(const std::array<std::pair<std::string_view, Value>, size>& table, std::string_view name) {
  for (const auto& [known, value] : table)
    if (known == name) return value;
  return std::nullopt;
}

template <typename Table>
std::string names(const Table& table) {
  std::string out;
  for (const auto& entry : table) out.append(out.empty() ? "" : ", ").append(entry.first);
  return out;
}

using NamedType = std::pair<std::string_view, Type>;
constexpr std::array kTypes{NamedType{"string", Type::string},   NamedType{"integer", Type::integer}, NamedType{"number", Type::number},
                            NamedType{"boolean", Type::boolean}, NamedType{"array", Type::array},     NamedType{"object", Type::object},
                            NamedType{"upload", Type::upload}};

using NamedFormat = std::pair<std::string_view, Format>;
constexpr std::array kFormats{
    NamedFormat{"line", Format::line}, NamedFormat{"text", Format::text},           NamedFormat{"markdown", Format::markdown}, NamedFormat{"csv", Format::csv},
    NamedFormat{"date", Format::date}, NamedFormat{"date-time", Format::date_time}, NamedFormat{"email", Format::email},
    NamedFormat{"uri", Format::uri},   NamedFormat{"password", Format::password},   NamedFormat{"identifier", Format::identifier}};

/// docs/contract.md, "Defaults for `max`"; the formats of a fixed shape have the length of that shape.
double default_max(Format format) {
  switch (format) {
    case Format::line:
      return 200;
    case Format::text:
      return 10'000;
    case Format::markdown:
      return 60'000;
    case Format::csv:
      return 300'000;
    case Format::date:
      return 10;
    case Format::date_time:
      return 30;
    case Format::email:
      return 254;
    case Format::uri:
      return 2'000;
    case Format::password:
      return 128;
    case Format::identifier:
      return 100;
  }
  return 200;
}

std::string_view type_name(Type type) { return kTypes.at(static_cast<std::size_t>(type)).first; }

/// Path of the first personal field in these, or "".
std::string personal_path(const Fields& fields) {
  for (const auto& field : fields.list) {
    if (field.personal) return field.name;
    const Field* inner = &field;
    while (inner->items) inner = inner->items.get();
    if (inner->personal) return field.name;
    if (!inner->fields) continue;
    if (auto rest = personal_path(*inner->fields); !rest.empty()) return field.name + "." + rest;
  }
  return {};
}

/// Why `value` is not a value of `field`, or "".
std::string mismatch(const Field& field, const Node& value) {
  const auto wrong = [&] { return "is " + std::string(value.kind_name()) + "; expected " + std::string(type_name(field.type)); };
  const auto in_range = [&](double size) { return (!field.min || size >= *field.min) && (!field.max || size <= *field.max); };
  switch (field.type) {
    case Type::boolean:
      return value.kind == Node::Kind::boolean ? "" : wrong();
    case Type::upload:
      return "cannot be given: an upload has no default";
    case Type::integer:
    case Type::number:
      if (value.kind != Node::Kind::integer && (field.type == Type::integer || value.kind != Node::Kind::number)) return wrong();
      return in_range(value.number) ? "" : "is not between min and max";
    case Type::string: {
      if (value.kind != Node::Kind::text) return wrong();
      if (!field.enumeration.empty() &&
          std::find(field.enumeration.begin(), field.enumeration.end(), value.text) == field.enumeration.end())
        return in_quotes(value.text) + " is not in 'enum'";
      const auto length = std::count_if(value.text.begin(), value.text.end(), [](char c) { return (c & '\xC0') != '\x80'; });
      return in_range(static_cast<double>(length)) ? "" : "is not between min and max characters";
    }
    case Type::array:
      if (value.kind != Node::Kind::array) return wrong();
      for (const auto& item : value.items)
        if (auto why = mismatch(*field.items, item); !why.empty()) return "has an item that " + why;
      return in_range(static_cast<double>(value.items.size())) ? "" : "is not between min and max items";
    case Type::object:
      if (value.kind != Node::Kind::object) return wrong();
      for (std::size_t i = 0; i < value.keys.size(); ++i) {
        const auto* member = field.fields->find(value.keys[i]);
        if (!member) return "has the unknown field " + in_quotes(value.keys[i]);
        if (auto why = mismatch(*member, value.items[i]); !why.empty()) return "has a field " + in_quotes(member->name) + " that " + why;
      }
      for (const auto& member : field.fields->list)
        if (!member.optional && member.default_json.empty() && !value.find(member.name)) return "has no field " + in_quotes(member.name);
      return "";
  }
  return "";
}

}  // namespace

FieldReader::FieldReader(const Source& source, const Plugin& plugin, const Node* types) : source_(source), plugin_(plugin), types_(types) {}

std::vector<std::pair<std::string, Fields>> FieldReader::types() {
  std::vector<std::pair<std::string, Fields>> out;
  if (!types_) return out;
  source_.expect(*types_, Node::Kind::object, "'types'");
  for (std::size_t i = 0; i < types_->keys.size(); ++i) {
    if (!is_pascal_case(types_->keys[i])) source_.refuse(types_->items[i], "type " + in_quotes(types_->keys[i]) + " is not PascalCase");
    static_cast<void>(resolve(types_->keys[i], types_->items[i]));
  }
  for (const auto& type : resolved_) out.emplace_back(type.name, *type.fields);
  return out;
}

std::shared_ptr<const Fields> FieldReader::resolve(const std::string& name, const Node& at) {
  for (const auto& type : resolved_)
    if (type.name == name) return type.fields;
  const auto* node = types_ ? types_->find(name) : nullptr;
  if (!node) source_.refuse(at, "unknown type " + in_quotes(name) + " in 'ref'");
  const auto open = std::find(open_types_.begin(), open_types_.end(), name);
  if (open != open_types_.end()) {
    std::string chain;
    for (auto step = open; step != open_types_.end(); ++step) chain += *step + " -> ";
    source_.refuse(at, "type " + in_quotes(name) + " contains itself: " + chain + name);
  }
  open_types_.push_back(name);
  auto read = std::make_shared<const Fields>(fields(node, "type " + in_quotes(name), Place::message));
  open_types_.pop_back();
  resolved_.push_back({name, read});
  return read;
}

Fields FieldReader::fields(const Node* block, const std::string& what, Place place) {
  Fields out;
  if (!block) return out;
  source_.expect(*block, Node::Kind::object, what);
  for (std::size_t i = 0; i < block->keys.size(); ++i) {
    const auto& name = block->keys[i];
    const auto& node = block->items[i];
    const auto here = "field " + in_quotes(name) + " of " + what;
    source_.cpp_name(node, name, "field");
    if (name.ends_with("_html")) source_.refuse(node, here + " ends in '_html', which is kept for what the kernel rendered");
    out.list.push_back(field(node, name, here, place));
    if (place == Place::settings && !out.list.back().optional && out.list.back().default_json.empty())
      source_.refuse(node, here + " has neither 'default' nor 'optional'");
  }
  return out;
}

Field FieldReader::field(const Node& node, const std::string& name, const std::string& what, Place place) {
  source_.object(node, what,
                 {"type", "ref", "format", "min", "max", "enum", "among", "options", "items", "fields", "optional", "default", "fixed",
                  "x-personal", "summary"});
  Field out;
  out.name = name;
  out.summary = source_.text_of(node, "summary", what);
  out.optional = source_.truth_of(node, "optional", what);
  out.personal = source_.truth_of(node, "x-personal", what);
  if (out.personal && place == Place::event)
    source_.refuse(*node.find("x-personal"),
                   what + " is personal; an event is kept for ever and holds only ids, decisions and public text");
  read_type(out, node, what, place == Place::settings ? Place::message : place);
  read_string(out, node, what);
  read_bounds(out, node, what);
  read_default(out, node, what);
  out.fixed = source_.truth_of(node, "fixed", what);
  if (out.fixed && !(out.items && out.items->type == Type::object))
    source_.refuse(*node.find("fixed"), "'fixed' of " + what + ", which is not an array of objects");
  return out;
}

void FieldReader::read_type(Field& out, const Node& node, const std::string& what, Place place) {
  const auto* type = node.find("type");
  const auto* ref = node.find("ref");
  if ((type != nullptr) == (ref != nullptr)) source_.refuse(node, what + " needs either 'type' or 'ref'");
  if (ref) {
    out.type = Type::object;
    out.ref = source_.text(*ref, "'ref' of " + what);
    out.fields = resolve(out.ref, *ref);
    const auto personal = place == Place::event ? personal_path(*out.fields) : std::string();
    if (!personal.empty()) source_.refuse(*ref, what + " is personal in type " + in_quotes(out.ref) + ": " + in_quotes(personal));
  } else {
    const auto known = lookup(kTypes, source_.text(*type, "'type' of " + what));
    if (!known) source_.refuse(*type, "unknown type " + in_quotes(type->text) + " of " + what + "; known: " + names(kTypes));
    out.type = *known;
  }
  const auto* items = node.find("items");
  if (out.type == Type::array) {
    if (!items) source_.refuse(node, what + " is an array without 'items'");
    out.items = std::make_shared<const Field>(field(*items, "", "items of " + what, place));
    if (out.items->optional || !out.items->default_json.empty())
      source_.refuse(*items, "items of " + what + " are neither optional nor defaulted");
  } else if (items) {
    source_.refuse(*items, "'items' of " + what + ", which is not an array");
  }
  const auto* inner = node.find("fields");
  if (out.type == Type::object && !ref) {
    if (!inner) source_.refuse(node, what + " is an object without 'fields'; give them, or a 'ref'");
    out.fields = std::make_shared<const Fields>(fields(inner, what, place));
  } else if (inner) {
    source_.refuse(*inner, "'fields' of " + what + ", which is not an object of its own");
  }
}

void FieldReader::read_string(Field& out, const Node& node, const std::string& what) {
  if (out.type != Type::string) {
    for (const auto* key : {"format", "enum", "among", "options"})
      if (const auto* found = node.find(key)) source_.refuse(*found, in_quotes(key) + " of " + what + ", which is not a string");
    return;
  }
  if (const auto* format = node.find("format")) {
    const auto known = lookup(kFormats, source_.text(*format, "'format' of " + what));
    if (!known) source_.refuse(*format, "unknown format " + in_quotes(format->text) + " of " + what + "; known: " + names(kFormats));
    out.format = *known;
  }
  out.enumeration = source_.texts_of(node, "enum", what);
  if (const auto* none = node.find("enum"); none && out.enumeration.empty()) source_.refuse(*none, "'enum' of " + what + " has no value");
  out.among = source_.text_of(node, "among", what);
  if (!out.among.empty() && std::find(plugin_.vocabularies.begin(), plugin_.vocabularies.end(), out.among) == plugin_.vocabularies.end())
    source_.refuse(*node.find("among"), "unknown vocabulary " + in_quotes(out.among) + " of " + what + "; name it in 'vocabularies'");
  if (const auto* options = node.find("options")) {
    const auto& query = source_.text(*options, "'options' of " + what);
    out.options = query.find('.') == std::string::npos ? plugin_.name + "." + query : query;
    wanted_options_.push_back({options, out.options});
  }
  const auto choices = int{!out.enumeration.empty()} + int{!out.among.empty()} + int{!out.options.empty()};
  if (choices > 1) source_.refuse(node, what + " has more than one of 'enum', 'among' and 'options'");
}

void FieldReader::read_bounds(Field& out, const Node& node, const std::string& what) const {
  const auto sized = out.type == Type::string || out.type == Type::array;
  const auto bounded = sized || out.type == Type::integer || out.type == Type::number;
  for (const auto* key : {"min", "max"}) {
    const auto* bound = node.find(key);
    if (!bound) continue;
    const auto here = in_quotes(key) + " of " + what;
    if (!bounded) source_.refuse(*bound, here + ", which has no size");
    if (out.type != Type::number || bound->kind != Node::Kind::number) source_.expect(*bound, Node::Kind::integer, here);
    if (sized && bound->number < 0) source_.refuse(*bound, here + " is negative");
    (std::string_view(key) == "min" ? out.min : out.max) = bound->number;
  }
  if (!out.max && out.type == Type::string) out.max = default_max(out.format);
  if (!out.max && out.type == Type::array) out.max = 100;
  if (out.min && out.max && *out.min > *out.max) source_.refuse(*node.find("min"), "'min' of " + what + " is greater than its 'max'");
}

void FieldReader::read_default(Field& out, const Node& node, const std::string& what) const {
  const auto* value = node.find("default");
  if (!value) return;
  if (const auto why = mismatch(out, *value); !why.empty()) source_.refuse(*value, "'default' of " + what + " " + why);
  out.default_json = value->json();
}

}  // namespace hemicycle::contract
