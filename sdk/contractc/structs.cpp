#include <stdexcept>

#include "sdk/contract/json_lines.hpp"
#include "sdk/contractc/spelling.hpp"
#include "sdk/contractc/writing.hpp"

namespace hemicycle::contractc {
namespace {

using contract::Field;
using contract::Node;
using contract::Type;

std::string initial(const Node& value) {
  switch (value.kind) {
    case Node::Kind::text:
      return literal(value.text);
    case Node::Kind::array: {
      std::string list = "{";
      for (const auto& item : value.items) list.append(list.size() > 1 ? ", " : "").append(initial(item));
      return list.append("}");
    }
    default:
      return value.json();  // numbers and booleans are spelt alike in both languages
  }
}

/// Every member has an initialiser, so that one may leave it out of `{.a = …}` without a warning.
std::string initialiser(const Field& field) {
  if (!field.default_json.empty()) return " = " + initial(contract::parse_with_lines(field.default_json, "default"));
  if (field.optional) return "{}";
  switch (field.type) {
    case Type::integer:
    case Type::number:
      return " = 0";
    case Type::boolean:
      return " = false";
    default:
      return "{}";
  }
}

bool may_lack(const Field& field) { return field.optional && field.default_json.empty(); }

std::string text_of(const Field& field) {
  const auto name = identifier(field.name);
  const auto value = may_lack(field) ? "*" + name : name;
  auto text = value;
  if (field.type == Type::integer) text = "::std::to_string(" + value + ")";
  if (field.type == Type::boolean) text = "(" + value + " ? \"true\" : \"false\")";
  return may_lack(field) ? "(" + name + " ? " + text + " : ::std::string())" : text;
}

/// "group:{group}" -> statements over the members. The local is spelt as no field can be.
std::string subject_body(const Shape& shape) {
  std::string out = "    ::std::string joined_;\n";
  std::string_view rest = shape.subject;
  while (!rest.empty()) {
    const auto open = rest.find('{');
    const auto close = open == std::string_view::npos ? open : rest.find('}', open);
    if (close == std::string_view::npos) break;
    if (open > 0) out.append("    joined_.append(" + literal(rest.substr(0, open)) + ");\n");
    const auto* field = shape.fields.find(rest.substr(open + 1, close - open - 1));
    if (field == nullptr) throw std::logic_error("the reader let a subject pass that names no field: " + shape.subject);
    out.append("    joined_.append(" + text_of(*field) + ");\n");
    rest.remove_prefix(close + 1);
  }
  if (!rest.empty()) out.append("    joined_.append(" + literal(rest) + ");\n");
  return out.append("    return joined_;\n");
}

std::string write_struct(const Shape& shape) {
  auto out = comment("", shape.summary) + "struct " + shape.name + " {\n";
  if (!shape.reply.empty()) out.append("  using Reply = " + shape.reply + ";\n");
  if (!shape.message.empty() && shape.fields.find("type") == nullptr) {
    out.append("  static constexpr ::std::string_view type = " + literal(shape.message) + ";\n");
  }
  for (const auto& field : shape.fields.list) {
    out.append(comment("  ", field.summary));
    out.append("  " + member_type(shape.name, field) + " " + identifier(field.name) + initialiser(field) + ";\n");
  }
  if (!shape.subject.empty()) {
    const auto* name = shape.fields.find("subject") == nullptr ? "subject" : "message_subject_text";
    out.append("  [[nodiscard]] ::std::string ").append(name).append("() const {\n").append(subject_body(shape)).append("  }\n");
  }
  return out.append("  friend bool operator==(const " + shape.name + "&, const " + shape.name + "&) = default;\n};\n");
}

std::string write_message_names(const Shape& shape) {
  if (shape.message.empty()) return {};
  auto out =
      "[[nodiscard]] constexpr ::std::string_view message_type(const " + shape.name + "*) { return " + literal(shape.message) + "; }\n";
  if (!shape.subject.empty()) {
    const auto* name = shape.fields.find("subject") == nullptr ? "subject" : "message_subject_text";
    out.append("[[nodiscard]] inline ::std::string message_subject(const " + shape.name + "& event) { return event." + name + "(); }\n");
  }
  return out;
}

// Templates, so that a file compiles the JSON of the structs that it sends or reads, and not of all that the contract has.
std::string write_reading(const Shape& shape) {
  const auto head = "template <::std::same_as<::hemicycle::JsonReader> Json>\nvoid read_json(Json& json, " + shape.name + "&";
  if (shape.fields.empty()) return head + ") {\n  json.skip();\n}\n";
  auto out = head + " out) {\n  json.object([&](::std::string_view key) {\n";
  const char* otherwise = "    if";
  for (const auto& field : shape.fields.list) {
    out.append(otherwise).append(" (key == " + literal(field.name) + ") {\n      read_json(json, out." + identifier(field.name) +
                                 ");\n    }");
    otherwise = " else if";
  }
  return out.append(" else {\n      json.skip();\n    }\n  });\n}\n");
}

std::string write_writing(const Shape& shape) {
  const auto head = "template <::std::same_as<::hemicycle::JsonWriter> Json>\nvoid write_json(Json& json, const " + shape.name + "&";
  if (shape.fields.empty()) return head + ") {\n  json.begin_object();\n  json.end_object();\n}\n";
  auto out = head + " in) {\n  json.begin_object();\n";
  for (const auto& field : shape.fields.list) {
    const auto name = "in." + identifier(field.name);
    const bool array = field.type == Type::array;
    const auto condition = !may_lack(field) ? std::string() : array ? "if (!" + name + ".empty()) " : "if (" + name + ") ";
    const auto value = may_lack(field) && !array ? "*" + name : name;
    out.append("  " + condition + "json.key(" + literal(field.name) + "), write_json(json, " + value + ");\n");
  }
  return out.append("  json.end_object();\n}\n");
}

}  // namespace

std::string write_structs(const std::vector<Shape>& shapes) {
  std::string out;
  for (const auto& shape : shapes) {
    out.append(write_struct(shape))
        .append(write_message_names(shape))
        .append(write_reading(shape))
        .append(write_writing(shape))
        .append("\n");
  }
  return out;
}

}  // namespace hemicycle::contractc
