#include "kernel/config/keys.hpp"

namespace hemicycle::config {

std::string describe() {
  std::string out =
      "# Configuration\n\n"
      "Made from the table in kernel/config/key_table.cpp; change it there.\n\n"
      "Later layers win: defaults, the file (`--config`, else `HEMICYCLE_CONFIG`, else `/etc/hemicycle/hemicycle.toml`), `conf.d/*.toml` "
      "beside it in\n"
      "the order of their names, the environment, `--set key=value`. A path in a file is taken from that file's folder. A list in the "
      "environment or\n"
      "an option is written with commas. The settings of a plugin stand in `[settings.<plugin>]`, `HEMICYCLE_PLUGINS_<PLUGIN>_<SETTING>` "
      "or\n"
      "`--set settings.<plugin>.<setting>=value`; named lists in `[vocabularies]`.\n\n"
      "| key | environment | expected | default | |\n|---|---|---|---|---|\n";
  for (const auto& key : keys()) {
    out.append("| `")
        .append(key.name)
        .append("` | `")
        .append(environment_name(key.name))
        .append("` | ")
        .append(expectation(key))
        .append(" | `");
    out.append(key.default_json).append("` | ").append(key.description).append(" |\n");
  }
  return out;
}

}  // namespace hemicycle::config
