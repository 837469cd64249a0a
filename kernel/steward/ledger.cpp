#include "kernel/steward/ledger.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace hemicycle::steward {

Ledger::Ledger(std::filesystem::path file) : file_(std::move(file)) {
  std::ifstream in(file_);
  if (!in) return;
  const auto read = nlohmann::json::parse(in, nullptr, false);
  try {
    disabled_ = read.at("disabled").get<decltype(disabled_)>();
    crashed_ = read.at("crashed").get<decltype(crashed_)>();
  } catch (const nlohmann::json::exception&) {
    throw std::runtime_error(file_.string() + " is damaged; remove it, and the plugins that an administrator stopped are started again");
  }
}

std::set<std::string, std::less<>> Ledger::disabled() const {
  const std::lock_guard lock(mutex_);
  return disabled_;
}

bool Ledger::crashed(std::string_view plugin, std::string_view sha256) const {
  const std::lock_guard lock(mutex_);
  const auto found = crashed_.find(plugin);
  return found != crashed_.end() && found->second == sha256;
}

void Ledger::set_disabled(const std::string& plugin, bool disabled) {
  const std::lock_guard lock(mutex_);
  if (disabled)
    disabled_.insert(plugin);
  else
    disabled_.erase(plugin);
  write();
}

void Ledger::set_crashed(const std::string& plugin, const std::string& sha256) {
  const std::lock_guard lock(mutex_);
  crashed_[plugin] = sha256;
  write();
}

void Ledger::forgive(const std::string& plugin) {
  const std::lock_guard lock(mutex_);
  disabled_.erase(plugin);
  crashed_.erase(plugin);
  write();
}

void Ledger::write() const {
  auto fresh = file_;
  fresh += ".new";
  {
    std::ofstream out(fresh, std::ios::trunc);
    out << nlohmann::json({{"disabled", disabled_}, {"crashed", crashed_}}).dump(1) << '\n';
    if (!out.flush()) throw std::runtime_error("cannot write " + fresh.string());
  }
  std::filesystem::rename(fresh, file_);
}

}  // namespace hemicycle::steward
