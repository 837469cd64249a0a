#include "kernel/cli/survey.hpp"

namespace hemicycle::cli {

Survey::Survey(config::Settings settings)
    : settings_(std::move(settings)),
      roles_(provide_roles(settings_, Premises::beside_program())),
      vouchers_(settings_),
      ledger_(std::filesystem::path(settings_.text("data.dir")) / "plugins.json"),
      house_(house_options(settings_, Premises::beside_program(), ledger_), settings_.vocabularies(),
             {.settings = {}, .migrate = {}, .log = {}, .vouch = [this](host::Resident& resident) { vouchers_.vouch(resident, house_); }}) {
  house_.discover();
  vouchers_.judge(house_);
  provide_held_roles(settings_, roles_, house_.known_contracts());
}

}  // namespace hemicycle::cli
