// The manual page and the shell completion, made from the commands themselves.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace hemicycle::cli {

/// roff, for section 1.
[[nodiscard]] std::string manual_page(const CLI::App& app);
/// For bash.
[[nodiscard]] std::string bash_completion(const CLI::App& app);

}  // namespace hemicycle::cli
