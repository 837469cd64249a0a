#include "kernel/packages/sbom.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kernel/packages/plugin_fixture.hpp"

using namespace hemicycle;
using namespace hemicycle::packages;

TEST_CASE("a needed library is told with the Debian package that the loader would take it from, and one that nobody packaged without") {
  const Scratch scratch;
  const std::string here(core::machine_name(core::this_machine()));
  scratch.write("info/lib32a.list", "/usr/lib32/liba.so.1\n");
  scratch.write("info/liba1:amd64.list", "/.\n/usr/lib/" + here + "-linux-gnu/liba.so.1\n");
  scratch.write("status",
                "Package: lib32a\nArchitecture: amd64\nVersion: 9\n\n"
                "Package: liba1\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1+deb12u1\n");
  const auto told = nlohmann::json::parse(sbom("club", "1.2.3", {"liba.so.1", "libown.so.2"}, scratch.path));
  CHECK(told["bomFormat"] == "CycloneDX");
  CHECK(told["specVersion"] == "1.5");
  CHECK(told["metadata"]["component"]["version"] == "1.2.3");
  REQUIRE(told["components"].size() == 3);
  CHECK(told["components"][0]["version"] == "1.0-1+deb12u1");
  CHECK_FALSE(told["components"][1].contains("version"));
  CHECK(told["components"][2]["purl"] == "pkg:deb/debian/liba1@1.0-1%2Bdeb12u1?arch=amd64");
  CHECK(told["dependencies"][0]["dependsOn"] == nlohmann::json({"liba.so.1", "libown.so.2"}));
}
