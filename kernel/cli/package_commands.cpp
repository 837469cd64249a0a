#include "kernel/cli/package_commands.hpp"

namespace hemicycle::cli {

void PackageCommands::add_to(CLI::App& app, CLI::App& plugin, const Add& add, const Load& settings, const bool& json) {
  auto* pack = add(plugin, "pack", "Make a signed package of a plugin's folder.", [this, &json] { return plugin_pack(pack_, json); });
  pack->add_option("folder", pack_.folder, "Folder that holds <name>.so, views/, migrations/, locales/, assets/")->required();
  pack->add_option("-o,--output", pack_.file, "The package to write, <name>.hmc")->required();
  pack->add_option("--key", pack_.key, "Secret key; a passphrase, when it has one, is read from standard input")->required();
  add(plugin, "verify", "Say who signed a package, what it asks for, and whether this house would take it.",
      [this, settings, &json] { return plugin_verify(settings(), file_, json); })
      ->add_option("file", file_, "The package")
      ->required();
  add(plugin, "install", "Take a signed package into this house; a running server serves it at once, else the next start loads it.", [this, settings, &json] { return plugin_install(settings(), file_, json); })
      ->add_option("file", file_, "The package")
      ->required();
  add(plugin, "remove", "Take an installed package out of this house; its data stays.", [this, settings, &json] { return plugin_remove(settings(), name_, json); })
      ->add_option("name", name_, "Its name")
      ->required();

  auto* key = app.add_subcommand("key", "Keys that sign packages.");
  key->require_subcommand(1)->fallthrough();
  add(*key, "new", "Make a key pair: FILE is the secret, FILE.pub is for everybody.", [this, &json] { return key_new(file_, json); })
      ->add_option("file", file_, "Where to write the secret key")
      ->required();
  auto* trust = add(*key, "trust", "Take packages that this key signs, or change what they may ask for.", [this, settings, &json] { return key_trust(settings(), trust_, json); });
  trust->add_option("file", trust_.file, "The public key, FILE.pub")->required();
  trust->add_option("--may", trust_.may, "What its plugins may ask for beyond themselves: grant:ROLE,require:PLUGIN.VERB,session,layout");
  trust->add_option("--isolation", trust_.isolation, "The loosest way in which they run: sandboxed (default), worker, in_process");
  add(*key, "list", "The keys of this house, with what each may.", [settings, &json] { return key_list(settings(), json); });
  add(*key, "revoke", "Take nothing that this key signed any more, not even what stands.", [this, settings, &json] { return key_revoke(settings(), name_, json); })
      ->add_option("id", name_, "Its id, as key list shows it")
      ->required();
}

}  // namespace hemicycle::cli
