// From a folder to a package to a plugin that stands, and everything that may be wrong on the way (acceptance.md S19).
#include "kernel/packages/package.hpp"

#include <elf.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "kernel/core/sha256.hpp"
#include "kernel/packages/digests.hpp"
#include "kernel/packages/install.hpp"
#include "kernel/packages/plugin_fixture.hpp"
#include "kernel/packages/versions.hpp"

using namespace hemicycle;
using namespace hemicycle::packages;

namespace {

const std::string kHere(core::machine_name(core::this_machine()));

/// The package with one file changed, and the list of digests signed anew by `key` when one is given.
std::filesystem::path changed(const Workshop& shop, const std::string& path, const std::string& content, const SigningKey* key = nullptr) {
  const auto file = shop.package();
  auto files = read_archive(file);
  files[path] = content;
  if (key != nullptr) {
    files["digests"] = write_digests(files);
    files["digests.minisig"] = Signature::make(*key, files["digests"], "plugin:club version:1.0.0").file_text();
  }
  write_archive(file, files);
  return file;
}

std::string reason(const Workshop& shop, const std::filesystem::path& file, std::vector<contract::Plugin> neighbours = {}) {
  return refusal([&] { static_cast<void>(shop.verified(file, std::move(neighbours))); });
}

std::string reason_at_start(const Workshop& shop) {
  return refusal([&] { static_cast<void>(check_installed(shop.plugins / "club", Keyring::read(shop.keys), {})); });
}

}  // namespace

TEST_CASE("a package of a trusted key is taken, installed, and stands at the next start") {
  const Workshop shop;
  const auto verified = shop.verified(shop.package());
  CHECK(verified.contract().name == "club");
  CHECK(verified.key() == shop.key.id());
  CHECK(verified.library_sha256() == core::sha256(library_of(club())));
  const auto folder = install(verified, shop.plugins);
  CHECK(content_of(folder / "club.so") == library_of(club()));
  CHECK(content_of(folder / "views/list.mustache") == "<h1>Club</h1>");
  CHECK(std::filesystem::is_empty(shop.scratch.path / "data/plugins.staging"));
  CHECK(check_installed(folder, Keyring::read(shop.keys), {}).library_sha256() == verified.library_sha256());
}

TEST_CASE("the same folder and key give the same package") {
  const Workshop shop;
  const auto first = content_of(shop.package());
  CHECK(content_of(shop.package()) == first);
}

TEST_CASE("a package holds the contract of its library, a bill of materials and digests that sha256sum could check") {
  const Workshop shop;
  const auto folder = shop.folder(library_of(club()));
  std::filesystem::remove(folder / "sbom.cdx.json");
  pack(folder, shop.scratch.path / "club.hmc", shop.key);
  const auto files = read_archive(shop.scratch.path / "club.hmc");
  CHECK(files.at("plugin.json") == club());
  CHECK_THAT(files.at("sbom.cdx.json"), Catch::Contains(R"("specVersion": "1.5")") && Catch::Contains(R"("name": "libssl.so.3")"));
  CHECK_THAT(files.at("digests"), Catch::Contains(core::sha256("h1 {}") + "  assets/club.css\n"));
  CHECK(read_digests(files.at("digests")).size() == files.size() - 2);
}

TEST_CASE("a changed byte in any file is refused, and the file is named") {
  const Workshop shop;
  for (const std::string path : {"plugin.json", "views/list.mustache", "migrations/0001_club.sql", "assets/club.css", "sbom.cdx.json"}) {
    auto content = read_archive(shop.package()).at(path);
    content.back() = content.back() == ' ' ? '\n' : ' ';
    if (path == "plugin.json") content = club() + " ";
    CHECK_THAT(reason(shop, changed(shop, path, content)), Catch::Contains("'" + path + "' was changed"));
  }
  auto library = library_of(club());
  library[60] = static_cast<char>(library[60] ^ 1);
  CHECK_THAT(reason(shop, changed(shop, "lib/" + kHere + "/club.so", library)), Catch::Contains("club.so' was changed"));
  CHECK_THAT(reason(shop, changed(shop, "views/more.mustache", "x")), Catch::Contains("'views/more.mustache' was added"));
  CHECK_THAT(reason(shop, changed(shop, "digests", "")), Catch::Contains("do not belong together"));
}

