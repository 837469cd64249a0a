#include "kernel/config/toml_file.hpp"

#include <toml++/toml.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>

#include "kernel/config/refused.hpp"

namespace hemicycle::config {

namespace {

template <typename Value>
std::string written(const Value& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

class Converter {
 public:
  explicit Converter(TomlFile& file) : file_(file) {}

  nlohmann::json convert(const toml::node& node, const std::string& path) {
    file_.lines[path] = static_cast<int>(node.source().begin.line);
    if (const auto* table = node.as_table()) {
      auto out = nlohmann::json::object();
      for (const auto& [key, value] : *table) out[std::string(key.str())] = convert(value, below(path, std::string(key.str())));
      return out;
    }
    if (const auto* array = node.as_array()) {
      auto out = nlohmann::json::array();
      for (const auto& item : *array) out.push_back(convert(item, below(path, std::to_string(out.size()))));
      return out;
    }
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return number->get();
    if (const auto* truth = node.as_boolean()) return truth->get();
    if (const auto* number = node.as_floating_point())
      return std::isfinite(number->get()) ? nlohmann::json(number->get()) : nlohmann::json("not finite");
    if (const auto* date = node.as_date()) return written(date->get());
    if (const auto* time = node.as_time()) return written(time->get());
    if (const auto* both = node.as_date_time()) return written(both->get());
    return nullptr;
  }

 private:
  static std::string below(const std::string& path, const std::string& name) { return path.empty() ? name : path + "." + name; }

  TomlFile& file_;
};

}  // namespace

std::string TomlFile::where(std::string key) const {
  for (;;) {
    if (const auto found = lines.find(key); found != lines.end()) return path.string() + ":" + std::to_string(std::max(1, found->second));
    const auto dot = key.rfind('.');
    key = dot == std::string::npos ? std::string() : key.substr(0, dot);
  }
}

TomlFile read_toml(const std::filesystem::path& path) {
  std::error_code why;
  std::ifstream stream;
  if (std::filesystem::is_regular_file(path, why)) stream.open(path, std::ios::binary);
  if (!stream.is_open()) throw Refused(path.string() + ":1", "", "a readable file", why ? why.message() : "none");
  const std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  TomlFile file{.path = path, .root = {}, .lines = {{"", 1}}};
  try {
    file.root = Converter(file).convert(toml::parse(bytes, path.string()), "");
  } catch (const toml::parse_error& error) {
    throw Refused(path.string() + ":" + std::to_string(error.source().begin.line), "", "TOML", std::string(error.description()));
  }
  return file;
}

}  // namespace hemicycle::config
