// The day in which a session is held, counted and dated as the council's clock does.
#pragma once

#include <hemicycle/local_time.hpp>

namespace plenary_plugin {

using hemicycle::days_between;
using hemicycle::local_date;
using hemicycle::local_date_before;
using hemicycle::local_hour;

}  // namespace plenary_plugin
