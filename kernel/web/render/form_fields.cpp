#include "kernel/web/render/form_fields.hpp"

#include <algorithm>

#include "kernel/web/render/dates.hpp"

namespace hemicycle::web::render {

namespace {

using contract::Field;
using contract::Format;
using contract::Type;
using nlohmann::json;

constexpr std::size_t kMostRadios = 4;
constexpr std::size_t kMostRadiosInRow = 7;  ///< a row that is given asks the same question as its neighbours: a scale is seen at a glance
constexpr auto kAccepted = ".pdf,.odt,.ods,.odp,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.txt,.csv";
constexpr auto kTables = ".csv,.txt,.tsv,text/csv";

std::string shown(const json* value) {
  if (!value || value->is_null() || value->is_structured()) return {};
  if (value->is_string()) return value->get<std::string>();
  return value->dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<std::string> shown_all(const json* value) {
  std::vector<std::string> out;
  if (value && value->is_array()) {
    for (const auto& item : *value) out.push_back(shown(&item));
  } else if (auto one = shown(value); !one.empty()) {
    out.push_back(std::move(one));
  }
  return out;
}

const json* member(const json* value, const std::string& name) {
  if (!value || !value->is_object()) return nullptr;
  const auto found = value->find(name);
  return found == value->end() ? nullptr : &*found;
}

const json* item(const json* value, std::size_t at) { return value && value->is_array() && at < value->size() ? &(*value)[at] : nullptr; }

bool has_choices(const Field& field) {
  return field.type == Type::string && (!field.enumeration.empty() || !field.among.empty() || !field.options.empty());
}

}  // namespace

FormFields::FormFields(const contract::Plugin& plugin, const contract::Operation& operation, const FormKit& kit,
                       const std::map<std::string, std::vector<Option>>& options, const std::vector<core::FieldError>& errors, bool filters)
    : plugin_(plugin), operation_(operation), kit_(kit), options_(options), errors_(errors), filters_(filters) {}

std::string FormFields::id(std::string_view path) const {
  auto out = (filters_ ? "filter-" : "form-") + operation_.verb + (path.empty() ? "" : "-") + std::string(path);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '_' || c == '.'; }, '-');
  return out;
}

std::string FormFields::target(std::string_view path) const {
  // An error of an item without a control of its own ("keywords.3") leads to the control of the whole.
  for (auto at = path; !at.empty(); at = at.substr(0, at.rfind('.') == std::string_view::npos ? 0 : at.rfind('.'))) {
    if (const auto found = targets_.find(at); found != targets_.end()) return found->second;
  }
  return {};
}

std::string FormFields::label(const Field& field) const {
  const auto key = "field." + operation_.verb + "." + field.name;
  const auto* own = kit_.catalogue.lookup(plugin_.name, key, kit_.locale);
  return own ? *own : kit_.catalogue.text(plugin_.name, "field." + field.name, kit_.locale);
}

std::string FormFields::hint(const Field& field) const {
  for (const auto& key : {"hint." + operation_.verb + "." + field.name, "hint." + field.name}) {
    if (const auto* text = kit_.catalogue.lookup(plugin_.name, key, kit_.locale)) return *text;
  }
  if (field.type == Type::upload) return kit_.catalogue.kernel("form.upload", kit_.locale);
  if (field.type == Type::string && field.format == Format::markdown) return kit_.catalogue.kernel("form.markdown", kit_.locale);
  if (field.type == Type::array && field.items && field.items->type != Type::object && field.items->type != Type::upload &&
      !has_choices(*field.items))
    return kit_.catalogue.kernel("form.one_per_line", kit_.locale);
  return {};
}

std::string FormFields::error(const Field& field, std::string_view path) const {
  const bool whole = field.type != Type::object && !(field.type == Type::array && field.items && field.items->type == Type::object);
  for (const auto& each : errors_) {
    const bool inside = whole && each.field.size() > path.size() && each.field.starts_with(path) && each.field[path.size()] == '.';
    if (each.field != path && !inside) continue;
    const auto* meant = inside && field.items ? field.items.get() : &field;
    return error_text(kit_.catalogue, plugin_.name, kit_.locale, each.code, meant);
  }
  return {};
}

