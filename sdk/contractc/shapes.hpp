// The C++ structs that one contract needs, in an order in which each comes after those it holds.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/contract/model.hpp"

namespace hemicycle::contractc {

struct Shape {
  std::string name;
  std::string summary;
  contract::Fields fields;
  std::string message;  ///< full name of the command, query, event or job; empty for any other struct
  std::string reply;    ///< of a command or query: its reply's struct
  std::string subject;  ///< of an event: the template
};

/// Names of messages of one plugin, without its prefix.
using Verbs = std::set<std::string, std::less<>>;

/// All structs of a plugin's own contract.
[[nodiscard]] std::vector<Shape> all_shapes(const contract::Plugin& plugin);
/// Only those that the given messages of another plugin need.
[[nodiscard]] std::vector<Shape> shapes_for(const contract::Plugin& plugin, const Verbs& wanted);

/// The C++ type of a member. `owner` is the struct that holds it: an object written in place is called after both.
[[nodiscard]] std::string member_type(const std::string& owner, const contract::Field& field);

}  // namespace hemicycle::contractc