TEST_CASE("a key that is unknown or revoked is refused, and so is a stranger who bears a known key's id") {
  const Workshop shop;
  const auto stranger = SigningKey::generate();
  CHECK_THAT(reason(shop, shop.package(club(), stranger)), Catch::Contains(stranger.id().text()) && Catch::Contains("unknown here"));
  auto impostor = Signature::make(stranger, "x", "y");
  impostor.id = shop.key.id();
  CHECK_THAT(reason(shop, changed(shop, "digests.minisig", impostor.file_text())), Catch::Contains("do not belong together"));
  install(shop.verified(shop.package()), shop.plugins);
  revoke(shop.keys, shop.key.id().text());
  CHECK_THAT(reason(shop, shop.package()), Catch::Contains("revoked on 2"));
  CHECK_THAT(reason_at_start(shop), Catch::Contains("revoked on 2"));
  CHECK_THAT(refusal([&] { trust(shop.keys, shop.key.verifying(), {}); }), Catch::Contains("was revoked"));
}

TEST_CASE("an older version than ever stood here is refused, even after it was removed") {
  const Workshop shop;
  install(shop.verified(shop.package(club("1.10.0"))), shop.plugins);
  CHECK_THAT(reason(shop, shop.package(club("1.9.9"))), Catch::Contains("1.9.9 is older than 1.10.0"));
  CHECK(reason(shop, shop.package(club("1.10.0"))).empty());
  CHECK(reason(shop, shop.package(club("1.10.1"))).empty());
  packages::remove(shop.plugins, "club");
  CHECK_FALSE(std::filesystem::exists(shop.plugins / "club"));
  CHECK_THAT(reason(shop, shop.package(club("1.9.9"))), Catch::Contains("older than 1.10.0"));
  CHECK_THAT(refusal([&] { packages::remove(shop.plugins, "club"); }), Catch::Contains("no plugin 'club'"));
  CHECK_THAT(refusal([&] { packages::remove(shop.plugins, "../plugins"); }), Catch::Contains("no plugin"));
}

TEST_CASE("another trusted key takes over a plugin only when the old one is gone") {
  const Workshop shop;
  const auto other = SigningKey::generate();
  trust(shop.keys, other.verifying(), {});
  install(shop.verified(shop.package()), shop.plugins);
  CHECK_THAT(reason(shop, shop.package(club("2.0.0"), other)), Catch::Contains("remove it first"));
  revoke(shop.keys, shop.key.id().text());
  CHECK(reason(shop, shop.package(club("2.0.0"), other)).empty());
}

TEST_CASE("a plugin that asks for more than its key may is refused, and told what") {
  const Workshop shop;
  const std::string asks = R"(, "grants": ["lead"], "requires": ["accounts.verify@1", "accounts.names@1"], "commands": {"enter": {"permission": "public", "input": {}, "output": {}, "session": "begins"}})";
  const auto accounts = contract::read(
      R"({"hemicycle": 1, "name": "accounts", "version": "1.0.0", "queries": {"verify": {"permission": "internal", "input": {}, "output": {}}, "names": {"permission": "public", "input": {}, "output": {}}}})",
      "plugin.json");
  const auto file = shop.package(club("1.0.0", asks));
  CHECK_THAT(reason(shop, file, {accounts}), Catch::Contains("grant:lead,session,require:accounts.verify;"));
  trust(shop.keys, shop.key.verifying(), {.may = read_may("grant:lead,session")});
  CHECK_THAT(reason(shop, file, {accounts}), Catch::Contains("may: require:accounts.verify;"));
  trust(shop.keys, shop.key.verifying(), {.may = read_may("grant:*,session,require:*")});
  CHECK(reason(shop, file, {accounts}).empty());
  trust(shop.keys, shop.key.verifying(), {.may = read_may("grant:lead")});
  const auto later = shop.package(club("1.0.0", R"(, "uses": ["accounts.verify@1", "accounts.names@1"])"));
  CHECK_THAT(reason(shop, later, {accounts}), Catch::Contains("may: require:accounts.verify;"));
  CHECK_THAT(reason(shop, later, {}), Catch::Contains("may: require:accounts.verify,require:accounts.names;"));
  CHECK_THAT(refusal([] { static_cast<void>(read_may("everything")); }), Catch::Contains("'everything'"));
}

