#include "sdk/contractc/spelling.hpp"
#include "sdk/contractc/writing.hpp"

namespace hemicycle::contractc {
namespace {

using contract::Operation;
using contract::Plugin;

/// "forum.closed" -> "on_forum_closed".
std::string reaction_method(std::string_view event) {
  return std::string("on_").append(plugin_of(event)).append("_").append(verb_of(event));
}

std::string reaction_type(std::string_view event) {
  return std::string("::").append(plugin_of(event)).append("::").append(pascal(verb_of(event)));
}

std::string declare(const Operation& operation) {
  const auto name = pascal(operation.verb);
  auto out = comment("  ", operation.summary) + "  virtual ::hemicycle::Result<" + name + "Reply> " + method(operation.verb) + "(const " +
             name + "&, ";
  if (!operation.command) return out + "const ::hemicycle::Query&) const = 0;\n";
  if (!operation.prepare.empty()) out.append("const " + pascal(operation.prepare) + "Reply&, ");
  return out + "::hemicycle::Command&) = 0;\n";
}

std::string line(std::string_view message, const std::string& member) {
  return "        if (answer.type() == " + literal(message) + ") return answer.with(*this, &Handler::" + member + ");\n";
}

std::string dispatch(const Plugin& plugin) {
  std::string queries, commands, reactions, jobs;
  for (const auto& operation : plugin.operations)
    (operation.command ? commands : queries).append(line(operation.name, method(operation.verb)));
  for (const auto& event : plugin.reactions) reactions.append(line(event, reaction_method(event)));
  for (const auto& job : plugin.jobs) jobs.append(line(job.name, method(job.verb)));

  std::string out =
      "  /// Called by the SDK for each message; a template, so that only the file that exports the plugin compiles it.\n"
      "  template <typename Answering>\n  hmc_status dispatch(const Answering& answer) {\n    switch (answer.kind()) {\n";
  const auto add = [&](const char* kind, const std::string& lines) {
    if (!lines.empty()) out.append("      case ").append(kind).append(":\n").append(lines).append("        break;\n");
  };
  add("HMC_QUERY", queries);
  add("HMC_COMMAND", commands);
  add("HMC_EVENT", reactions);
  add("HMC_JOB", jobs);
  return out.append("      default:\n        break;\n    }\n    return answer.unknown();\n  }\n");
}

}  // namespace

std::string write_permissions(const Plugin& plugin) {
  if (plugin.permissions.empty()) return {};
  std::string out = "namespace permission {\n";
  for (const auto& permission : plugin.permissions) {
    out.append("inline constexpr ::std::string_view " + identifier(verb_of(permission)) + " = " + literal(permission) + ";\n");
  }
  return out.append("}  // namespace permission\n\n");
}

std::string write_handler(const Plugin& plugin) {
  std::string out =
      "/// What the plugin's class implements. Queries are const: many run at once; the others run one at a time.\nclass Handler {\n "
      "public:\n";
  out.append("  static constexpr ::std::string_view kPlugin = " + literal(plugin.name) + ";\n\n");
  out.append(
      "  Handler() = default;\n  virtual ~Handler() = default;\n  Handler(const Handler&) = delete;\n  Handler& operator=(const Handler&) "
      "= delete;\n\n");
  for (const auto& operation : plugin.operations) out.append(declare(operation));
  for (const auto& event : plugin.reactions) {
    out.append("  virtual ::hemicycle::Result<void> " + reaction_method(event) + "(const " + reaction_type(event) +
               "&, ::hemicycle::Command&) = 0;\n");
  }
  for (const auto& job : plugin.jobs) {
    out.append(comment("  ", job.summary));
    out.append("  virtual ::hemicycle::Result<void> " + method(job.verb) + "(const " + pascal(job.verb) +
               "&, ::hemicycle::Command&) = 0;\n");
  }
  out.append("\n  [[nodiscard]] const Settings& settings() const { return settings_; }\n\n");
  out.append("  /// Called by the SDK once, before any message.\n");
  out.append("  void configure(::std::string_view json) { settings_ = ::hemicycle::from_json<Settings>(json); }\n");
  out.append("  /// The first setting that the contract's types allow and the plugin does not: the house then does not start.\n");
  out.append("  [[nodiscard]] virtual ::std::optional<::hemicycle::WrongSetting> wrong_setting() const { return {}; }\n");
  out.append(dispatch(plugin));
  return out.append("\n private:\n  Settings settings_{};\n};\n");
}

}  // namespace hemicycle::contractc
