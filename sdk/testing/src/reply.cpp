#include <hemicycle/testing/reply.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace hemicycle::testing {
namespace {

using nlohmann::json;

[[noreturn]] void absent(std::string_view text, std::string_view path) {
  throw std::out_of_range("nothing at '" + std::string(path) + "' in " + (text.empty() ? "an empty reply" : std::string(text)));
}

json find(std::string_view text, std::string_view path) {
  const auto whole = json::parse(text, nullptr, false);
  if (whole.is_discarded()) absent(text, path);
  auto pointer = path.empty() ? std::string() : "/" + std::string(path);
  std::replace(pointer.begin(), pointer.end(), '.', '/');
  const json::json_pointer place(pointer);
  if (!whole.contains(place)) absent(text, path);
  return whole.at(place);
}

}  // namespace

std::string at(std::string_view json_text, std::string_view path) {
  const auto found = find(json_text, path);
  return found.is_string() ? found.get<std::string>() : found.dump();
}

std::size_t count(std::string_view json_text, std::string_view path) {
  const auto found = find(json_text, path);
  if (!found.is_array()) absent(json_text, path);
  return found.size();
}

std::string Reply::error(std::string_view path) const {
  const auto found = std::find_if(parts_.errors.begin(), parts_.errors.end(), [&](const Field& field) { return field.path == path; });
  return found == parts_.errors.end() ? std::string() : found->code;
}

std::string Reply::explain() const {
  auto out = parts_.status;
  if (!parts_.code.empty()) out += " (" + parts_.code + ")";
  for (const auto& field : parts_.errors) out += ", " + field.path + ": " + field.code;
  if (!parts_.detail.empty()) out += ": " + parts_.detail;
  return parts_.json.empty() ? out : out + " " + parts_.json;
}

}  // namespace hemicycle::testing
