// How a contract's words are spelt in C++.
#pragma once

#include <string>
#include <string_view>

#include "sdk/contract/model.hpp"

namespace hemicycle::contractc {

/// "put_to_vote" -> "PutToVote".
[[nodiscard]] std::string pascal(std::string_view snake);
/// The name itself, or with '_' after it when C++ keeps the word for itself.
[[nodiscard]] std::string identifier(std::string_view name);
/// A member function of Handler: `identifier`, also kept apart from what Handler already has.
[[nodiscard]] std::string method(std::string_view verb);
/// "accounts.names" -> "names".
[[nodiscard]] std::string_view verb_of(std::string_view full_name);
[[nodiscard]] std::string_view plugin_of(std::string_view full_name);
/// A C++ string literal with the same bytes.
[[nodiscard]] std::string literal(std::string_view text);
/// A documentation line, or nothing.
[[nodiscard]] std::string comment(std::string_view indent, std::string_view summary);

}  // namespace hemicycle::contractc
