#include "kernel/packages/keyring.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "kernel/packages/durable_file.hpp"
#include "kernel/packages/refused.hpp"

namespace hemicycle::packages {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestKeyFile = 64U << 10U;

std::string today() {
  const auto now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 16> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts)};
}

void must_be_ours(const fs::path& path) {
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0) return;  // reading it will say why
  if ((facts.st_mode & S_IWOTH) != 0) refuse_denied(path.string() + " can be written by anybody on this machine: chmod o-w");
}

TrustedKey parse(const std::string& text, const fs::path& file) {
  TrustedKey out{.key = VerifyingKey::parse(text, file.string())};
  if (out.key.id.text() != file.stem()) refuse_invalid(file.string() + " holds the key " + out.key.id.text() + "; a file bears the name of its key");
  std::size_t at = text.find('\n', text.find('\n') + 1);
  while (at != std::string::npos && at + 1 < text.size()) {
    const auto end = text.find('\n', at + 1);
    const auto line = text.substr(at + 1, end == std::string::npos ? end : end - at - 1);
    at = end;
    const auto colon = line.find(": ");
    const auto value = colon == std::string::npos ? std::string() : line.substr(colon + 2);
    const auto name = line.substr(0, colon);
    if (name == "may") {
      out.ceiling.may = read_may(value);
    } else if (name == "isolation") {
      const auto isolation = contract::isolation_named(value);
      if (!isolation) refuse_invalid(file.string() + ": isolation is in_process, worker or sandboxed, not '" + value + "'");
      out.ceiling.isolation = *isolation;
    } else if (name == "revoked") {
      out.revoked = value.empty() ? "unknown" : value;
    } else if (!line.empty()) {
      refuse_invalid(file.string() + ": a line that is unknown here: " + line);
    }
  }
  return out;
}

std::string text_of(const TrustedKey& key) {
  auto out = key.key.file_text();
  std::string may;
  for (const auto& item : key.ceiling.may) may += (may.empty() ? "" : " ") + item;
  if (!may.empty()) out += "may: " + may + "\n";
  out += "isolation: " + std::string(contract::name(key.ceiling.isolation)) + "\n";
  if (!key.revoked.empty()) out += "revoked: " + key.revoked + "\n";
  return out;
}

fs::path file_of(const fs::path& folder, const KeyId& id) { return folder / (id.text() + ".pub"); }

}  // namespace

Keyring Keyring::read(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error) && !error) return {};
  must_be_ours(folder);
  std::vector<fs::path> files;
  for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator(); it.increment(error))
    if (it->path().extension() == ".pub") files.push_back(it->path());
  if (error) throw Refused(core::Status::unavailable, "the keys in " + folder.string() + " cannot be read: " + error.message());
  std::sort(files.begin(), files.end());
  Keyring out;
  for (const auto& file : files) {
    must_be_ours(file);
    out.keys_.push_back(parse(read_file(file, kLargestKeyFile), file));
  }
  return out;
}

const TrustedKey* Keyring::find(const KeyId& id) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const TrustedKey& key) { return key.key.id == id; });
  return found == keys_.end() ? nullptr : &*found;
}

void trust(const fs::path& folder, const VerifyingKey& key, const Ceiling& ceiling) {
  const auto ring = Keyring::read(folder);
  if (const auto* known = ring.find(key.id)) {
    if (known->key.key != key.key) refuse_denied("another key bears the id " + key.id.text() + " already; make a new one: hemicycle key new FILE");
    if (!known->revoked.empty()) refuse_denied("the key " + key.id.text() + " was revoked on " + known->revoked + "; its owner makes a new one: hemicycle key new FILE");
  }
  std::error_code error;
  // Whoever runs the command line may be another user than the server's.
  if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms(0755), error);
  if (error) throw Refused(core::Status::unavailable, folder.string() + " cannot be made: " + error.message());
  replace_file(file_of(folder, key.id), text_of({.key = key, .ceiling = ceiling}), 0644);
}

void revoke(const fs::path& folder, const std::string& id) {
  const auto ring = Keyring::read(folder);
  for (auto key : ring.keys()) {
    if (key.key.id.text() != id) continue;
    if (key.revoked.empty()) key.revoked = today();
    replace_file(file_of(folder, key.key.id), text_of(key), 0644);
    return;
  }
  throw Refused(core::Status::not_found, "no key '" + id + "' in " + folder.string() + "; hemicycle key list names them");
}

}  // namespace hemicycle::packages
