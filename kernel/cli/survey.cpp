#include "kernel/cli/survey.hpp"

namespace hemicycle::cli {

Survey::Survey(const config::Settings& settings)
    : vouchers_(settings),
      ledger_(std::filesystem::path(settings.text("data.dir")) / "plugins.json"),
      house_(house_options(settings, Premises::beside_program(), ledger_), settings.vocabularies(),
             {.settings = {}, .migrate = {}, .log = {}, .vouch = [this](host::Resident& resident) { vouchers_.vouch(resident, house_); }}) {
  house_.discover();
  vouchers_.judge(house_);
}

}  // namespace hemicycle::cli
