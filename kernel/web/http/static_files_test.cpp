#include "kernel/web/http/static_files.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

using namespace hemicycle::web::http;
namespace fs = std::filesystem;

namespace {

/// A folder that goes away with the test.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("hemicycle-assets-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path / "fonts"); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path / name) << text; }
};

}  // namespace

TEST_CASE("an asset has an address with its content in it, kept for ever") {
  StaticFiles files("X-Fixed: 1\r\n");
  const std::string css(1'000, 'a');
  files.add("site", "site.css", css);
  const auto url = files.url("site", "site.css").value();
  CHECK(url.starts_with("/assets/site/site."));
  CHECK(url.ends_with(".css"));
  const auto ready = files.find(url, "", "", false).value();
  CHECK(ready.bytes->substr(ready.head_size) == css);
  const auto head = ready.bytes->substr(0, ready.head_size);
  CHECK(head.find("Content-Type: text/css; charset=utf-8\r\n") != std::string::npos);
  CHECK(head.find("Cache-Control: public, max-age=31536000, immutable\r\n") != std::string::npos);
  CHECK(head.find("X-Content-Type-Options: nosniff\r\n") != std::string::npos);
  CHECK(files.find(url, "br", "", false)->bytes->find("Content-Encoding: br\r\n") != std::string::npos);
  StaticFiles changed;
  changed.add("site", "site.css", css + "b");
  CHECK(changed.url("site", "site.css") != url);
  CHECK(!files.url("site", "other.css"));
  CHECK(!files.url("other", "site.css"));
}

TEST_CASE("a folder gives its known files and nothing that leads out of it") {
  const Folder folder;
  folder.write("a.js", "let a;");
  folder.write("fonts/b.woff2", "font");
  folder.write(".hidden.css", "no");
  folder.write("page.html", "no");
  fs::create_symlink("/etc/passwd", folder.path / "passwd.txt");
  StaticFiles files;
  const auto left_out = files.add_folder("site", folder.path);
  CHECK(left_out.size() == 3);
  CHECK(files.url("site", "a.js"));
  REQUIRE(files.url("site", "fonts/b.woff2"));
  CHECK(files.find(*files.url("site", "fonts/b.woff2"), "", "", true)->head_only);
  CHECK(!files.url("site", "passwd.txt"));
  for (const char* path : {"/assets/site/a.js", "/assets/site/../../etc/passwd", "/assets/", "", "/assets/site/fonts/"})
    CHECK(!files.find(path, "", "", false));
  CHECK_THROWS_AS(files.add_folder("x", folder.path / "none"), std::runtime_error);
  CHECK_THROWS_AS(files.add("x", "a.html", "x"), std::invalid_argument);
}

TEST_CASE("what was served is served on under its old address, for eight generations, and unchanged bytes are not made again") {
  auto files = std::make_unique<StaticFiles>();
  files->add("site", "site.css", "old");
  files->add("site", "same.css", std::string(1'000, 's'));
  const auto old = files->url("site", "site.css").value();
  const auto same = files->url("site", "same.css").value();
  const auto bytes = files->find(same, "", "", false)->bytes;
  const auto follow = [&](const std::string& css) {
    auto next = std::make_unique<StaticFiles>("", files.get());
    next->add("site", "site.css", css);
    next->add("site", "same.css", std::string(1'000, 's'));
    files = std::move(next);
  };
  follow("new");
  CHECK(files->url("site", "site.css") != old);
  CHECK(files->find(old, "", "", false)->bytes->ends_with("\r\n\r\nold"));
  for (int generation = 2; generation <= StaticFiles::kRemembered; ++generation) follow("newer");
  CHECK(files->find(old, "", "", false).has_value());
  follow("newest");
  CHECK_FALSE(files->find(old, "", "", false).has_value());
  CHECK(files->url("site", "same.css") == same);
  CHECK(files->find(same, "", "", false)->bytes == bytes);
  CHECK(files->of("site") == std::vector<std::pair<std::string, std::string>>{{"same.css", same}, {"site.css", files->url("site", "site.css").value()}});
  CHECK(files->of("sit").empty());
}
