// Words made fit for an address: "Données & territoires" becomes "donnees-territoires".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace publication {

/// Lower-case ASCII letters and digits with single hyphens between; French and Breton accents are taken off, the rest separates.
/// Two spellings of one keyword ("Donnée", "donnee") come to the same text. Empty when nothing is left.
[[nodiscard]] std::string folded(std::string_view text);

/// `folded`, cut at a word near 80 characters; "article" when nothing is left.
[[nodiscard]] std::string slug_of(std::string_view title);

/// Code points, as people count characters.
[[nodiscard]] std::size_t length_of(std::string_view text);

/// Without the white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace publication
