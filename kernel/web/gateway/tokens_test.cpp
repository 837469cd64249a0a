#include "kernel/web/gateway/tokens.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>

using namespace hemicycle::web::gateway;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("hemicycle-tokens-" + new_secret().substr(0, 16));
  Folder() { fs::create_directory(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
};

}  // namespace

TEST_CASE("a secret is 64 hexadecimal digits and never the same twice") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto secret = new_secret();
    REQUIRE(secret.size() == 64);
    REQUIRE(secret.find_first_not_of("0123456789abcdef") == std::string::npos);
    REQUIRE(seen.insert(secret).second);
  }
}

TEST_CASE("two secrets are the same only when every byte and the length are") {
  CHECK(same_secret("abc", "abc"));
  CHECK_FALSE(same_secret("abc", "abd"));
  CHECK_FALSE(same_secret("abc", "ab"));
  CHECK_FALSE(same_secret("ab", "abc"));
  CHECK_FALSE(same_secret("abc", "ABC"));
  CHECK_FALSE(same_secret("", "a"));
  using namespace std::string_view_literals;
  CHECK_FALSE(same_secret("a\0b"sv, "a\0c"sv));
}

TEST_CASE("a form's token is tied to its visitor and to the key of the house") {
  const Folder folder;
  const FormTokens tokens(folder.path / "key");
  CHECK(tokens.of("one") == tokens.of("one"));
  CHECK(tokens.of("one") != tokens.of("two"));
  CHECK(tokens.of("one").size() == 64);
  CHECK(FormTokens(folder.path / "other").of("one") != tokens.of("one"));
}

TEST_CASE("the key survives a restart, is readable by its owner alone, and a spoilt one is named") {
  const Folder folder;
  const auto file = folder.path / "key";
  const auto before = FormTokens(file).of("visitor");
  CHECK(FormTokens(file).of("visitor") == before);
  struct stat facts {};
  REQUIRE(::stat(file.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600U);
  std::ofstream(file) << "short\n";
  CHECK_THROWS_WITH(FormTokens(file), Catch::Contains(file.string()));
}
