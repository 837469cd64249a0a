#include "sdk/contractc/shapes.hpp"

#include "sdk/contractc/spelling.hpp"

namespace hemicycle::contractc {
namespace {

using contract::Field;
using contract::Fields;
using contract::Plugin;
using contract::Type;

std::string inline_name(const std::string& owner, const Field& field) { return owner + pascal(field.name); }

/// `name` is what an object written in place is called.
std::string element_type(const std::string& name, const Field& field) {
  switch (field.type) {
    case Type::string:
      return "::std::string";
    case Type::integer:
      return "::std::int64_t";
    case Type::number:
      return "double";
    case Type::boolean:
      return "bool";
    case Type::upload:
      return "::hemicycle::Upload";
    case Type::object:
      return field.ref.empty() ? name : field.ref;
    case Type::array:
      return "::std::vector<" + element_type(name + "Item", *field.items) + ">";
  }
  return {};
}

class Collector {
 public:
  void add(Shape shape) {
    for (const auto& field : shape.fields.list) add_inline(inline_name(shape.name, field), field);
    shapes_.push_back(std::move(shape));
  }
  [[nodiscard]] std::vector<Shape> take() { return std::move(shapes_); }

 private:
  void add_inline(const std::string& name, const Field& field) {
    if (field.type == Type::array) return add_inline(name + "Item", *field.items);
    if (field.type == Type::object && field.ref.empty())
      add({.name = name, .summary = field.summary, .fields = *field.fields, .message = {}, .reply = {}, .subject = {}});
  }

  std::vector<Shape> shapes_;
};

void find_refs(const Fields& fields, std::set<std::string>& refs);

void find_refs(const Field& field, std::set<std::string>& refs) {
  if (!field.ref.empty()) refs.insert(field.ref);
  if (field.items) find_refs(*field.items, refs);
  if (field.fields) find_refs(*field.fields, refs);
}

void find_refs(const Fields& fields, std::set<std::string>& refs) {
  for (const auto& field : fields.list) find_refs(field, refs);
}

template <typename Wanted>
std::vector<Shape> collect(const Plugin& plugin, const std::set<std::string>* refs, Wanted&& wanted) {
  Collector out;
  for (const auto& [name, fields] : plugin.types) {
    if (refs == nullptr || refs->contains(name))
      out.add({.name = name, .summary = {}, .fields = fields, .message = {}, .reply = {}, .subject = {}});
  }
  for (const auto& operation : plugin.operations) {
    if (!wanted(operation.verb)) continue;
    const auto name = pascal(operation.verb);
    out.add({.name = name + "Reply", .summary = {}, .fields = operation.output, .message = {}, .reply = {}, .subject = {}});
    out.add({.name = name,
             .summary = operation.summary,
             .fields = operation.input,
             .message = operation.name,
             .reply = name + "Reply",
             .subject = {}});
  }
  for (const auto& event : plugin.events) {
    if (!wanted(event.verb)) continue;
    out.add({.name = pascal(event.verb),
             .summary = event.summary,
             .fields = event.payload,
             .message = event.name,
             .reply = {},
             .subject = event.subject});
  }
  for (const auto& job : plugin.jobs) {
    if (!wanted(job.verb)) continue;
    out.add({.name = pascal(job.verb), .summary = job.summary, .fields = job.input, .message = job.name, .reply = {}, .subject = {}});
  }
  return out.take();
}

}  // namespace

std::string member_type(const std::string& owner, const Field& field) {
  auto type = element_type(inline_name(owner, field), field);
  const bool may_lack = field.optional && field.default_json.empty() && field.type != Type::array;
  return may_lack ? "::std::optional<" + type + ">" : type;
}

std::vector<Shape> all_shapes(const Plugin& plugin) {
  auto shapes = collect(plugin, nullptr, [](const std::string&) { return true; });
  Collector settings;
  settings.add({.name = "Settings",
                .summary = "What the operator decided; fixed from start to stop.",
                .fields = plugin.settings,
                .message = {},
                .reply = {},
                .subject = {}});
  for (auto& shape : settings.take()) shapes.push_back(std::move(shape));
  return shapes;
}

std::vector<Shape> shapes_for(const Plugin& plugin, const Verbs& wanted) {
  std::set<std::string> refs;
  for (const auto& operation : plugin.operations) {
    if (wanted.contains(operation.verb)) find_refs(operation.input, refs), find_refs(operation.output, refs);
  }
  for (const auto& event : plugin.events) {
    if (wanted.contains(event.verb)) find_refs(event.payload, refs);
  }
  return collect(plugin, &refs, [&](const std::string& verb) { return wanted.contains(verb); });
}

}  // namespace hemicycle::contractc
