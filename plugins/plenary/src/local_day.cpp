#include "local_day.hpp"

#include <hemicycle/time.hpp>

namespace plenary_plugin {
namespace {

using namespace std::chrono;

sys_seconds change(year y, month m) { return sys_days(y / m / Sunday[last]) + 1h; }

sys_seconds local(std::int64_t ns) {
  const auto at = floor<seconds>(hemicycle::from_ns(ns));
  const year_month_day day{floor<days>(at)};
  const bool summer = at >= change(day.year(), March) && at < change(day.year(), October);
  return at + (summer ? 2h : 1h);
}

sys_days local_day(std::int64_t ns) { return floor<days>(local(ns)); }

}  // namespace

std::string local_date(std::int64_t ns) { return hemicycle::to_iso_date(local(ns)); }

std::string local_hour(std::int64_t ns) { return hemicycle::to_iso(local(ns)).substr(11, 5); }

std::int64_t days_between(std::int64_t from_ns, std::int64_t to_ns) { return (local_day(to_ns) - local_day(from_ns)).count(); }

std::string local_date_before(std::int64_t ns, std::int64_t days) { return hemicycle::to_iso_date(local_day(ns) - std::chrono::days(days)); }

}  // namespace plenary_plugin
