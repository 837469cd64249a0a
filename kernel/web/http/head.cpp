#include "kernel/web/http/head.hpp"

#include "kernel/web/http/characters.hpp"

namespace hemicycle::web::http {

std::string_view Head::query() const noexcept {
  const auto text = target();
  const auto mark = text.find('?');
  return mark == std::string_view::npos ? std::string_view{} : text.substr(mark + 1);
}

bool Head::keep_alive() const noexcept {
  const auto connection = header(Known::connection);
  if (connection.empty()) return !http10_;
  if (list_holds(connection, "close")) return false;
  return !http10_ || list_holds(connection, "keep-alive");
}

std::string_view Head::header(Known name) const noexcept {
  const auto index = known_[static_cast<std::size_t>(name)];
  return index == 0 ? std::string_view{} : view(fields_[index - 1U].value);
}

std::string_view Head::header(std::string_view name) const noexcept {
  for (std::size_t at = 0; at < field_count_; ++at) {
    if (same_letters(view(fields_[at].name), name)) return view(fields_[at].value);
  }
  return {};
}

std::string Head::joined(std::string_view name) const {
  std::string all;
  for (std::size_t at = 0; at < field_count_; ++at) {
    if (!same_letters(view(fields_[at].name), name)) continue;
    if (!all.empty()) all += ", ";
    all += view(fields_[at].value);
  }
  return all;
}

}  // namespace hemicycle::web::http
