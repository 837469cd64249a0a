// `hemicycle play FILE`: a list of calls, one after the other, each as somebody: how the demo council comes to life.
//
//   [{"call": "accounts.add", "with": {"email": "a@example.org", …}, "keep": {"alice": "account"}},
//    {"call": "club.submit", "as": "${alice}", "with": {"title": "…"}, "keep": {"ref": "reference"}}]
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/json_list.hpp"

namespace hemicycle::cli {
namespace {

using nlohmann::json;
using Kept = std::map<std::string, std::string>;

/// "${name}" anywhere in a text becomes what was kept under that name.
std::string filled_text(std::string_view text, const Kept& kept) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find("${", at);
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return out.append(text.substr(at));
    out.append(text.substr(at, open - at));
    const auto found = kept.find(std::string(text.substr(open + 2, close - open - 2)));
    if (found == kept.end()) throw std::runtime_error("nothing was kept under the name in " + std::string(text));
    out.append(found->second);
    at = close + 1;
  }
  return out;
}

json filled(const json& value, const Kept& kept) {
  if (value.is_string()) return filled_text(value.get_ref<const std::string&>(), kept);
  if (!value.is_structured()) return value;
  auto out = value;
  for (auto& item : out) item = filled(item, kept);
  return out;
}

}  // namespace

Exit play(const config::Settings& settings, const std::filesystem::path& file, bool as_json) {
  const auto steps = read_list(file, "calls");
  Kernel kernel(settings, {});
  kernel.start();
  Kept kept;
  std::size_t number = 0;
  for (const auto& step : steps) {
    ++number;
    std::string contract;
    try {
      contract = step.value("call", std::string());
      const auto actor = filled_text(step.value("as", std::string(core::kOperator)), kept);
      auto outcome = kernel.bus().call({.type = contract, .payload = filled(step.value("with", json::object()), kept).dump(), .actor = actor, .budget = std::chrono::minutes(1)});
      if (!outcome.ok()) {
        std::cerr << file.string() << ": step " << number << " (" << contract << ") was refused:\n";
        return tell(outcome.problem, as_json);
      }
      const auto reply = json::parse(outcome.payload);
      const auto keep = step.value("keep", json::object());
      for (const auto& [name, field] : keep.items()) kept[name] = reply.at(field.get<std::string>()).get<std::string>();
      kernel.bus().settle();  // what the others do about it comes before the next step
    } catch (const std::exception& error) {
      throw Refusal(Exit::invalid, file.string() + ": step " + std::to_string(number) + " (" + contract + "): " + error.what());
    }
  }
  if (as_json)
    std::cout << json(kept).dump(2) << '\n';
  else
    std::cerr << number << " calls played\n";
  return Exit::ok;
}

}  // namespace hemicycle::cli
