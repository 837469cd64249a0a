#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"

namespace hemicycle::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kModel = "newcomer", kModelClass = "Newcomer", kModelShare = "/usr/share/";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
  return text;
}

/// "register_of_visits" -> "RegisterOfVisits", and in words "Register of visits".
std::string class_of(std::string_view name) {
  std::string out;
  bool up = true;
  for (const char c : name) {
    if (c != '_') out += up ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    up = c == '_';
  }
  return out;
}

std::string words_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  return name;
}

/// Why no plugin can bear this name, or "": the reader of contracts decides, on a contract that says nothing else.
std::string fault_of_name(const std::string& name) {
  try {
    static_cast<void>(contract::read(nlohmann::json({{"hemicycle", 1}, {"name", name}, {"version", "1.0.0"}}).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "name"));
  } catch (const contract::Refused& refused) {
    const std::string what = refused.what();
    const auto colon = what.find(": ");  // "name:1: …" tells of a file that there is not
    return colon == std::string::npos ? what : what.substr(colon + 2);
  }
  return {};
}

void copy_file_as(const fs::path& from, const fs::path& to, const std::string& name, const fs::path& share) {
  std::ifstream in(from, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto extension = from.extension();
  const bool code = extension == ".cpp" || extension == ".hpp";
  text = replaced(std::move(text), kModelShare, share.parent_path().string() + "/");
  text = replaced(std::move(text), kModelClass, code ? class_of(name) : words_of(name));
  text = replaced(std::move(text), kModel, name);
  std::ofstream out(to, std::ios::binary);
  out << text;
  out.close();
  if (!in || !out) throw std::runtime_error("cannot copy " + from.string() + " to " + to.string());
}

void copy_template(const fs::path& model, const fs::path& target, const std::string& name, const fs::path& share) {
  for (const auto& entry : fs::recursive_directory_iterator(model)) {
    const auto to = target / replaced(fs::relative(entry.path(), model).string(), kModel, name);
    if (entry.is_directory())
      fs::create_directories(to);
    else
      copy_file_as(entry.path(), to, name, share);
  }
}

Exit refuse(Exit code, const std::string& what, bool as_json) {
  if (as_json) std::cout << nlohmann::json({{"error", what}, {"exit", static_cast<int>(code)}}).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  std::cerr << "hemicycle: " << neutralised(what) << '\n';
  return code;
}

}  // namespace

Exit plugin_new(const std::string& name, const fs::path& into, bool as_json) {
  if (const auto fault = fault_of_name(name); !fault.empty()) return refuse(Exit::invalid, fault, as_json);
  const auto share = Premises::beside_program().share;
  if (fs::exists(share / "contracts" / (name + ".json")))
    return refuse(Exit::denied, "a plugin '" + name + "' comes with this program; choose another name", as_json);
  const auto model = share / "template" / kModel;
  if (!fs::exists(model)) return refuse(Exit::not_found, "the template is not in " + model.string() + "; install the SDK (hemicycle-sdk-dev)", as_json);
  const auto target = into / name;
  if (!fs::is_directory(into)) return refuse(Exit::not_found, "there is no folder " + into.string(), as_json);
  // Made before anything is written: of two that ask for the same name at once, one is refused.
  if (!fs::create_directory(target)) return refuse(Exit::denied, target.string() + " is there already; nothing was written", as_json);
  try {
    copy_template(model, target, name, share);
  } catch (const std::exception&) {
    std::error_code none;
    fs::remove_all(target, none);
    throw;
  }
  if (as_json)
    std::cout << nlohmann::json({{"name", name}, {"folder", target.string()}}).dump() << '\n';
  else
    std::cout << target.string() << " written. Next:\n  cd " << target.string() << " && cmake -B build && cmake --build build && ctest --test-dir build\n  hemicycle plugin dev "
              << target.string() << '\n';
  return Exit::ok;
}

}  // namespace hemicycle::cli
