// `hemicycle play FILE`: a list of calls, one after the other, each as somebody: how the demo council comes to life.
//
//   [{"call": "accounts.add", "with": {"email": "a@example.org", …}, "keep": {"alice": "account"}},
//    {"at": "2026-01-22T18:00:00Z"},
//    {"call": "club.submit", "as": "${alice}", "with": {"title": "…"}, "keep": {"ref": "reference"}}]
//
// `keep` names a field of the reply, or, beginning with `/`, a place deeper in it: "/waiting/0/id" (RFC 6901).
// `at` turns the clock of this process, forward alone: what happens from then on bears that time, and what was due by then runs, before the
// step's own call if it has one. Without any `at` the time is the machine's.
#include <hemicycle/time.hpp>

#include <atomic>
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

/// The machine's clock until it is first turned; from then on it stands still between turns.
class PlayedClock final : public core::Clock {
 public:
  [[nodiscard]] std::int64_t now_ns() const override {
    const auto turned = turned_.load();
    return turned != 0 ? turned : machine_.now_ns();
  }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return machine_.steady(); }

  void turn(const std::string& at) {
    const auto time = parse_iso(at);
    if (!time) throw std::runtime_error("'" + at + "' is no time: write 2026-01-22T18:00:00Z");
    if (to_ns(*time) < turned_) throw std::runtime_error("the clock goes forward alone, and '" + at + "' lies before the step before");
    turned_ = to_ns(*time);
  }

 private:
  core::SystemClock machine_;
  std::atomic<std::int64_t> turned_ = 0;
};

}  // namespace

Exit play(const config::Settings& settings, const std::filesystem::path& file, bool as_json) {
  const auto steps = read_list(file, "calls");
  PlayedClock clock;
  // Before anything runs: no job of the house is planned for a time that the play has yet to reach.
  if (!steps.empty() && steps.front().contains("at")) clock.turn(steps.front().value("at", std::string()));
  KernelOptions options;
  options.clock = &clock;
  Kernel kernel(settings, options);
  kernel.start();
  Kept kept;
  std::size_t number = 0;
  for (const auto& step : steps) {
    ++number;
    std::string contract;
    try {
      contract = step.value("call", std::string());
      if (step.contains("at")) {
        clock.turn(step.at("at").get<std::string>());
        kernel.bus().settle();
        if (contract.empty()) continue;
      }
      const auto actor = filled_text(step.value("as", std::string(core::kOperator)), kept);
      auto outcome = kernel.bus().call({.type = contract, .payload = filled(step.value("with", json::object()), kept).dump(), .actor = actor, .budget = std::chrono::minutes(1)});
      if (!outcome.ok()) {
        std::cerr << file.string() << ": step " << number << " (" << contract << ") was refused:\n";
        return tell(outcome.problem, as_json);
      }
      const auto reply = json::parse(outcome.payload);
      const auto keep = step.value("keep", json::object());
      for (const auto& [name, field] : keep.items()) {
        const auto& where = field.get_ref<const std::string&>();
        kept[name] = (where.starts_with('/') ? reply.at(json::json_pointer(where)) : reply.at(where)).get<std::string>();
      }
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
