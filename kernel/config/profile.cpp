#include "kernel/config/profile.hpp"

#include <algorithm>

namespace hemicycle::config {

namespace fs = std::filesystem;

bool is_path_of_profile(const std::string& text) { return text.find('/') != std::string::npos; }

fs::path profile_beside(const TomlFile& file, const std::string& text) { return (file.path.parent_path() / text).lexically_normal(); }

ProfileNames::ProfileNames(const Sources& sources, const std::vector<std::shared_ptr<const TomlFile>>& files) : shipped_(sources.profiles) {
  for (const auto& file : files)
    if (const auto named = file->root.find("profile"); named != file->root.end() && named->is_string())
      say(named->get<std::string>(), file->where("profile"), file.get());
  if (const auto named = sources.environment.find("HEMICYCLE_PROFILE"); named != sources.environment.end())
    say(named->second, "environment HEMICYCLE_PROFILE", nullptr);
  constexpr std::string_view kOption = "profile=";
  for (const auto& option : sources.options)
    if (option.starts_with(kOption)) say(option.substr(kOption.size()), "option profile", nullptr);
}

void ProfileNames::say(const std::string& text, const std::string& where, const TomlFile* file) {
  text_ = text;
  where_ = where;
  if (text.empty())
    chosen_.clear();
  else if (!is_path_of_profile(text))
    chosen_ = shipped_ / (text + ".toml");
  else
    chosen_ = file ? profile_beside(*file, text) : fs::path(text);
}

fs::path ProfileNames::path() const {
  std::error_code none;
  if (chosen_.empty() || fs::is_regular_file(chosen_, none)) return chosen_;
  std::vector<std::string> names;
  for (fs::directory_iterator entry(shipped_, none), end; !none && entry != end; entry.increment(none))
    if (entry->path().extension() == ".toml") names.push_back(entry->path().stem().string());
  std::sort(names.begin(), names.end());
  std::string expected;
  for (const auto& name : names) expected.append(expected.empty() ? "one of " : ", ").append(name);
  throw Refused(where_, "profile", expected + (names.empty() ? "" : ", or ") + "the path of a file that is there, with a '/'", "'" + text_ + "'");
}

}  // namespace hemicycle::config
