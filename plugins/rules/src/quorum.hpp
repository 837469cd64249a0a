// Whether enough are there to decide.
#pragma once

#include "rules.contract.hpp"

namespace rules_plugin {

/// What the rules say of a body and an act: the share, whether proxies count, whether this convocation is free of it.
struct QuorumRule {
  std::int64_t percent = 0;
  bool counts_proxies = false;
};

/// The quorum in force at this convocation. The act's own share goes before the body's; a second convocation frees from both if the rules say so.
[[nodiscard]] QuorumRule quorum_rule(const rules::BodyRule& body, const rules::ActRule* act, std::int64_t convocation);

/// `required` is the share rounded up to whole people: half of 5 is 3. Of nobody, nothing is met unless no quorum is asked.
[[nodiscard]] rules::QuorumReply quorum(const QuorumRule& rule, std::int64_t members, std::int64_t present, std::int64_t represented);

}  // namespace rules_plugin
