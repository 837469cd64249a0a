#include <unistd.h>

#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"

namespace hemicycle::cli {

Exit tell(const core::Problem& problem, bool as_json) {
  if (as_json) {
    auto document = nlohmann::json::parse(problem.json());
    document["status"] = core::name(problem.status);
    if (!problem.detail.empty()) document["detail"] = problem.detail;
    std::cout << document.dump(2) << '\n';
  } else {
    std::cerr << "hemicycle: " << core::name(problem.status) << (problem.code.empty() ? "" : " (" + problem.code + ")")
              << (problem.detail.empty() ? "" : ": " + problem.detail) << '\n';
    for (const auto& field : problem.fields) std::cerr << "  " << field.field << ": " << field.code << '\n';
  }
  return exit_of(problem.status);
}

Exit call(const config::Settings& settings, const CallArguments& arguments, bool as_json) {
  Kernel kernel(settings, {});
  kernel.start();
  auto input = arguments.input;
  if (input == "-") input.assign(std::istreambuf_iterator<char>(std::cin), {});
  const auto outcome = kernel.bus().call({.type = arguments.contract,
                                          .payload = std::move(input),
                                          .actor = arguments.actor.empty() ? std::string(core::kOperator) : arguments.actor,
                                          .idempotency_key = arguments.idempotency_key});
  if (!outcome.ok()) return tell(outcome.problem, as_json);
  kernel.bus().settle();
  std::cout << nlohmann::json::parse(outcome.payload).dump(as_json ? -1 : 2) << '\n';
  return Exit::ok;
}

Exit user_add(const config::Settings& settings, const UserArguments& arguments, bool as_json) {
  // The password comes by standard input: an argument would stand in the process list.
  std::string password;
  if (isatty(STDIN_FILENO) != 0) std::cerr << "Password (12 to 128 characters): ";
  std::getline(std::cin, password);
  const nlohmann::json input = {{"email", arguments.email}, {"name", arguments.name}, {"roles", arguments.roles}, {"password", password}};
  return call(settings, {.contract = "accounts.add", .input = input.dump(), .actor = {}, .idempotency_key = {}}, as_json);
}

}  // namespace hemicycle::cli
