#include "kernel/web/render/values.hpp"

#include <algorithm>

namespace hemicycle::web::render {

Data list(std::vector<Data> items) {
  Data out(Data::type::list);
  // The list is this function's own object; kainjow shows it as const only, and its push_back copies every item whole.
  const_cast<kainjow::mustache::list&>(out.list_value()) = std::move(items);
  return out;
}

void put_list(Data& data, const std::string& name, std::vector<Data> items) {
  data["has_" + name] = Data(!items.empty());
  data[name] = list(std::move(items));
}

const Data* get(const Data& data, std::string_view name) {
  const Data* at = &data;
  for (std::size_t begin = 0; at && begin <= name.size();) {
    const auto dot = std::min(name.find('.', begin), name.size());
    at = at->get(std::string(name.substr(begin, dot - begin)));
    begin = dot + 1;
  }
  return at;
}

std::string text(const Data& data, std::string_view name) {
  const auto* found = get(data, name);
  return found && found->is_string() ? found->string_value() : std::string();
}

bool is_true(const Data& data, std::string_view name) {
  const auto* found = get(data, name);
  return found && found->is_true();
}

std::vector<std::string> strings(const Data& data, std::string_view name) {
  std::vector<std::string> out;
  const auto* found = get(data, name);
  if (!found || !found->is_list()) return out;
  for (const auto& item : found->list_value()) {
    const auto* value = item.is_object() ? item.get("value") : &item;
    if (value && value->is_string()) out.push_back(value->string_value());
  }
  return out;
}

}  // namespace hemicycle::web::render
