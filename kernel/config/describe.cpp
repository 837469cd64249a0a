#include "kernel/config/keys.hpp"

namespace hemicycle::config {

std::string describe() {
  std::string out =
      "# Configuration\n\n"
      "Made from the table in kernel/config/key_table.cpp; change it there.\n\n"
      "Later layers win:\n\n"
      "1. the defaults,\n"
      "2. the profile that one of the others names with the key `profile`,\n"
      "3. the file: `--config`, else `HEMICYCLE_CONFIG`, else `/etc/hemicycle/hemicycle.toml`, else the one that comes with the program,\n"
      "4. `conf.d/*.toml` beside it, in the order of their names,\n"
      "5. `*.toml` of the credentials that systemd hands over, in the order of their names,\n"
      "6. the environment,\n"
      "7. options: `--set key=value`.\n\n"
      "A path in a file is taken from that file's folder. A list in the environment or an option is written with commas. The settings of a\n"
      "plugin stand in `[settings.<plugin>]`, `HEMICYCLE_PLUGINS_<PLUGIN>_<SETTING>` or `--set settings.<plugin>.<setting>=value`; named\n"
      "lists in `[vocabularies]`.\n\n"
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
