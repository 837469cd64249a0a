// The postman, as the configuration wants him.
#pragma once

#include <memory>

#include "kernel/cli/log.hpp"
#include "kernel/config/settings.hpp"
#include "kernel/mail/postman.hpp"

namespace hemicycle::cli {

/// Reads the password from its file. Throws config::Refused when the settings of letters do not hold together.
[[nodiscard]] std::unique_ptr<mail::Postman> make_postman(const config::Settings& settings, core::Bus& bus, const core::Outbox& outbox, const core::Clock& clock,
                                                          const Log& log);

}  // namespace hemicycle::cli