TEST_CASE("a contract that differs from the one inside the library is refused, whoever signed it") {
  const Workshop shop;
  CHECK_THAT(reason(shop, changed(shop, "plugin.json", club() + "\n", &shop.key)), Catch::Contains("plugin.json differs from the contract inside"));
  CHECK_THAT(reason(shop, changed(shop, "plugin.json", club("1.0.1"), &shop.key)), Catch::Contains("the signature is for"));
}

TEST_CASE("a library for another machine, of another ABI or under another name is refused") {
  const Workshop shop;
  const auto file = shop.scratch.path / "club.hmc";
  pack(shop.folder(library_of(club(), core::this_machine() == EM_AARCH64 ? EM_X86_64 : EM_AARCH64)), file, shop.key);
  CHECK_THAT(reason(shop, file), Catch::Contains("this machine is " + kHere));
  CHECK_THAT(reason(shop, changed(shop, "lib/" + kHere + "/club.so", library_of(club(), core::this_machine(), "hmc_plugin_entry_v2"), &shop.key)),
             Catch::Contains("version 2 of the plugin ABI"));
  CHECK_THAT(reason(shop, changed(shop, "lib/" + kHere + "/other.so", library_of(club()), &shop.key)), Catch::Contains("would be lib/" + kHere + "/club.so"));
  CHECK_THAT(reason(shop, changed(shop, "lib/riscv64/club.so", library_of(club()), &shop.key)), Catch::Contains("is built for " + kHere));
}

TEST_CASE("what changed between installation and start is refused, and named") {
  const Workshop shop;
  const auto folder = install(shop.verified(shop.package()), shop.plugins);
  const auto spoil = [&](const std::string& path, const std::string& content) {
    const auto before = std::filesystem::exists(folder / path) ? content_of(folder / path) : "";
    std::ofstream(folder / path) << content;
    const auto why = reason_at_start(shop);
    if (before.empty()) std::filesystem::remove(folder / path);
    else std::ofstream(folder / path) << before;
    return why;
  };
  CHECK_THAT(spoil("club.so", library_of(club("6.6.6"))), Catch::Contains("club.so' was changed"));
  CHECK_THAT(spoil("views/list.mustache", "x"), Catch::Contains("'views/list.mustache' was changed"));
  CHECK_THAT(spoil("migrations/0002_more.sql", "x"), Catch::Contains("'migrations/0002_more.sql' was added"));
  CHECK_THAT(spoil("run.sh", "x"), Catch::Contains("has no place"));
  REQUIRE(reason_at_start(shop).empty());
  std::filesystem::remove(folder / "assets/club.css");
  CHECK_THAT(reason_at_start(shop), Catch::Contains("'assets/club.css' was taken away"));
  std::filesystem::create_symlink("/etc/hostname", folder / "assets/club.css");
  CHECK_THAT(reason_at_start(shop), Catch::Contains("is a link"));
}

TEST_CASE("a view that the contract names and the package lacks keeps the old version standing") {
  const Workshop shop;
  install(shop.verified(shop.package()), shop.plugins);
  const auto file = changed(shop, "views/list.mustache", "x", &shop.key);
  auto files = read_archive(file);
  const auto page = club("1.0.1", R"(, "pages": [{"path": "/club", "view": "absent"}])");
  files["plugin.json"] = page;
  files["lib/" + kHere + "/club.so"] = library_of(page);
  files["digests"] = write_digests(files);
  files["digests.minisig"] = Signature::make(shop.key, files["digests"], "").file_text();
  write_archive(file, files);
  const auto verified = shop.verified(file);
  CHECK_THAT(refusal([&] { install(verified, shop.plugins); }), Catch::Contains("absent"));
  CHECK(reason_at_start(shop).empty());
  CHECK(Versions::read(shop.plugins).highest("club", shop.key.id()) == "1.0.0");
}

TEST_CASE("a keyring that is damaged, or that anybody may write to, is refused rather than read in part") {
  const Workshop shop;
  const auto refused = [&] { return refusal([&] { static_cast<void>(Keyring::read(shop.keys)); }); };
  REQUIRE(refused().empty());
  ::chmod(shop.keys.c_str(), 0777);
  CHECK_THAT(refused(), Catch::Contains("chmod o-w"));
  ::chmod(shop.keys.c_str(), 0755);
  shop.scratch.write("data/keys/0000000000000000.pub", shop.key.verifying().file_text());
  CHECK_THAT(refused(), Catch::Contains("bears the name of its key"));
}
