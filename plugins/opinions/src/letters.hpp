// Letters to those to whom a deliverable was transmitted.
#pragma once

#include <string>

#include "deliverable.hpp"

namespace opinions_plugin {

/// What the council writes; {reference}, {title}, {date}, {due} and {address} stand for those of the transmission.
struct Wording {
  std::string subject, text;
};

/// One letter to each recipient whose address is known; each is given an address of its own to acknowledge at.
void write_to_recipients(const Deliverable& deliverable, const Wording& wording, Command& command);

}  // namespace opinions_plugin
