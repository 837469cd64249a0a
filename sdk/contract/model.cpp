#include "sdk/contract/model.hpp"

#include <algorithm>
#include <array>

namespace hemicycle::contract {

namespace {

template <typename List, typename Key>
auto find_by(const List& list, Key key, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& item) { return key(item) == name; });
  return found == list.end() ? nullptr : &*found;
}

constexpr std::array<std::string_view, 3> kIsolations{"in_process", "worker", "sandboxed"};

}  // namespace

std::string_view name(Isolation isolation) { return kIsolations.at(static_cast<std::size_t>(isolation)); }

std::optional<Isolation> isolation_named(std::string_view name) {
  const auto found = std::find(kIsolations.begin(), kIsolations.end(), name);
  return found == kIsolations.end() ? std::nullopt : std::optional(static_cast<Isolation>(found - kIsolations.begin()));
}

const Field* Fields::find(std::string_view name) const {
  return find_by(
      list, [](const Field& field) -> std::string_view { return field.name; }, name);
}

std::vector<Requirement> Plugin::asks() const {
  auto out = requires_;
  out.insert(out.end(), uses.begin(), uses.end());
  return out;
}

const Operation* Plugin::operation(std::string_view verb) const {
  return find_by(
      operations, [](const Operation& item) -> std::string_view { return item.verb; }, verb);
}

const Event* Plugin::event(std::string_view verb) const {
  return find_by(
      events, [](const Event& item) -> std::string_view { return item.verb; }, verb);
}

const Job* Plugin::job(std::string_view verb) const {
  return find_by(
      jobs, [](const Job& item) -> std::string_view { return item.verb; }, verb);
}

const Fields* Plugin::type(std::string_view wanted) const {
  const auto* found = find_by(
      types, [](const auto& item) -> std::string_view { return item.first; }, wanted);
  return found ? &found->second : nullptr;
}

Refused::Refused(std::string file, int line, const std::string& reason)
    : std::runtime_error(file + ":" + std::to_string(line) + ": " + reason), file_(std::move(file)), line_(line) {}

}  // namespace hemicycle::contract