std::vector<Option> FormFields::choices(const Field& field) const {
  std::vector<Option> out;
  for (const auto& value : field.enumeration) {
    const auto* text = kit_.catalogue.lookup(plugin_.name, field.name + "." + value, kit_.locale);
    out.push_back({value, text ? *text : value});
  }
  if (const auto vocabulary = kit_.vocabularies.find(field.among); !field.among.empty() && vocabulary != kit_.vocabularies.end()) {
    for (const auto& term : vocabulary->second) out.push_back({term.id, term.label(kit_.locale)});
  }
  if (const auto given = options_.find(field.options); !field.options.empty() && given != options_.end())
    out.insert(out.end(), given->second.begin(), given->second.end());
  return out;
}

void FormFields::put_choices(Data& data, const Field& field, const std::vector<Option>& options, const std::vector<std::string>& chosen,
                             const std::string& path, const std::string& type) {
  std::vector<Data> list_of;
  const bool wrong = !error(field, path).empty();
  for (const auto& option : options) {
    Data each;
    const auto choice_id = id(path) + "-" + std::to_string(list_of.size() + 1);
    if (list_of.empty() && !type.empty()) targets_[path] = choice_id;
    put(each, "choice_id", choice_id);
    put(each, "choice_label", option.label);
    each["value"] = Data(option.id);
    put(each, "type", type);
    put(each, "selected", std::find(chosen.begin(), chosen.end(), option.id) != chosen.end());
    put(each, "invalid", wrong);
    list_of.push_back(std::move(each));
  }
  put_list(data, "choices", std::move(list_of));
}

void FormFields::put_control(Data& data, const Field& field, const json* value) {
  std::string type = "text", inputmode, autocomplete, content = shown(value);
  bool area = false;
  const bool list_of = field.type == Type::array && field.items;
  if (list_of && field.items->type != Type::upload) {
    area = true;
    content.clear();
    for (const auto& line : shown_all(value)) content += line + "\n";
  } else if (field.type == Type::upload || list_of) {
    type = "file";
    content.clear();
    multipart_ = true;
    put(data, "accept", kAccepted);
    put(data, "multiple", list_of);
  } else if (field.type == Type::integer || field.type == Type::number) {
    inputmode = field.type == Type::integer ? "numeric" : "decimal";
  } else {
    switch (field.format) {
      case Format::text:
      case Format::markdown:
        area = !filters_;
        break;
      case Format::csv:
        area = multipart_ = true;
        put(data, "table_file", kTables);
        break;
      case Format::date:
        type = "date";
        break;
      case Format::date_time:
        type = "datetime-local";
        content = to_local_input(content);
        break;
      case Format::email:
        type = autocomplete = "email";
        break;
      case Format::uri:
        type = "url";
        break;
      case Format::password:
        type = "password";
        content.clear();  // a password is never sent back
        autocomplete = operation_.begins_session ? "current-password" : "new-password";
        break;
      case Format::line:
      case Format::identifier:
        break;
    }
  }
  put(data, area ? "is_textarea" : "is_input", true);
  put(data, "type", type);
  put(data, "inputmode", inputmode);
  put(data, "autocomplete", autocomplete);
  put(data, "rows", field.format == Format::markdown && field.type == Type::string ? "16" : "6");
  put(data, "value", content);
}

std::string FormFields::group(const Field& field, const std::string& path, const json* value, const Field* left_out) {
  std::string out;
  for (const auto& inner : field.fields->list)
    if (&inner != left_out) out += draw(inner, path + "." + inner.name, member(value, inner.name));
  return out;
}

std::string FormFields::subject_of_row(const Field& field, const json* value) const {
  const auto& first = field.items->fields->list.front();
  if (!field.fixed || !has_choices(first)) return {};
  const auto chosen = shown(member(value, first.name));
  for (const auto& option : choices(first))
    if (option.id == chosen) return option.label;
  return {};
}

