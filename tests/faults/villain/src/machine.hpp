// Evils against the process, the machine and the server, on command. What is refused gives its errno; what is limited, how far it came.
#pragma once

#include <string>
#include <string_view>

namespace villain {

/// Does it, and returns a number for the test if it returns at all: errno of what was refused, 0 of what was not, or a count. Unknown: -1.
/// `where` is a path for "write" and "read", a port of 127.0.0.1 for "socket". [any thread]
[[nodiscard]] int evil(std::string_view how, const std::string& where);

}  // namespace villain
