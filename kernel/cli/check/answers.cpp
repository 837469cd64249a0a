// Every message of the contract, sent to a plugin in a house of its own.
#include <algorithm>
#include <set>

#include "kernel/cli/check/child.hpp"
#include "kernel/cli/check/example.hpp"
#include "kernel/cli/check/promises.hpp"
#include "kernel/cli/check/trial.hpp"
#include "kernel/core/door.hpp"

namespace hemicycle::check {
namespace {

constexpr unsigned kErrorLevel = 4;  // HMC_LOG_ERROR

class Interview {
 public:
  Interview(const Subject& subject, const web::render::Catalogue& catalogue, const Teller& tell)
      : subject_(subject), catalogue_(catalogue), tell_(tell), kernel_(open_trial(subject)) {}

  void ask_all() {
    tell_.step("starting it with its recurring jobs");
    static_cast<void>(kernel_->events());  // the first look opens the house
    for (const auto& operation : subject_.contract.operations) ask(operation);
    for (const auto& event : subject_.contract.reactions) tell_of(event);
    tell_.step("running its jobs of a day");
    kernel_->advance(std::chrono::hours(25));
    look_at_log("a job or a reaction");
  }

 private:
  testing::Reply send(const contract::Operation& operation, const std::string& what, const std::string& json, bool past_the_door = false) {
    tell_.step("calling " + operation.name + " with " + what);
    auto caller = caller_for(*kernel_, subject_, operation);
    if (past_the_door) caller.unchecked();
    return caller.call(operation.name, json);
  }

  void ask(const contract::Operation& operation) {
    const auto example = example_of(operation.input, subject_.vocabularies);
    const auto wrong = wrong_types_for(operation.input);
    words(operation, send(operation, "nothing", "{}"));
    if (!operation.input.empty() && send(operation, "wrong types", wrong.dump()).status() != "invalid")
      tell_.finding(operation.name + " was called with wrong types and the door let them pass: say the type of every field of its input");
    // Another plugin's `ask` is not checked at the door: any answer will do, but an answer it must be.
    for (const std::string raw : {"{}", "[]", "not JSON", R"({"unknown":{"deep":[1,null,true]}})"}) static_cast<void>(send(operation, raw + " past the door", raw, true));
    static_cast<void>(send(operation, "wrong types past the door", wrong.dump(), true));
    errors_seen_ = kernel_->log().size();

    const auto reply = send(operation, "an example", example.dump());
    words(operation, reply);
    if (reply.ok()) return output(operation, reply);
    if (reply.status() == "internal" || reply.status() == "unavailable" || reply.status() == "deadline")
      tell_.finding(operation.name + " answers '" + reply.status() + "' to the sound input " + example.dump() + last_error() +
                    "; answer invalid, not_found or conflict for what cannot be done, and throw for bugs alone");
    errors_seen_ = kernel_->log().size();
  }

  /// What it replies is what it promised. A blank string is not looked at: people's words may be missing.
  void output(const contract::Operation& operation, const testing::Reply& reply) {
    auto value = nlohmann::json::parse(reply.json(), nullptr, false);
    if (value.is_discarded()) return tell_.finding(operation.name + " replies what is no JSON: " + reply.json());
    const auto checked = core::check(operation.output, value, subject_.vocabularies);
    if (checked.ok()) return;
    for (const auto& error : checked.problem->fields) {
      auto place = "/" + error.field;
      std::replace(place.begin(), place.end(), '.', '/');
      const nlohmann::json::json_pointer pointer(place);
      if (error.code == "required" && value.contains(pointer)) continue;
      tell_.finding(operation.name + " replies a " + error.field + " that its `output` does not allow (" + error.code + "): mend the reply or the contract");
    }
  }

