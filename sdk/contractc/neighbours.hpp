// What a contract takes from others: the queries that it requires and the events that it reacts to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sdk/contract/json_lines.hpp"
#include "sdk/contract/model.hpp"
#include "sdk/contractc/shapes.hpp"

namespace hemicycle::contractc {

/// A contract with its text, so that a refusal can name the line.
struct Source {
  std::string file;
  contract::Node root;
  contract::Plugin plugin;
};

/// The messages that `own` needs of each other plugin. Throws contract::Refused at the line of `requires` or `reactions`: a contract that
/// was not given, a query or event that it does not have, another major, a cycle of requirements (printed whole).
[[nodiscard]] std::map<std::string, Verbs> needed(const Source& own, const std::vector<Source>& others);

/// Refuses two structs of one name, at the line of the one that can be renamed.
void refuse_one_name_twice(const Source& own, const std::vector<Shape>& shapes);

}  // namespace hemicycle::contractc
