#include "kernel/web/render/forms.hpp"

#include <algorithm>
#include <cmath>

#include "kernel/web/render/form_fields.hpp"

namespace hemicycle::web::render {

namespace {

using contract::Field;
using nlohmann::json;

std::string bound(const std::optional<double>& value) {
  if (!value) return {};
  return std::floor(*value) == *value ? std::to_string(static_cast<std::int64_t>(*value)) : std::to_string(*value);
}

std::string_view kind(const Field& field) {
  if (field.type == contract::Type::integer || field.type == contract::Type::number) return "integer";
  switch (field.format) {
    case contract::Format::date:
      return "date";
    case contract::Format::date_time:
      return "date_time";
    case contract::Format::email:
      return "email";
    case contract::Format::uri:
      return "uri";
    case contract::Format::identifier:
      return "identifier";
    default:
      return {};
  }
}

/// What is wrong, each line leading to its field. `problem` belongs to none of them.
std::vector<Data> problems(const contract::Plugin& plugin, const contract::Operation& operation, const std::string& problem, const std::vector<core::FieldError>& errors,
                           const FormKit& kit, const FormFields& fields) {
  std::vector<Data> out;
  const auto add = [&](const std::string& message, const std::string& target) {
    Data each;
    put(each, "message", message);
    put(each, "target", target);
    out.push_back(std::move(each));
  };
  if (!problem.empty()) add(error_text(kit.catalogue, plugin.name, kit.locale, problem, nullptr), {});
  for (const auto& error : errors) {
    const auto* field = field_at(operation.input, error.field);
    const auto text = error_text(kit.catalogue, plugin.name, kit.locale, error.code, field);
    const auto leaf = error.field.substr(0, error.field.find('.'));
    const auto* own = kit.catalogue.lookup(plugin.name, "field." + operation.verb + "." + leaf, kit.locale);
    if (!own) own = kit.catalogue.lookup(plugin.name, "field." + leaf, kit.locale);
    add(contract::fill(kit.catalogue.kernel("form.problem_line", kit.locale), [&](std::string_view part) { return part == "text" ? text : own ? *own : error.field; }),
        fields.target(error.field));
  }
  return out;
}

}  // namespace

Data form_data(const FormRequest& request, const FormKit& kit) {
  const auto& verb = request.operation.verb;
  FormFields fields(request.plugin, request.operation, kit, request.options, request.errors, false);
  std::string html;
  for (const auto& field : request.operation.input.list) {
    const bool sent_along =
        std::any_of(request.hidden.begin(), request.hidden.end(), [&](const auto& pair) { return pair.first == field.name; });
    if (sent_along) continue;
    const json* value = nullptr;
    if (request.values && request.values->is_object() && request.values->contains(field.name)) value = &(*request.values)[field.name];
    html += fields.draw(field, field.name, value);
  }
  Data data;
  put(data, "title", kit.catalogue.text(request.plugin.name, "form." + verb + ".title", kit.locale));
  const auto* intro = kit.catalogue.lookup(request.plugin.name, "form." + verb + ".intro", kit.locale);
  put(data, "intro", intro ? *intro : std::string());
  const auto* submit = kit.catalogue.lookup(request.plugin.name, "form." + verb + ".submit", kit.locale);
  put(data, "submit", submit ? *submit : kit.catalogue.kernel("form.submit", kit.locale));
  put(data, "id", fields.id(""));
  put(data, "action", request.action);
  put(data, "multipart", fields.multipart());
  put(data, "has_optional", fields.any_optional());
  put(data, "fields_html", std::move(html));
  put_list(data, "problems", problems(request.plugin, request.operation, request.problem, request.errors, kit, fields));
  std::vector<Data> hidden;
  const auto hide = [&](const std::string& name, const std::string& value) {
    Data each;
    put(each, "name", name);
    each["value"] = Data(value);
    hidden.push_back(std::move(each));
  };
  hide(std::string(kCsrfField), request.csrf);
  for (const auto& [name, value] : request.hidden) hide(name, value);
  put_list(data, "hidden", std::move(hidden));
  put(data, "drafts", request.drafts);
  put(data, "draft_saved", request.draft_saved);
  return data;
}

std::string slot_form_html(const FormRequest& request, const FormKit& kit) {
  return kit.views.render(kKernel, "form_body", kit.locale, form_data(request, kit));
}

std::string form_title(const FormRequest& request, const FormKit& kit) {
  const auto title = kit.catalogue.text(request.plugin.name, "form." + request.operation.verb + ".title", kit.locale);
  if (request.errors.empty() && request.problem.empty()) return title;
  return contract::fill(kit.catalogue.kernel("form.title_error", kit.locale), [&](std::string_view) { return title; });
}

std::string form_done(const contract::Plugin& plugin, std::string_view verb, const FormKit& kit) {
  const auto* own = kit.catalogue.lookup(plugin.name, "form." + std::string(verb) + ".done", kit.locale);
  return own ? *own : kit.catalogue.kernel("form.done", kit.locale);
}

Data filters_data(const contract::Plugin& plugin, const contract::Operation& query, const std::vector<std::string>& filters,
                  const std::string& action, const json& values, const std::vector<core::FieldError>& errors, const FormKit& kit) {
  const std::map<std::string, std::vector<Option>> none;
  FormFields fields(plugin, query, kit, none, errors, true);
  std::string html;
  bool filtered = false;
  for (const auto& name : filters) {
    const auto* field = query.input.find(name);
    if (!field) continue;
    const json* value = values.is_object() && values.contains(name) ? &values[name] : nullptr;
    const auto unset = field->default_json.empty() ? json("") : json::parse(field->default_json, nullptr, false);
    filtered = filtered || (value && !value->is_null() && *value != "" && *value != unset);
    html += fields.draw(*field, name, value);
  }
  Data data;
  put(data, "id", fields.id(""));
  put(data, "action", action);
  put(data, "filtered", filtered);
  const auto* submit = kit.catalogue.lookup(plugin.name, "filters." + query.verb + ".submit", kit.locale);
  put(data, "submit", submit ? *submit : kit.catalogue.kernel("filters.submit", kit.locale));
  put_list(data, "problems", problems(plugin, query, {}, errors, kit, fields));
  put(data, "fields_html", std::move(html));
  return data;
}

Data pagination_data(const std::string& first, const std::string& following) {
  if (first.empty() && following.empty()) return Data(false);
  Data data;
  put(data, "first", first);
  put(data, "following", following);
  return data;
}

std::string error_text(const Catalogue& catalogue, std::string_view plugin, std::string_view locale, std::string_view code,
                       const Field* field) {
  const auto key = "error." + std::string(code);
  if (const auto* own = catalogue.find(plugin, key, locale)) return *own;
  if (field) {
    const bool low = code == "too_short" || code == "too_small" || code == "too_few";
    const bool high = code == "too_long" || code == "too_large" || code == "too_many";
    if ((low && field->min) || (high && field->max)) {
      return contract::fill(catalogue.text(plugin, key + ".bounds", locale),
                            [&](std::string_view what) { return bound(what == "min" ? field->min : field->max); });
    }
    if (const auto* text = catalogue.lookup(plugin, key + "." + std::string(kind(*field)), locale)) return *text;
  }
  if (const auto* text = catalogue.lookup(plugin, key, locale)) return *text;
  return catalogue.kernel("error.bad_format", locale);
}

const Field* field_at(const contract::Fields& fields, std::string_view path) {
  const auto* at = fields.find(path.substr(0, path.find('.')));
  while (at && path.find('.') != std::string_view::npos) {
    path.remove_prefix(path.find('.') + 1);
    if (at->type == contract::Type::array)
      at = at->items.get();
    else if (at->type == contract::Type::object && at->fields)
      at = at->fields->find(path.substr(0, path.find('.')));
    else
      return nullptr;
  }
  return at;
}

}  // namespace hemicycle::web::render
