#include "quorum.hpp"

#include <algorithm>

namespace rules_plugin {

QuorumRule quorum_rule(const rules::BodyRule& body, const rules::ActRule* act, std::int64_t convocation) {
  QuorumRule out{.percent = body.quorum_percent, .counts_proxies = body.quorum_counts_proxies};
  if (act && act->quorum_percent) out.percent = *act->quorum_percent;
  if (convocation > 1 && body.second_convocation == "no_quorum") out.percent = 0;
  return out;
}

rules::QuorumReply quorum(const QuorumRule& rule, std::int64_t members, std::int64_t present, std::int64_t represented) {
  rules::QuorumReply out;
  out.percent = rule.percent;
  out.base = members;
  out.required = (rule.percent * members + 99) / 100;
  if (rule.percent > 0) out.required = std::max<std::int64_t>(out.required, 1);
  out.counted = present + (rule.counts_proxies ? represented : 0);
  out.met = out.counted >= out.required;
  return out;
}

}  // namespace rules_plugin
