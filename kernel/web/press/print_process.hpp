// One document printed by another program, in a process of its own.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace hemicycle::web::press {

/// `confiner` runs `program` without network and without files (kernel/worker/confine_printing.hpp).
struct Programs {
  std::filesystem::path confiner, program;
};

struct Printed {
  std::string pdf;  ///< empty when it failed
  std::string why;  ///< what the program said then: for the log
};

/// Blocks until the document is printed or the time is over, when the process is killed. Any thread.
[[nodiscard]] Printed print_html(const Programs& programs, std::string_view html, std::chrono::milliseconds most);

}  // namespace hemicycle::web::press
