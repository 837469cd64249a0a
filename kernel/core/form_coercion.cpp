#include <algorithm>
#include <charconv>
#include <regex>
#include <set>

#include "kernel/core/door.hpp"
#include "kernel/core/local_time.hpp"
#include "kernel/core/text_rules.hpp"

namespace hemicycle::core {

namespace {

using contract::Field;
using contract::Fields;
using contract::Format;
using contract::Type;
using nlohmann::json;

bool blank(const std::string& text) { return examine(text).blank; }

/// A whole string read as a number of this kind, or the string itself for `check` to refuse.
template <typename Number>
json number(const std::string& text) {
  Number value{};
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return text;
  if constexpr (std::is_floating_point_v<Number>) {
    if (value - value != 0) return text;  // "inf" and "nan" are no numbers of JSON
  }
  return value;
}

json boolean(const std::string& text) {
  if (text == "on" || text == "true" || text == "1") return true;
  if (text == "off" || text == "false" || text == "0" || text.empty()) return false;
  return text;
}

/// "08/04/2026" as "2026-04-08": how a date is written where no calendar opens. Anything else stays as it is, for `check` to judge.
std::string iso_date(const std::string& text) {
  static const std::regex kWritten(R"((\d{1,2})/(\d{1,2})/(\d{4}))");
  std::smatch part;
  if (!std::regex_match(text, part, kWritten)) return text;
  const auto two = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
  return part[3].str() + "-" + two(part[2]) + "-" + two(part[1]);
}

json one_value(const Field& field, const std::string& text) {
  switch (field.type) {
    case Type::integer:
      return number<std::int64_t>(text);
    case Type::number:
      return number<double>(text);
    case Type::boolean:
      return boolean(text);
    case Type::upload: {
      auto parsed = parse_strict(text);
      return parsed.ok() ? std::move(parsed.value) : json(text);
    }
    case Type::string:
      if (field.format == Format::date_time)
        if (auto utc = paris_to_utc(text)) return *utc;
      if (field.format == Format::date) return iso_date(text);
      return text;
    case Type::array:
    case Type::object:
      return text;
  }
  return text;
}

/// The part of the form under "name.", without that prefix.
Form below(const Form& form, const std::string& name) {
  Form out;
  const auto prefix = name + ".";
  for (auto entry = form.lower_bound(prefix); entry != form.end() && entry->first.starts_with(prefix); ++entry)
    out.emplace(entry->first.substr(prefix.size()), entry->second);
  return out;
}

class Coercer {
 public:
  explicit Coercer(Sent sent) : sent_(sent) {}

  json object(const Fields& fields, const Form& form) const {
    json out = json::object();
    for (const auto& field : fields.list) {
      auto value = read(field, form);
      if (!value.is_discarded()) out[field.name] = std::move(value);
    }
    keep_strangers(fields, form, out);
    return out;
  }

 private:
  /// "Discarded" stands for: left out.
  static json left_out() { return json(json::value_t::discarded); }

  json read(const Field& field, const Form& form) const {
    if (field.type == Type::array) return array(field, form);
    if (field.type == Type::object) {
      const auto inner = below(form, field.name);
      if (inner.empty() && (field.optional || sent_ == Sent::query_string)) return left_out();
      if (field.optional && wholly_blank(inner)) return left_out();
      return object(*field.fields, inner);
    }
    const auto [first, last] = form.equal_range(field.name);
    if (first == last) return field.type == Type::boolean && sent_ == Sent::form && !field.optional ? json(false) : left_out();
    if (std::next(first) != last) return many(first, last);  // two values for one field: `check` says wrong_type rather than that we guess
    const bool droppable = field.optional || !field.default_json.empty() || (field.type != Type::string && field.type != Type::boolean);
    if (first->second.empty() && droppable) return left_out();
    return one_value(field, first->second);
  }

  static json many(Form::const_iterator first, Form::const_iterator last) {
    json out = json::array();
    for (; first != last; ++first) out.push_back(first->second);
    return out;
  }

  json array(const Field& field, const Form& form) const {
    json out = json::array();
    for (auto& row : rows(field, form)) out.push_back(std::move(row));
    const auto [first, last] = form.equal_range(field.name);
    const bool textarea = field.items->type == Type::string && field.items->format == Format::line && field.items->enumeration.empty() &&
                          field.items->among.empty() && first != last && std::next(first) == last;
    if (textarea)
      add_lines(first->second, out);
    else
      for (auto value = first; value != last; ++value)
        if (!blank(value->second)) out.push_back(one_value(*field.items, value->second));
    if (out.empty() && (field.optional || sent_ == Sent::query_string)) return left_out();
    return out;
  }

  static void add_lines(std::string text, json& out) {
    normalise_line_ends(text);
    for (std::size_t at = 0; at <= text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      auto line = text.substr(at, end - at);
      if (!blank(line)) out.push_back(std::move(line));
      at = end + 1;
    }
  }

  /// "name.0.text", "name.0.kind", "name.2.text": rows in the order of their numbers, blank ones dropped.
  std::vector<json> rows(const Field& field, const Form& form) const {
    std::map<int, Form> found;
    for (const auto& [key, value] : below(form, field.name)) {
      const auto dot = std::min(key.find('.'), key.size());
      const auto index = row_number(std::string_view(key).substr(0, dot));
      if (index >= 0) found[index].emplace(dot == key.size() ? std::string() : key.substr(dot + 1), value);
    }
    std::vector<json> out;
    for (const auto& [index, row] : found) {
      if (wholly_blank(row)) continue;
      if (field.items->type == Type::object)
        out.push_back(object(*field.items->fields, row));
      else
        out.push_back(one_value(*field.items, row.begin()->second));
    }
    return out;
  }

  static int row_number(std::string_view text) {
    int out = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return text.size() <= 4 && error == std::errc() && end == text.data() + text.size() ? out : -1;
  }

  static bool wholly_blank(const Form& form) {
    return std::all_of(form.begin(), form.end(), [](const auto& entry) { return blank(entry.second); });
  }

  /// A key that no field explains is kept as it came: `check` refuses it by name.
  static void keep_strangers(const Fields& fields, const Form& form, json& out) {
    for (const auto& [key, value] : form) {
      const auto dot = key.find('.');
      const auto* field = fields.find(key.substr(0, dot));
      const bool known = field && (dot == std::string::npos ? field->type != Type::object : is_row_key(*field, key.substr(dot + 1)));
      if (!known) out[key] = value;
    }
  }

  static bool is_row_key(const Field& field, const std::string& rest) {
    if (field.type == Type::object) return true;  // looked at when that object is read
    if (field.type != Type::array) return false;
    const auto dot = rest.find('.');
    const bool object_row = field.items->type == Type::object;
    return row_number(std::string_view(rest).substr(0, dot)) >= 0 && (dot != std::string::npos) == object_row;
  }

  Sent sent_;
};

}  // namespace

nlohmann::json coerce(const contract::Fields& fields, const Form& form, Sent sent) { return Coercer(sent).object(fields, form); }

}  // namespace hemicycle::core
