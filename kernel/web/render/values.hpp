// What a view is given: kainjow's values, built without the copies that its own functions make.
#pragma once

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hemicycle::web::render {

using Data = kainjow::mustache::data;

/// Sets `data[name]`; an empty text becomes false, so that `{{#name}}` shows its section only for a text that says something.
inline void put(Data& data, const std::string& name, std::string text) { data[name] = text.empty() ? Data(false) : Data(text); }
inline void put(Data& data, const std::string& name, const char* text) { put(data, name, std::string(text)); }
inline void put(Data& data, const std::string& name, bool value) { data[name] = Data(value); }
inline void put(Data& data, const std::string& name, Data value) { data[name] = std::move(value); }

/// A list of items, moved in.
[[nodiscard]] Data list(std::vector<Data> items);
/// Sets the list and `has_<name>`.
void put_list(Data& data, const std::string& name, std::vector<Data> items);

/// Reading back, for titles, paths and slots: "" or false or empty when there is no such value. `name` may be dotted.
[[nodiscard]] std::string text(const Data& data, std::string_view name);
[[nodiscard]] bool is_true(const Data& data, std::string_view name);
/// The strings of a list (for items {value, label}: the values).
[[nodiscard]] std::vector<std::string> strings(const Data& data, std::string_view name);
[[nodiscard]] const Data* get(const Data& data, std::string_view name);

}  // namespace hemicycle::web::render
