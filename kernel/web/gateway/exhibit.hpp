// What the web needs to know of a plugin in order to show it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "sdk/contract/model.hpp"

namespace hemicycle::web::gateway {

struct Exhibit {
  std::string name;
  std::filesystem::path folder;  ///< holds locales/, views/ and assets/, those that it has
  std::shared_ptr<const contract::Plugin> contract;
};

}  // namespace hemicycle::web::gateway
