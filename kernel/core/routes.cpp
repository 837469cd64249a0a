#include "kernel/core/routes.hpp"

#include <algorithm>

namespace hemicycle::core {

void Routes::attach(std::shared_ptr<const contract::Plugin> contract, std::shared_ptr<Instance> instance) {
  auto& attached = attached_.emplace_back();
  attached.contract = contract;
  attached.instance = std::move(instance);
  for (const auto& operation : contract->operations) operations_[operation.name] = {&attached, &operation};
  for (const auto& event : contract->reactions) consumers_[event].push_back(contract->name);
  contracts_.push_back(std::move(contract));
}

const Route* Routes::find(std::string_view operation) const {
  const auto found = operations_.find(operation);
  return found == operations_.end() ? nullptr : &found->second;
}

Attached* Routes::plugin(std::string_view name) {
  const auto found = std::find_if(attached_.begin(), attached_.end(), [&](const Attached& a) { return a.contract->name == name; });
  return found == attached_.end() ? nullptr : &*found;
}

const std::vector<std::string>& Routes::consumers(std::string_view event) const {
  static const std::vector<std::string> kNone;
  const auto found = consumers_.find(event);
  return found == consumers_.end() ? kNone : found->second;
}

Generation& Generations::of(std::string_view event) {
  const std::lock_guard lock(mutex_);
  const auto found = by_event_.find(event);
  return found != by_event_.end() ? found->second : by_event_.try_emplace(std::string(event), 0U).first->second;
}

void Generations::grow_all() {
  const std::lock_guard lock(mutex_);
  for (auto& [event, generation] : by_event_) ++generation;
}

}  // namespace hemicycle::core
