// Small groups are not shown, and neither is what would let them be computed (domain.md, invariant 16).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace members_plugin {

/// Which of `counts`, the parts of a total that everybody knows, may be shown when no group smaller than `smallest` may be read or computed.
/// A part below `smallest` is hidden; then, as long as the total less what is shown would tell a group below `smallest`, or one part alone,
/// the smallest part still shown is hidden with it.
[[nodiscard]] std::vector<bool> showable(const std::vector<std::int64_t>& counts, std::int64_t smallest);

}  // namespace members_plugin
