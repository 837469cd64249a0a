#include "kernel/core/door.hpp"

#include <algorithm>

#include "kernel/core/store.hpp"
#include "kernel/core/text_rules.hpp"

namespace hemicycle::core {

namespace {

using contract::Field;
using contract::Fields;
using contract::Format;
using contract::Type;
using nlohmann::json;

/// Where the walk stands, so that a path is written out only when something is wrong there.
struct Step {
  const Step* outer = nullptr;
  const std::string* name = nullptr;
  std::size_t index = 0;  ///< of an array's item, when there is no name

  [[nodiscard]] std::string path() const {
    const auto own = name ? *name : std::to_string(index);
    return outer ? outer->path() + "." + own : own;
  }
};

/// A hostile key is shown shortened, and never as bytes that could not be sent back.
std::string presentable(const std::string& key) {
  const auto facts = examine(key);
  if (!facts.utf8 || facts.control || key.empty()) return "?";
  return facts.code_points <= 100 ? key : "?";
}

class Checker {
 public:
  Checker(const Vocabularies& vocabularies, const FindFile& find) : vocabularies_(vocabularies), find_(find) {}

  std::vector<FieldError> errors;

  void object(const Fields& fields, json& value, const Step* outer) {
    auto& members = value.get_ref<json::object_t&>();
    for (const auto& field : fields.list) {
      const Step here{outer, &field.name};
      const auto found = members.find(field.name);
      if (found != members.end())
        check_value(field, found->second, here);
      else if (!field.default_json.empty())
        members.emplace(field.name, json::parse(field.default_json));
      else if (!field.optional)
        add(here, "required");
      else if (field.type == Type::array)
        members.emplace(field.name, json::array());
    }
    if (members.size() > fields.list.size() || has_stranger(fields, members)) report_strangers(fields, members, outer);
  }

 private:
  static bool has_stranger(const Fields& fields, const json::object_t& members) {
    return std::any_of(members.begin(), members.end(), [&](const auto& member) { return !fields.find(member.first); });
  }

  void report_strangers(const Fields& fields, const json::object_t& members, const Step* outer) {
    for (const auto& [key, value] : members) {
      if (fields.find(key)) continue;
      const auto name = presentable(key);
      add(Step{outer, &name}, "unknown_field");
    }
  }

  void add(const Step& where, std::string_view code) {
    // A flood of errors helps nobody and could be larger than what was sent.
    if (errors.size() < 200) errors.push_back({where.path(), std::string(code)});
  }

  void check_value(const Field& field, json& value, const Step& here) {
    switch (field.type) {
      case Type::string:
        return check_string(field, value, here);
      case Type::integer:
        return value.is_number_integer() ? check_number(field, value, here) : add(here, "wrong_type");
      case Type::number:
        return value.is_number() ? check_number(field, value, here) : add(here, "wrong_type");
      case Type::boolean:
        return value.is_boolean() ? void() : add(here, "wrong_type");
      case Type::array:
        return check_array(field, value, here);
      case Type::object:
        return value.is_object() ? object(*field.fields, value, &here) : add(here, "wrong_type");
      case Type::upload:
        return check_upload(value, here);
    }
  }

  void check_number(const Field& field, const json& value, const Step& here) {
    const auto number = value.get<double>();
    if (field.min && number < *field.min) add(here, "too_small");
    if (field.max && number > *field.max) add(here, "too_large");
  }

  void check_array(const Field& field, json& value, const Step& here) {
    if (!value.is_array()) return add(here, "wrong_type");
    const auto size = static_cast<double>(value.size());
    if (field.min && size < *field.min) add(here, "too_few");
    if (field.max && size > *field.max) return add(here, "too_many");
    for (std::size_t i = 0; i < value.size(); ++i) check_value(*field.items, value[i], Step{&here, nullptr, i});
  }

