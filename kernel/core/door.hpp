// The door: every payload from outside passes here before a handler sees it. Pure functions, but for the files that `check` looks at; any thread.
//
//   auto parsed = parse_strict(bytes);                                   // bytes -> JSON
//   auto typed = coerce(operation.input, form, Sent::form);              // or: a form or a query string -> JSON
//   auto checked = check(operation.input, std::move(parsed.value), vocabularies, find_file);
//   if (!checked.ok()) return *checked.problem;                          // every field that is wrong, at once
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/core/blobs.hpp"
#include "kernel/core/outcome.hpp"
#include "kernel/core/vocabulary.hpp"
#include "sdk/contract/model.hpp"

namespace hemicycle::core {

inline constexpr int kMaxPayloadDepth = 32;
inline constexpr std::size_t kMaxPayloadValues = 100'000;

struct Payload {
  nlohmann::json value;
  std::optional<Problem> problem{};  ///< invalid, and then `value` is null

  [[nodiscard]] bool ok() const { return !problem.has_value(); }
};

/// Strict JSON (RFC 8259) in strict UTF-8. Codes: malformed, too_deep, too_many_values, duplicate_key, number_too_large.
/// Never recurses: hostile depth costs no stack.
[[nodiscard]] Payload parse_strict(std::string_view bytes);

/// Checks `input` against every rule of docs/contract.md "Fields" and applies the defaults. The result holds known fields alone, with
/// line ends as "\n". The problem lists all field errors, in the order of the contract; when `input` is no object, its code is `malformed`.
/// An upload is a file that `find` knows, and of the type and the size that it says: the sender's word decides neither. Without `find`, where no
/// files are kept, its shape alone is judged.
[[nodiscard]] Payload check(const contract::Fields& fields, nlohmann::json input, const Vocabularies& vocabularies, const FindFile& find = {});

/// Whether an upload stands anywhere in these fields: `check` may then read files, which is nothing for an I/O thread.
[[nodiscard]] bool takes_files(const contract::Fields& fields);

/// A form leaves out a box that is not ticked and a list that has no row; a query string leaves out what was not asked.
enum class Sent { form, query_string };

/// Names as in the page's form: "title"; repeated "themes"; one textarea for an array of lines; "recommendations.0.text" for objects.
using Form = std::multimap<std::string, std::string>;

/// Makes JSON of the types that the contract wants. What cannot be read as its type stays a string and what is unknown is kept, so that
/// `check` names it. Empty text of an optional or defaulted field is left out; rows that are wholly blank are dropped. A date-time without
/// zone is taken as the council's local time. An upload is the JSON text of the object that the kernel made of the file.
[[nodiscard]] nlohmann::json coerce(const contract::Fields& fields, const Form& form, Sent sent = Sent::form);

}  // namespace hemicycle::core
