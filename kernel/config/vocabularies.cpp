#include "kernel/config/vocabularies.hpp"

#include <algorithm>

#include "kernel/config/refused.hpp"
#include "kernel/core/text_rules.hpp"

namespace hemicycle::config {

namespace {

bool is_locale(const std::string& name) {
  return name.size() == 2 && std::all_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_label(const nlohmann::json& value) {
  if (!value.is_string()) return false;
  const auto facts = core::examine(value.get_ref<const std::string&>());
  return facts.utf8 && !facts.blank && !facts.control && !facts.line_break && !facts.tab && facts.code_points <= 200;
}

core::Term read_term(const TomlFile& file, const std::string& key, const nlohmann::json& value) {
  if (!value.is_object()) throw Refused(file.where(key), key, "a term such as {id = \"climate\", fr = \"Climat\"}", value.dump());
  core::Term term;
  for (const auto& [name, text] : value.items()) {
    const auto here = key + "." + name;
    if (name == "id") {
      if (!text.is_string() || !core::is_identifier(text.get_ref<const std::string&>()))
        throw Refused(file.where(here), here, "an identifier: letters, digits, . _ : -", text.dump());
      term.id = text.get<std::string>();
    } else {
      if (!is_locale(name)) throw Refused(file.where(here), here, "the key id or a language such as fr", name);
      if (!is_label(text)) throw Refused(file.where(here), here, "a text of one line", text.dump());
      term.labels[name] = text.get<std::string>();
    }
  }
  if (term.id.empty()) throw Refused(file.where(key), key, "an id", "none");
  if (!term.labels.contains("fr")) throw Refused(file.where(key), key, "a French label, fr = \"…\"", "none");
  return term;
}

}  // namespace

core::Vocabulary read_vocabulary(const TomlFile& file, const std::string& name) {
  const auto key = "vocabularies." + name;
  const auto& list = file.root.at("vocabularies").at(name);
  if (!list.is_array()) throw Refused(file.where(key), key, "a list of terms", list.dump());
  core::Vocabulary out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto here = key + "." + std::to_string(i);
    auto term = read_term(file, here, list[i]);
    if (std::any_of(out.begin(), out.end(), [&](const core::Term& other) { return other.id == term.id; }))
      throw Refused(file.where(here), here, "an id that no other term has", "'" + term.id + "' twice");
    out.push_back(std::move(term));
  }
  return out;
}

}  // namespace hemicycle::config
