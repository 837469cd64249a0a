#include "kernel/config/settings.hpp"

#include "kernel/config/keys.hpp"

namespace hemicycle::config {

const Settings::Value& Settings::at(std::string_view key) const {
  const auto found = values_.find(key);
  if (found == values_.end()) throw std::out_of_range("no configuration key " + std::string(key));
  return found->second;
}

std::int64_t Settings::integer(std::string_view key) const { return at(key).value.get<std::int64_t>(); }
const std::string& Settings::text(std::string_view key) const { return at(key).value.get_ref<const std::string&>(); }
bool Settings::boolean(std::string_view key) const { return at(key).value.get<bool>(); }
std::vector<std::string> Settings::list(std::string_view key) const { return at(key).value.get<std::vector<std::string>>(); }
const std::string& Settings::origin(std::string_view key) const { return at(key).origin; }

std::vector<Line> Settings::show() const {
  std::vector<Line> out;
  for (const auto& key : keys()) {
    const auto& value = at(key.name);
    out.push_back({std::string(key.name), key.secret ? "•••" : value.value.dump(), value.origin});
  }
  for (const auto& [name, origin] : vocabulary_origins_) {
    auto ids = nlohmann::json::array();
    for (const auto& term : vocabularies_.at(name)) ids.push_back(term.id);
    out.push_back({"vocabularies." + name, ids.dump(), origin});
  }
  return out;
}

std::vector<std::string> Settings::warnings() const {
  std::vector<std::string> out;
  if (text("store.synchronous") == "NORMAL")
    out.push_back(
        origin("store.synchronous") +
        ": store.synchronous is NORMAL: a power cut may lose changes that were acknowledged; set it to FULL unless this is a test");
  if (!boolean("web.rate_limits"))
    out.push_back(origin("web.rate_limits") +
                  ": web.rate_limits is false: passwords can be guessed without end; set it to true unless this is a test");
  return out;
}

std::vector<std::string> Settings::allowed_hosts(std::int64_t port) const {
  const auto& url = text("web.public_url");
  if (!url.empty()) return {url.substr(url.find("://") + 3)};
  std::vector<std::string> out;
  for (const std::string host : {"127.0.0.1", "localhost", "[::1]"}) {
    out.push_back(host);
    out.push_back(host + ":" + std::to_string(port));
  }
  return out;
}

std::filesystem::path Settings::database() const {
  const auto& path = text("store.path");
  return path.empty() ? std::filesystem::path(text("data.dir")) / "hemicycle.db" : std::filesystem::path(path);
}

}  // namespace hemicycle::config
