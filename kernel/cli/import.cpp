#include <algorithm>
#include <deque>
#include <future>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "kernel/cli/commands.hpp"
#include "kernel/cli/json_list.hpp"
#include "kernel/core/door.hpp"

namespace hemicycle::cli {
namespace {

using nlohmann::json;

// In flight at once: enough to share commits, few enough for a mailbox.
constexpr std::size_t kWindow = 64;

/// Whether the item has what the command cannot do without: so a file finds its importer by itself.
bool takes(const core::Bus& bus, const std::string& command, const json& item) {
  const auto operation = bus.operation(command);
  if (operation == nullptr || !item.is_object()) return false;
  return std::all_of(operation->input.list.begin(), operation->input.list.end(),
                     [&](const auto& field) { return field.optional || !field.default_json.empty() || item.contains(field.name); });
}

std::optional<std::string> importer(const core::Bus& bus, const std::string& wanted, const json& items, std::string& why) {
  std::vector<std::string> found;
  for (const auto& plugin : bus.contracts()) found.insert(found.end(), plugin->imports.begin(), plugin->imports.end());
  if (wanted.empty() && found.size() > 1 && !items.empty()) {
    std::vector<std::string> fitting;
    std::copy_if(found.begin(), found.end(), std::back_inserter(fitting), [&](const auto& command) { return takes(bus, command, items.front()); });
    if (fitting.size() == 1) found = fitting;
  }
  if (!wanted.empty()) found = bus.operation(wanted) == nullptr ? std::vector<std::string>() : std::vector<std::string>{wanted};
  if (found.size() == 1) return found.front();
  why = wanted.empty() ? (found.empty() ? "no plugin of this house imports anything" : "several plugins could import this file: choose one with --with") : "nobody answers " + wanted;
  return std::nullopt;
}

/// "entry-12: created" and a line for each refused field.
void report(const std::string& id, const core::Outcome& outcome, bool as_json, std::map<std::string, int>& totals) {
  const auto reply = outcome.ok() ? json::parse(outcome.payload) : json::object();
  const auto result = outcome.ok() ? reply.value("result", std::string("done")) : "refused";
  ++totals[result];
  if (as_json) {
    json line = {{"id", id}, {"result", result}};
    line["refused"] = outcome.ok() ? reply.value("refused", json::array()) : json::array();
    for (const auto& field : outcome.problem.fields) line["refused"].push_back({{"field", field.field}, {"why", field.code}});
    if (!outcome.ok() && !outcome.problem.code.empty()) line["code"] = outcome.problem.code;
    std::cout << line.dump() << '\n';
    return;
  }
  std::cout << id << ": " << result << (outcome.problem.code.empty() ? "" : " (" + outcome.problem.code + ")") << '\n';
  for (const auto& field : reply.value("refused", json::array())) std::cout << "  " << field.value("field", "") << ": " << field.value("why", "") << '\n';
  for (const auto& field : outcome.problem.fields) std::cout << "  " << field.field << ": " << field.code << '\n';
}

/// The item with what its contract does not know, or holds as null, taken out: "absent" in the file is absent in the call.
json without_nulls(const json& item) {
  json out = json::object();
  for (const auto& [key, value] : item.items()) {
    if (value.is_null()) continue;
    if (value.is_object()) {
      out[key] = without_nulls(value);
    } else if (value.is_array()) {
      out[key] = json::array();
      for (const auto& one : value) out[key].push_back(one.is_object() ? without_nulls(one) : one);
    } else {
      out[key] = value;
    }
  }
  return out;
}

}  // namespace

Exit import_file(const config::Settings& settings, const ImportArguments& arguments, bool as_json) {
  const auto items = read_list(arguments.file, "items");
  Kernel kernel(settings, {});
  kernel.start();
  std::string why;
  const auto command = importer(kernel.bus(), arguments.command, items, why);
  if (!command) throw Refusal(Exit::not_found, why);
  const auto operation = kernel.bus().operation(*command);

  std::map<std::string, int> totals;
  std::deque<std::pair<std::string, std::future<core::Outcome>>> in_flight;
  const auto settle_one = [&] {
    report(in_flight.front().first, in_flight.front().second.get(), as_json, totals);
    in_flight.pop_front();
  };
  std::size_t number = 0;
  for (const auto& item : items) {
    ++number;
    auto input = item.is_object() ? without_nulls(item) : json::object();
    const auto id = input.contains("id") && input["id"].is_string() ? input["id"].get<std::string>() : "item " + std::to_string(number);
    for (auto it = input.begin(); it != input.end();) it = operation->input.find(it.key()) == nullptr ? input.erase(it) : std::next(it);
    auto promise = std::make_shared<std::promise<core::Outcome>>();
    in_flight.emplace_back(id, promise->get_future());
    kernel.bus().send({.type = *command, .payload = input.dump(-1, ' ', false, json::error_handler_t::replace), .actor = std::string(core::kOperator),
                       .budget = std::chrono::minutes(5)},
                      [promise](core::Outcome outcome) { promise->set_value(std::move(outcome)); });
    if (in_flight.size() >= kWindow) settle_one();
  }
  while (!in_flight.empty()) settle_one();
  kernel.bus().settle();
  if (!as_json)
    for (const auto& [result, count] : totals) std::cerr << result << ": " << count << '\n';
  return totals.contains("refused") ? Exit::invalid : Exit::ok;
}

}  // namespace hemicycle::cli
