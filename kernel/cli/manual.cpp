#include "kernel/cli/manual.hpp"

#include <CLI/CLI.hpp>

namespace hemicycle::cli {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else out += c;
  }
  return out;
}

void describe(const CLI::App& app, const std::string& path, std::string& out) {
  for (const auto* command : app.get_subcommands(nullptr)) {
    const auto name = path + " " + command->get_name();
    const auto nested = command->get_subcommands(nullptr);
    if (nested.empty()) {
      out += ".SS " + escaped(name.substr(1)) + "\n" + escaped(command->get_description()) + "\n";
      for (const auto* option : command->get_options()) {
        if (option->get_name() == "--help") continue;
        out += ".TP\n.B " + escaped(option->get_name(true, true)) + "\n" + escaped(option->get_description()) + "\n";
      }
    }
    describe(*command, name, out);
  }
}

void cases(const CLI::App& app, const std::string& path, std::string& out) {
  std::string words;
  for (const auto* command : app.get_subcommands(nullptr)) words += command->get_name() + " ";
  for (const auto* option : app.get_options())
    for (const auto& name : option->get_lnames()) words += "--" + name + " ";
  out += "    \"" + path + "\") words=\"" + words + "\" ;;\n";
  for (const auto* command : app.get_subcommands(nullptr)) cases(*command, path.empty() ? command->get_name() : path + " " + command->get_name(), out);
}

}  // namespace

std::string manual_page(const CLI::App& app) {
  std::string out =
      ".TH HEMICYCLE 1 \"\" \"H\\['e]micycle 1.0\" \"User Commands\"\n"
      ".SH NAME\nhemicycle \\- serve and look after a participatory platform made of plugins\n"
      ".SH SYNOPSIS\n.B hemicycle\n[\\-\\-config FILE] [\\-\\-set KEY=VALUE]... [\\-\\-json] COMMAND\n"
      ".SH OPTIONS\n";
  for (const auto* option : app.get_options()) out += ".TP\n.B " + escaped(option->get_name(true, true)) + "\n" + escaped(option->get_description()) + "\n";
  out += ".SH COMMANDS\n";
  describe(app, "", out);
  out +=
      ".SH COMMANDS OF PLUGINS\n.B hemicycle\nPLUGIN VERB [\\-\\-FIELD VALUE]... [\\-\\-lang fr] [\\-\\-as ACTOR] [\\-\\-key KEY]\n.PP\n"
      "Calls a command or a query of a plugin as this machine's operator, like\n.BR call ,\nwith its fields as options. A query that has a page is shown as the "
      "words of that page, in the council's language; with\n.B \\-\\-json\nas the reply itself.\n.B \\-\\-help\nafter the verb names its fields.\n"
      ".SH EXIT STATUS\n"
      ".TP\n0\nDone.\n.TP\n1\nSomething failed that should not.\n.TP\n2\nThe command line is wrong.\n.TP\n3\nThe input was refused: change it.\n"
      ".TP\n4\nNot found.\n.TP\n5\nNot allowed, or not in this state.\n.TP\n69\nA part is down.\n.TP\n75\nBusy, locked or out of time: try again.\n"
      ".TP\n78\nThe configuration is wrong; nothing was started.\n"
      ".SH FILES\n.TP\n/etc/hemicycle/hemicycle.toml, /etc/hemicycle/conf.d/*.toml\nThe configuration.\n"
      ".SH ENVIRONMENT\n.TP\nHEMICYCLE_CONFIG\nThe configuration file.\n.TP\nHEMICYCLE_PROFILE\nThe profile beneath it.\n.TP\nHEMICYCLE_*\nAny key: HEMICYCLE_WEB_PORT is web.port.\n";
  return out;
}

std::string bash_completion(const CLI::App& app) {
  std::string out =
      "# bash completion for hemicycle\n"
      "_hemicycle() {\n"
      "  local path word words i given=() before=()\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    word=${COMP_WORDS[i]}\n"
      "    case $word in --config) ((i++)); given=(--config \"${COMP_WORDS[i]}\") ;; --set) ((i++)) ;; -*) ;; *) before+=(\"$word\") ;; esac\n"
      "  done\n"
      "  path=\"${before[*]}\"\n"
      "  case $path in\n";
  cases(app, "", out);
  out +=
      "    *) words=$(\"$1\" \"${given[@]}\" documentation words \"${before[@]}\" 2> /dev/null) ;;\n"
      "  esac\n"
      "  [ -n \"$path\" ] || words+=\" $(\"$1\" \"${given[@]}\" documentation words 2> /dev/null)\"\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
      "  [ -n \"$words\" ] && [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
      "}\n"
      "complete -F _hemicycle hemicycle\n";
  return out;
}

}  // namespace hemicycle::cli