  void check_string(const Field& field, json& value, const Step& here) {
    if (!value.is_string()) return add(here, "wrong_type");
    auto& text = value.get_ref<std::string&>();
    const bool lines = field.format == Format::text || field.format == Format::markdown || field.format == Format::csv;
    if (lines) normalise_line_ends(text);
    const auto facts = examine(text);
    if (!facts.utf8 || facts.control || (!lines && (facts.line_break || facts.tab))) return add(here, "bad_format");
    const bool needed = !field.optional && field.default_json.empty();
    if (needed && (field.format == Format::password ? text.empty() : facts.blank)) return add(here, "required");
    const auto length = static_cast<double>(facts.code_points);
    if (field.min && length < *field.min) return add(here, "too_short");
    if (field.max && length > *field.max) return add(here, "too_long");
    if (!has_format(field.format, text)) return add(here, "bad_format");
    if (!field.enumeration.empty() && std::find(field.enumeration.begin(), field.enumeration.end(), text) == field.enumeration.end())
      return add(here, "not_among");
    if (!field.among.empty() && !in_vocabulary(field.among, text)) add(here, "not_among");
  }

  static bool has_format(Format format, std::string& text) {
    switch (format) {
      case Format::date:
        return is_date(text);
      case Format::date_time:
        return has_date_time(text);
      case Format::email:
        return is_email(text);
      case Format::uri:
        return is_uri(text);
      case Format::identifier:
        return is_identifier(text);
      case Format::line:
      case Format::text:
      case Format::markdown:
      case Format::csv:
      case Format::password:
        return true;
    }
    return true;
  }

  /// JavaScript's toISOString writes ".000Z"; a fraction of zero is dropped so that times compare as text.
  static bool has_date_time(std::string& text) {
    if (text.size() > 21 && text[19] == '.' && text.back() == 'Z' && text.find_first_not_of('0', 20) == text.size() - 1)
      text.erase(19, text.size() - 20);
    return is_date_time(text);
  }

  bool in_vocabulary(const std::string& name, const std::string& id) const {
    const auto found = vocabularies_.find(name);
    if (found == vocabularies_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](const Term& term) { return term.id == id; });
  }

  /// {"blob", "name", "media_type", "size"}, as the kernel made it.
  void check_upload(json& value, const Step& here) {
    if (!value.is_object()) return add(here, "wrong_type");
    const auto text = [&](const char* key) {
      const auto found = value.find(key);
      return found != value.end() && found->is_string() ? std::string_view(found->get_ref<const std::string&>()) : std::string_view();
    };
    const auto name = text("name");
    const auto facts = examine(name);
    const auto size = value.find("size");
    const bool sound = value.size() == 4 && is_sha256(text("blob")) && facts.utf8 && !facts.blank && !facts.control && !facts.line_break &&
                       !facts.tab && facts.code_points <= 255 && name.find_first_of("/\\") == std::string_view::npos &&
                       size != value.end() && size->is_number_integer() && size->get<std::int64_t>() >= 0;
    if (!sound)
      add(here, "bad_format");
    else if (!is_upload_type(text("media_type")))
      add(here, "not_among");
    else if (find_)
      look_at_file(value, here);
  }

  /// Without this, whoever knows the shape could hand in a file that never came, or give one for what it is not.
  void look_at_file(json& value, const Step& here) {
    const auto facts = find_(value["blob"].get_ref<const std::string&>(), value["name"].get_ref<const std::string&>());
    if (!facts) return add(here, "no_such_file");
    if (facts->media_type.empty()) return add(here, "file_type_refused");
    value["media_type"] = facts->media_type;
    value["size"] = facts->size;
  }

  const Vocabularies& vocabularies_;
  const FindFile& find_;
};

}  // namespace

Payload check(const contract::Fields& fields, nlohmann::json input, const Vocabularies& vocabularies, const FindFile& find) {
  if (!input.is_object())
    return {.value = nullptr, .problem = Problem{.status = Status::invalid, .code = "malformed", .detail = "the payload is no object"}};
  Checker checker(vocabularies, find);
  try {
    checker.object(fields, input, nullptr);
  } catch (const StoreError& error) {  // a file could not be read
    return {.value = nullptr, .problem = Problem{.status = error.status(), .code = {}, .fields = {}, .detail = error.what()}};
  }
  if (!checker.errors.empty())
    return {.value = nullptr, .problem = Problem{.status = Status::invalid, .code = {}, .fields = std::move(checker.errors)}};
  return {.value = std::move(input)};
}

bool takes_files(const contract::Fields& fields) {
  const auto takes = [](const Field& field) { return field.type == Type::upload || (field.fields && takes_files(*field.fields)); };
  return std::any_of(fields.list.begin(), fields.list.end(), [&](const Field& field) { return takes(field) || (field.items && takes(*field.items)); });
}

}  // namespace hemicycle::core
