#include "kernel/cli/check/report.hpp"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>

#include "kernel/cli/log.hpp"

namespace hemicycle::check {
namespace {

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::kept: return "kept";
    case Verdict::broken: return "BROKEN";
    case Verdict::not_tried: break;
  }
  return "not tried";
}

}  // namespace

void Report::judge(std::string name, std::string says, std::vector<std::string> findings) {
  const auto verdict = findings.empty() ? Verdict::kept : Verdict::broken;
  promises_.push_back({std::move(name), std::move(says), verdict, std::move(findings)});
}

void Report::not_tried(std::string name, std::string says, std::string why) {
  promises_.push_back({std::move(name), std::move(says), Verdict::not_tried, {std::move(why)}});
}

bool Report::kept() const {
  return std::all_of(promises_.begin(), promises_.end(), [](const Promise& promise) { return promise.verdict == Verdict::kept; });
}

void Report::print(bool json) const {
  if (json) {
    auto list = nlohmann::json::array();
    for (const auto& promise : promises_)
      list.push_back({{"promise", promise.name}, {"says", promise.says}, {"verdict", word(promise.verdict)}, {"findings", promise.findings}});
    std::cout << nlohmann::json({{"file", file_.string()}, {"kept", kept()}, {"promises", list}}).dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
              << '\n';
    return;
  }
  for (const auto& promise : promises_) {
    std::cout << std::left << std::setw(10) << word(promise.verdict) << std::setw(12) << promise.name << promise.says << '\n';
    for (const auto& finding : promise.findings) std::cout << "            - " << cli::neutralised(finding) << '\n';
  }
}

}  // namespace hemicycle::check
