// Which plugins stand, and what is said of those that do not. What loading does to a whole server: tests/faults/broken_plugins.py.
#include "kernel/host/house.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
namespace fs = std::filesystem;
using host::State;

namespace {

/// A plugin folder with the example in it; the house is only discovered, nothing runs.
struct Street {
  store::TemporaryFolder folder;
  core::Vocabularies vocabularies;
  host::HouseOptions options{.folders = {{.path = folder.path() / "plugins"}}};

  Street() { place("hello_c"); }

  fs::path place(const std::string& name, const fs::path& parent = "plugins") {
    const auto library = folder.path() / parent / name / (name + ".so");
    fs::create_directories(library.parent_path());
    fs::copy_file(HEMICYCLE_EXAMPLE_PLUGIN, library);
    return library;
  }

  [[nodiscard]] std::vector<host::Resident> residents() const {
    host::House house(options, vocabularies, {});
    house.discover();
    return house.residents();
  }

  [[nodiscard]] host::Resident one(const std::string& name) const {
    for (const auto& resident : residents())
      if (resident.name == name) return resident;
    FAIL("no resident " << name);
    return {};
  }
};

}  // namespace

TEST_CASE("a sound plugin is readable, with its contract and the hash of its library") {
  const Street street;
  const auto resident = street.one("hello_c");
  CHECK(resident.state == State::readable);
  CHECK(resident.reason.empty());
  REQUIRE(resident.contract);
  CHECK(resident.contract->version == "1.0.0");
  CHECK(resident.sha256.size() == 64);
}

TEST_CASE("a file among the folders, and a folder without its library, are named and keep nobody out") {
  Street street;
  std::ofstream(street.folder.path() / "plugins/notes.txt") << "notes";
  fs::create_directories(street.folder.path() / "plugins/hollow");
  CHECK(street.one("notes.txt").reason == "is not a folder; a plugin lies in <name>/<name>.so");
  CHECK(street.one("hollow").reason == "holds no hollow.so");
  CHECK(street.one("hello_c").state == State::readable);
}

TEST_CASE("a plugin under another name than its contract's is refused with both") {
  Street street;
  street.place("bonjour");
  const auto resident = street.one("bonjour");
  CHECK(resident.state == State::refused);
  CHECK(resident.reason == "its contract is named 'hello_c'; the folder and the library must bear that name");
}

TEST_CASE("of two plugins of one name the first stands, and the second is told where it lies") {
  Street street;
  street.place("hello_c", "more");
  street.options.folders.push_back({.path = street.folder.path() / "more"});
  const auto residents = street.residents();
  REQUIRE(residents.size() == 2);
  CHECK(residents[0].state == State::readable);
  CHECK(residents[1].state == State::refused);
  CHECK(residents[1].reason == "a plugin of this name already lies in " + (street.folder.path() / "plugins/hello_c").string());
}

TEST_CASE("a folder of plugins that cannot be read is a line of the list, not the end of the house") {
  Street street;
  street.options.folders.insert(street.options.folders.begin(), host::PluginFolder{.path = street.folder.path() / "nowhere"});
  CHECK(street.one("nowhere").reason == "the plugin folder cannot be read: No such file or directory");
  CHECK(street.one("hello_c").state == State::readable);
}

TEST_CASE("a disabled plugin, and every plugin in safe mode, is known but not loaded") {
  Street street;
  street.options.disabled["hello_c"] = "plugins.disabled names it";
  CHECK(street.one("hello_c").state == State::disabled);
  CHECK(street.one("hello_c").reason == "plugins.disabled names it");
  street.options.disabled.clear();
  street.options.safe_mode = true;
  CHECK(street.one("hello_c").reason == "--safe-mode loads no plugin");
}

TEST_CASE("what somebody else refuses before the opening stays refused") {
  const Street street;
  host::House house(street.options, street.vocabularies, {});
  house.discover();
  house.refuse("hello_c", "its view is wrong");
  CHECK(house.find("hello_c")->state == State::refused);
  CHECK(house.find("hello_c")->reason == "its view is wrong");
  CHECK(house.contracts().empty());
}