std::string FormFields::rows(const Field& field, const std::string& path, const json* value) {
  const auto filled = value && value->is_array() ? value->size() : 0;
  const auto most = field.max ? static_cast<std::size_t>(*field.max) : filled + kBlankRows;
  const auto count = field.fixed ? filled : std::max(filled, std::min(filled + kBlankRows, most));
  std::string out;
  for (std::size_t row = 0; row < count; ++row) {
    const auto row_path = path + "." + std::to_string(row);
    const auto* content = item(value, row);
    Data data;
    put(data, "is_group", true);
    put(data, "id", id(row_path));
    put(data, "error", false);
    targets_[row_path] = id(row_path);
    if (const auto subject = subject_of_row(field, content); !subject.empty()) {
      // Called by what it is about, which is sent along and not asked again.
      const auto& first = field.items->fields->list.front();
      put(data, "label", subject);
      put(data, "is_given", true);
      put(data, "given_name", row_path + "." + first.name);
      put(data, "given_value", shown(member(content, first.name)));
      put(data, "error", error(first, row_path + "." + first.name));
      in_fixed_row_ = true;
      put(data, "group_html", group(*field.items, row_path, content, &first));
      in_fixed_row_ = false;
    } else {
      put(data, "label", contract::fill(kit_.catalogue.kernel("form.row", kit_.locale), [&](std::string_view what) {
            return what == "label" ? label(field) : std::to_string(row + 1);
          }));
      put(data, "group_html", group(*field.items, row_path, content));
    }
    out += kit_.views.render(kKernel, "field", kit_.locale, data);
  }
  return out;
}

std::string FormFields::draw(const Field& field, const std::string& path, const json* value) {
  Data data;
  json fallback;
  if (!value && !field.default_json.empty()) {
    fallback = json::parse(field.default_json, nullptr, false);
    if (!fallback.is_discarded()) value = &fallback;
  }
  const auto said = hint(field), wrong = error(field, path);
  const bool empty_array = field.type == Type::array && (!field.min || *field.min == 0);
  const bool optional = !filters_ && (field.optional || empty_array);
  targets_[path] = id(path);
  put(data, "id", id(path));
  put(data, "name", path);
  put(data, "label", label(field));
  put(data, "hint", said);
  put(data, "error", wrong);
  put(data, "optional", optional);
  // In a repeated row nothing is required until the row is begun; the kernel says what is missing.
  put(data, "required", !optional && !filters_ && path.find('.') == std::string::npos && field.default_json.empty() && field.format != contract::Format::csv);
  std::string described = said.empty() ? "" : id(path) + "-hint";
  if (!wrong.empty()) described += (described.empty() ? "" : " ") + id(path) + "-error";
  put(data, "described_by", described);

  const bool many = field.type == Type::array && field.items && has_choices(*field.items);
  if (field.type == Type::object && field.fields) {
    put(data, "is_group", true);
    put(data, "group_html", group(field, path, value));
  } else if (field.type == Type::array && field.items && field.items->type == Type::object && field.items->fields) {
    put(data, "is_group", true);
    put(data, "group_html", rows(field, path, value));
  } else if (many) {
    put(data, "is_choices", true);
    auto named = *field.items;  // labels of an array's values are found under the array's name
    named.name = field.name;
    put_choices(data, field, choices(named), shown_all(value), path, "checkbox");
  } else if (has_choices(field)) {
    const auto found = choices(field);
    const bool radios = !filters_ && !optional && found.size() <= (in_fixed_row_ ? kMostRadiosInRow : kMostRadios) && !found.empty();
    put(data, radios ? "is_choices" : "is_select", true);
    put(data, "is_labelled", !radios);
    const auto* any = filters_ ? kit_.catalogue.lookup(plugin_.name, "any." + operation_.verb + "." + field.name, kit_.locale) : nullptr;
    // A filter that is always set to something has no empty choice.
    put(data, "empty_label", filters_ && !field.default_json.empty() ? std::string() : any ? *any : kit_.catalogue.kernel(filters_ && field.optional ? "filters.any" : optional ? "form.none" : "form.choose", kit_.locale));
    put_choices(data, field, found, {shown(value)}, path, radios ? "radio" : "");
  } else if (field.type == Type::boolean) {
    const auto text = shown(value);
    put(data, "is_checkbox", true);
    put(data, "selected", text == "true" || text == "on" || text == "1");
  } else {
    put(data, "is_labelled", true);
    put_control(data, field, value);
  }
  if (optional && field.type != Type::boolean) any_optional_ = true;
  return kit_.views.render(kKernel, "field", kit_.locale, data);
}

}  // namespace hemicycle::web::render
