// `hemicycle export` and `hemicycle restore`: everything out of one house and into another.
#include <iostream>
#include <nlohmann/json.hpp>

#include "kernel/cli/commands.hpp"
#include "kernel/core/local_time.hpp"
#include "kernel/steward/tenancy.hpp"
#include "kernel/transfer/transfer.hpp"

namespace hemicycle::cli {
namespace {

namespace fs = std::filesystem;

transfer::House house_of(const config::Settings& settings, const std::string& version) {
  return {.database = settings.database(), .blobs = fs::path(settings.text("data.dir")) / "blobs", .version = version};
}

Exit tell(const transfer::Carried& carried, const char* sentence, bool as_json) {
  if (as_json)
    std::cout << nlohmann::json({{"tables", carried.tables}, {"rows", carried.rows}, {"documents", carried.documents}, {"bytes", carried.bytes}}).dump() << '\n';
  else
    std::cout << sentence << ": " << carried.tables << " tables, " << carried.rows << " rows, " << carried.documents << " documents.\n";
  return Exit::ok;
}

}  // namespace

Exit export_all(const config::Settings& settings, const TransferArguments& arguments, bool as_json) {
  if (!fs::exists(settings.database())) throw Refusal(Exit::not_found, settings.database().string() + " is not there: nothing to export");
  const core::SystemClock clock;
  try {
    return tell(transfer::carry_out(house_of(settings, arguments.version), arguments.file, core::utc_text(clock.now_ns())), "Carried out", as_json);
  } catch (const transfer::Refused& error) {
    throw Refusal(Exit::denied, error.what());
  }
}

Exit restore_all(const config::Settings& settings, const TransferArguments& arguments, bool as_json) {
  const steward::Tenancy tenancy(settings.text("data.dir"));  // no server may run here meanwhile
  try {
    const Kernel kernel(settings, {});  // makes the tables, those of the plugins too
    return tell(transfer::carry_in(house_of(settings, arguments.version), arguments.file), "Carried in", as_json);
  } catch (const transfer::Refused& error) {
    throw Refusal(Exit::denied, error.what());
  }
}

}  // namespace hemicycle::cli
