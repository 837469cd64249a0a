#include "suppression.hpp"

namespace members_plugin {

std::vector<bool> showable(const std::vector<std::int64_t>& counts, std::int64_t smallest) {
  std::vector<bool> shown(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) shown[i] = counts[i] >= smallest;
  while (true) {
    std::int64_t people_hidden = 0, parts_hidden = 0;
    std::size_t least = counts.size();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (!shown[i]) {
        people_hidden += counts[i];
        parts_hidden += counts[i] > 0 ? 1 : 0;
      } else if (least == counts.size() || counts[i] < counts[least]) {
        least = i;
      }
    }
    if (people_hidden == 0 || (people_hidden >= smallest && parts_hidden > 1) || least == counts.size()) return shown;
    shown[least] = false;
  }
}

}  // namespace members_plugin
