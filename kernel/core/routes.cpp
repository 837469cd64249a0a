#include "kernel/core/routes.hpp"

#include <algorithm>

namespace hemicycle::core {

std::shared_ptr<Attached>* Routes::place_of(std::string_view name) {
  const auto found = std::find_if(attached_.begin(), attached_.end(), [&](const auto& one) { return one->contract->name == name; });
  return found == attached_.end() ? nullptr : &*found;
}

void Routes::attach(std::shared_ptr<const contract::Plugin> contract, std::shared_ptr<Instance> instance) {
  const std::unique_lock lock(mutex_);
  auto* place = place_of(contract->name);
  if (place == nullptr) place = &attached_.emplace_back();
  auto account = *place == nullptr ? std::make_shared<Account>() : (*place)->account;
  *place = std::make_shared<Attached>(Attached{std::move(contract), std::move(instance), std::move(account)});
  for (const auto& operation : (*place)->contract->operations) operations_[operation.name] = {*place, &operation};
}

void Routes::forget_former(std::string_view plugin) {
  const std::unique_lock lock(mutex_);
  const auto* present = place_of(plugin);
  std::erase_if(operations_, [&](const auto& entry) {
    const auto& route = entry.second;
    return route.plugin->contract->name == plugin && (present == nullptr || route.plugin != *present);
  });
}

std::optional<Route> Routes::find(std::string_view operation) const {
  const std::shared_lock lock(mutex_);
  const auto found = operations_.find(operation);
  return found == operations_.end() ? std::nullopt : std::optional(found->second);
}

std::shared_ptr<Attached> Routes::plugin(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const auto found = std::find_if(attached_.begin(), attached_.end(), [&](const auto& one) { return one->contract->name == name; });
  return found == attached_.end() ? nullptr : *found;
}

std::vector<std::string> Routes::consumers(std::string_view event) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> out;
  for (const auto& one : attached_) {
    const auto& heard = one->contract->reactions;
    if (std::find(heard.begin(), heard.end(), event) != heard.end()) out.push_back(one->contract->name);
  }
  return out;
}

Routes::Contracts Routes::contracts() const {
  const std::shared_lock lock(mutex_);
  Contracts out;
  for (const auto& one : attached_) out.push_back(one->contract);
  return out;
}

std::vector<std::shared_ptr<Attached>> Routes::attached() const {
  const std::shared_lock lock(mutex_);
  return attached_;
}

Generation& Generations::of(std::string_view event) {
  const std::lock_guard lock(mutex_);
  const auto found = by_event_.find(event);
  return found != by_event_.end() ? found->second : by_event_.try_emplace(std::string(event), 0U).first->second;
}

void Generations::grow(std::string_view event) {
  ++of(event);
  tell();
}

void Generations::grow_all() {
  {
    const std::lock_guard lock(mutex_);
    for (auto& [event, generation] : by_event_) ++generation;
  }
  tell();
}

void Generations::when_grown(std::function<void()> told) {
  const std::lock_guard lock(told_mutex_);
  told_ = std::move(told);
}

void Generations::tell() {
  const std::lock_guard lock(told_mutex_);
  if (told_) told_();
}

}  // namespace hemicycle::core
