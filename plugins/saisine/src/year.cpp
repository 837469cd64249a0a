// What was filed and decided in a year.
#include "register.hpp"

namespace saisine_plugin {

Result<saisine::YearReply> Saisine::year(const saisine::Year& request, const Query& query) const {
  const auto year = local_year(request.year);
  if (!year) return invalid("year", "bad_format");
  const auto stepped = [&](std::string_view step, std::string_view kind) {
    return query.store().integer(
        "SELECT COUNT(DISTINCT h.reference) FROM saisine_history h JOIN saisine_referral r ON r.reference = h.reference "
        "WHERE h.step = :step AND h.at_ns >= :from AND h.at_ns < :until AND (:kind = '' OR r.kind = :kind)",
        {bind("step", step), bind("from", year->first), bind("until", year->second), bind("kind", kind)});
  };
  return saisine::YearReply{.filed = stepped("submitted", ""),
                            .solicitations = stepped("submitted", "solicitation"),
                            .self_referrals = stepped("submitted", "self_referral"),
                            .mandatory_consultations = stepped("submitted", "mandatory_consultation"),
                            .citizen_calls = stepped("submitted", "citizen_call"),
                            .partner_requests = stepped("submitted", "partner_request"),
                            .inadmissible = stepped("declared_inadmissible", ""),
                            .programmed = stepped("programmed", "") + stepped("fast_tracked", ""),
                            .declined = stepped("declined", "")};
}

}  // namespace saisine_plugin
