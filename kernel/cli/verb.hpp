// `hemicycle <plugin> <verb> [--field value]…`: any command or query of a plugin, with its fields as options.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/cli/exit_codes.hpp"
#include "kernel/config/settings.hpp"

namespace hemicycle::cli {

struct Verb {
  std::string plugin, verb;
  std::vector<std::string> words;  ///< what follows: "--field", "value", …
};

/// The command line taken apart: what stays for the program's own options, and a verb when the first word is none of `commands`, which win.
struct Split {
  std::vector<std::string> own;
  std::optional<Verb> verb{};
};
[[nodiscard]] Split split(const std::vector<std::string>& arguments, const std::vector<std::string>& commands);

/// A query that has a page is shown as that page's words in the council's language; everything else, and all with `json`, as the reply's JSON.
Exit call_verb(const config::Settings& settings, const Verb& verb, bool as_json);

/// What may follow on the command line, for the completion of a shell: the plugins; after a plugin its verbs; after a verb its fields, as options.
/// Nothing after a word that nobody knows. Nothing is opened.
[[nodiscard]] std::vector<std::string> words_after(const config::Settings& settings, const std::vector<std::string>& path);

}  // namespace hemicycle::cli