  /// What a person may read has a text.
  void words(const contract::Operation& operation, const testing::Reply& reply) {
    std::set<std::string> codes;
    if (reply.status() != "internal" && !reply.code().empty()) codes.insert(reply.code());
    for (const auto& field : reply.errors()) codes.insert(field.code);
    for (const auto& code : codes) {
      // The kernel's own refusals are shown by its problem pages.
      if (code == reply.status() || code == "sign_in_first" || code == "malformed" || !told_.insert(code).second) continue;
      for (const std::string_view locale : {"fr", "en"})
        if (catalogue_.find(subject_.contract.name, "error." + code, locale) == nullptr && catalogue_.find(web::render::kKernel, "error." + code, locale) == nullptr)
          tell_.finding(operation.name + " answers '" + code + "', and 'error." + code + "' has no text in locales/" + std::string(locale) + ".po");
    }
  }

  void tell_of(const std::string& event) {
    const auto dot = event.find('.');
    const auto neighbour = subject_.neighbours.find(event.substr(0, dot));
    const auto* contract = event.substr(0, dot) == subject_.contract.name ? &subject_.contract : neighbour == subject_.neighbours.end() ? nullptr : &neighbour->second;
    const auto* declared = contract == nullptr ? nullptr : contract->event(event.substr(dot + 1));
    if (declared == nullptr) return;  // its plugin is not here: its payload is not known
    tell_.step("telling it of " + event);
    kernel_->emit(event, example_of(declared->payload, subject_.vocabularies).dump());
    look_at_log("its reaction to " + event);
  }

  [[nodiscard]] std::string last_error() {
    const auto log = kernel_->log();
    for (auto line = log.rbegin(); line != log.rend(); ++line)
      if (line->level >= kErrorLevel && line->text.find(" failed (") == std::string::npos) return " (" + line->text + ")";
    return {};
  }

  void look_at_log(const std::string& what) {
    const auto log = kernel_->log();
    for (auto i = errors_seen_; i < log.size(); ++i)
      if (log[i].level >= kErrorLevel && log[i].text.find(" failed (") != std::string::npos) {
        tell_.finding(what + " failed: " + log[i].text + last_error());
        break;
      }
    errors_seen_ = log.size();
  }

  const Subject& subject_;
  const web::render::Catalogue& catalogue_;
  const Teller& tell_;
  std::unique_ptr<testing::TestKernel> kernel_;
  std::set<std::string> told_;
  std::size_t errors_seen_ = 0;
};

}  // namespace

Findings answers(const Subject& subject, const web::render::Catalogue& catalogue) {
  return in_child(kStepSeconds, [&](const Teller& tell) {
    tell.step("opening a house for it");
    Interview(subject, catalogue, tell).ask_all();
    tell.step("closing the house");
  });
}

Findings permissions(const Subject& subject) {
  return in_child(kStepSeconds, [&](const Teller& tell) {
    const auto kernel = open_trial(subject);
    for (const auto& operation : subject.contract.operations) {
      const auto access = operation.permission.access;
      const auto example = example_of(operation.input, subject.vocabularies).dump();
      tell.step("calling " + operation.name + " without permission");
      if (access != contract::Access::open && kernel->visitor().call(operation.name, example).status() != "denied")
        tell.finding(operation.name + " answers a visitor, who holds no permission");
      if ((access == contract::Access::permission || access == contract::Access::internal) &&
          kernel->as("stranger").call(operation.name, example).status() != "denied")
        tell.finding(operation.name + " answers somebody who was not given '" + operation.permission.name + "'");
    }
  });
}

Findings deadlines(const Subject& subject) {
  return in_child(kStepSeconds, [&](const Teller& tell) {
    const auto kernel = open_trial(subject);
    for (const auto& operation : subject.contract.operations) {
      tell.step("calling " + operation.name + " with a spent budget");
      auto caller = caller_for(*kernel, subject, operation);
      const auto status = caller.within(std::chrono::nanoseconds(0)).call(operation.name, example_of(operation.input, subject.vocabularies).dump()).status();
      if (status != "deadline") tell.finding(operation.name + " answers '" + status + "' when no time is left, not 'deadline'");
    }
  });
}

}  // namespace hemicycle::check
