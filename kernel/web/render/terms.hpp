// The names of things that differ from council to council. A text marks them and says how it reads when nobody renames them:
//
//   msgstr "Renvoyé [[group.to_the|au groupe]]"
//
// `group` is the term and `to_the` the form that the sentence needs: article, number, agreement. A pack of words renames a term by giving its forms, once for all
// plugins, in `locales/terms/<language>.po`: msgid "group.to_the", msgstr "à l’atelier". Where the text's own reading begins with a capital, so does the pack's.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "kernel/web/render/catalogue_file.hpp"

namespace hemicycle::web::render {

inline constexpr std::string_view kTerms = "terms";  ///< the folder of a pack's locales that renames terms; no plugin may be called so

/// `text` with every mark said in the pack's words, or in the text's own where the pack does not rename the term. `lacking` receives each form that the pack leaves out of
/// a term that it does rename: "group.to_the (au groupe)". Throws Refused, with `where`, on a mark that is not whole.
[[nodiscard]] std::string say_terms(std::string_view text, const Texts& pack, const std::string& where, std::set<std::string>& lacking);

}  // namespace hemicycle::web::render
