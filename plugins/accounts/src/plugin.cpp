#include "accounts.hpp"

using accounts_plugin::Accounts;
HEMICYCLE_PLUGIN(Accounts)
