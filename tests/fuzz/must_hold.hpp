// What a fuzz target claims: false ends the program, so that the fuzzer keeps the input.
#pragma once

#include <cstdlib>
#include <string_view>

namespace hemicycle::fuzz {

inline void must_hold(bool claim) {
  if (!claim) std::abort();
}

/// `part` is empty or lies inside `whole`.
inline bool inside(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace hemicycle::fuzz
