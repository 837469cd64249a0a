#include "kernel/packages/versions.hpp"

#include <array>
#include <sstream>

#include "kernel/packages/durable_file.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

constexpr std::size_t kLargest = 1U << 20U;

std::optional<std::array<std::uint64_t, 3>> numbers_of(const std::string& version) {
  std::array<std::uint64_t, 3> out{};
  std::istringstream in(version);
  char first = 0, second = 0;
  if (!(in >> out[0] >> first >> out[1] >> second >> out[2]) || first != '.' || second != '.' || !in.eof()) return std::nullopt;
  return out;
}

}  // namespace

int compare_versions(const std::string& left, const std::string& right) {
  const auto one = numbers_of(left), other = numbers_of(right);
  if (!one || !other) refuse_invalid("'" + (one ? right : left) + "' is not a version of three numbers");
  return *one < *other ? -1 : *one == *other ? 0 : 1;
}

std::filesystem::path Versions::file_of(const std::filesystem::path& plugins) {
  auto out = plugins;
  return out += ".versions";
}

Versions Versions::read(const std::filesystem::path& plugins) {
  Versions out(file_of(plugins));
  std::string text;
  try {
    text = read_file(out.file_, kLargest);
  } catch (const Refused& error) {
    if (error.status() == core::Status::not_found) return out;
    throw;
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    std::string plugin, key, version, more;
    if (!(parts >> plugin >> key >> version) || parts >> more || !numbers_of(version)) refuse_invalid(out.file_.string() + " is damaged at '" + line + "'");
    out.highest_[{plugin, key}] = version;
  }
  return out;
}

std::optional<std::string> Versions::highest(const std::string& plugin, const KeyId& key) const {
  const auto found = highest_.find({plugin, key.text()});
  return found == highest_.end() ? std::nullopt : std::optional(found->second);
}

void Versions::record(const std::string& plugin, const KeyId& key, const std::string& version) {
  if (const auto known = highest(plugin, key); known && compare_versions(version, *known) <= 0) return;
  highest_[{plugin, key.text()}] = version;
  std::string text;
  for (const auto& [who, high] : highest_) text += who.first + " " + who.second + " " + high + "\n";
  replace_file(file_, text, 0644);
}

}  // namespace hemicycle::packages
