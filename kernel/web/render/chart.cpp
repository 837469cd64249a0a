#include "kernel/web/render/chart.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace hemicycle::web::render {

namespace {

// Of the drawing, in its own units: 320 fit a telephone without being made smaller.
constexpr int kWide = 320, kRow = 36, kBarAt = 18, kLongest = 230, kTextAt = 28;
constexpr std::size_t kMostLetters = 46;

/// Cut between code points; the table has the whole label.
std::string shortened(const std::string& label) {
  std::size_t letters = 0;
  for (std::size_t i = 0; i < label.size(); ++i) {
    if ((static_cast<unsigned char>(label[i]) & 0xC0U) != 0x80U && letters++ == kMostLetters) return label.substr(0, i) + "…";
  }
  return label;
}

std::string first_of(const Data& item, std::initializer_list<const char*> names) {
  for (const auto* name : names)
    if (auto found = text(item, name); !found.empty()) return found;
  return {};
}

double value_of(const Data& item) {
  const auto value = std::strtod(text(item, "value").c_str(), nullptr);
  return std::isfinite(value) ? std::max(0.0, value) : 0.0;
}

/// What the longest bar stands for.
double whole_of(const contract::Field& field, const std::vector<Data>& items) {
  const auto* value = field.items && field.items->fields ? field.items->fields->find("value") : nullptr;
  if (value != nullptr && value->max) return *value->max;
  double most = 0;
  for (const auto& item : items) most = std::max(most, value_of(item));
  return most;
}

}  // namespace

std::string chart_html(const contract::Field& field, const std::vector<Data>& items, const Reader& reader) {
  const auto* view = reader.views == nullptr ? nullptr : reader.views->find(reader.plugin, "chart", reader.locale);
  if (view == nullptr || items.empty()) return {};
  const auto whole = whole_of(field, items);
  std::vector<Data> bars;
  for (const auto& item : items) {
    const auto row = static_cast<int>(bars.size()) * kRow;
    const auto width = whole > 0 ? static_cast<int>(std::lround(std::min(1.0, value_of(item) / whole) * kLongest)) : 0;
    auto label = first_of(item, {"label_label", "label"});
    auto bar = Data(Data::type::object);
    put(bar, "short_label", shortened(label));
    put(bar, "label", std::move(label));
    put(bar, "shown", first_of(item, {"text", "value"}));
    put(bar, "width", std::to_string(width));
    put(bar, "label_y", std::to_string(row + 12));
    put(bar, "bar_y", std::to_string(row + kBarAt));
    put(bar, "text_x", std::to_string(width + 5));
    put(bar, "text_y", std::to_string(row + kTextAt));
    bars.push_back(std::move(bar));
  }
  auto data = Data(Data::type::object);
  put(data, "id", "chart-" + field.name);
  put(data, "wide", std::to_string(kWide));
  put(data, "high", std::to_string(static_cast<int>(bars.size()) * kRow));
  for (const auto* word : {"title", "label", "value"}) put(data, std::string("chart_") + word, reader.catalogue.text(reader.plugin, "chart." + field.name + "." + word, reader.locale));
  put_list(data, "bars", std::move(bars));
  return view->render(data, nullptr);
}

}  // namespace hemicycle::web::render
