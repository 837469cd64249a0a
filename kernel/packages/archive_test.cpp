// Hostile archives, made by libarchive itself: each is refused with a sentence, within 100 ms and 10 MiB (acceptance.md L8).
#include "kernel/packages/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <time.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <memory>

#include "kernel/packages/plugin_fixture.hpp"

using namespace hemicycle::packages;

namespace {

struct Entry {
  std::string path, content;
  unsigned kind = AE_IFREG;
  std::string link = "";
  bool hard = false;
};

/// A tar as anybody may make it.
class Tarball final {
 public:
  explicit Tarball(const std::filesystem::path& file, int (*filter)(archive*) = &archive_write_add_filter_gzip, int times = 1) {
    for (int i = 0; i < times; ++i) filter(to_.get());
    archive_write_set_format_pax_restricted(to_.get());
    archive_write_set_options(to_.get(), "compression-level=1");  // a gigabyte of zeros is made in a second, not in ten
    REQUIRE(archive_write_open_filename(to_.get(), file.c_str()) == ARCHIVE_OK);
  }
  void add(const Entry& entry, std::uint64_t zeros = 0) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> header(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname(header.get(), entry.path.c_str());
    archive_entry_set_filetype(header.get(), entry.kind);
    archive_entry_set_perm(header.get(), 0644);
    if (entry.hard) archive_entry_set_hardlink(header.get(), entry.link.c_str());
    if (entry.kind == AE_IFLNK) archive_entry_set_symlink(header.get(), entry.link.c_str());
    archive_entry_set_size(header.get(), static_cast<la_int64_t>(entry.content.size() + zeros));
    REQUIRE(archive_write_header(to_.get(), header.get()) >= ARCHIVE_WARN);
    archive_write_data(to_.get(), entry.content.data(), entry.content.size());
    static const std::string block(1U << 20U, '\0');
    for (; zeros >= block.size(); zeros -= block.size()) archive_write_data(to_.get(), block.data(), block.size());
  }

 private:
  std::unique_ptr<archive, decltype(&archive_write_free)> to_{archive_write_new(), &archive_write_free};
};

std::filesystem::path made(const Scratch& scratch, const std::function<void(Tarball&)>& fill) {
  const auto file = scratch.path / "hostile.hmc";
  Tarball tarball(file);
  tarball.add({.path = "plugin.json", .content = "{}"});
  fill(tarball);
  return file;
}

std::string reason(const std::filesystem::path& file) {
  return refusal([&] { static_cast<void>(read_archive(file)); });
}

std::string reason(const std::function<void(Tarball&)>& fill) {
  const Scratch scratch;
  return reason(made(scratch, fill));
}

/// A line of /proc/self/status, in KiB.
long memory(const std::string& name) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(name)) return std::stol(line.substr(name.size() + 1));
  return 0;
}

/// KiB that `work` takes at its highest above what was there.
template <typename Work>
long peak_kib(Work work) {
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew (proc(5))
  const auto before = memory("VmRSS");
  work();
  return memory("VmHWM") - before;
}

/// The processor's time, not the wall's: what else the machine does is not ours.
double milliseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Refused, soon and in little memory.
void cheap(const std::filesystem::path& file, const std::string& phrase) {
  std::string why;
  const auto begin = milliseconds();
  const auto taken = peak_kib([&] { why = reason(file); });
  const auto took = milliseconds() - begin;
  CHECK_THAT(why, Catch::Contains(phrase));
#ifndef HEMICYCLE_SANITIZED
  CHECK(took < 100);
  CHECK(taken <= 10 * 1024);
#else
  static_cast<void>(taken);
  static_cast<void>(took);
#endif
}

}  // namespace

TEST_CASE("what was written is read again, and the same files give the same bytes") {
  const Scratch scratch;
  const Files files{{"plugin.json", "{}"}, {"assets/a/b.css", std::string(100'000, 'x')}, {"views/x.mustache", ""}};
  write_archive(scratch.path / "one.hmc", files);
  write_archive(scratch.path / "two.hmc", files);
  CHECK(read_archive(scratch.path / "one.hmc") == files);
  CHECK(content_of(scratch.path / "one.hmc") == content_of(scratch.path / "two.hmc"));
}

TEST_CASE("a package may be compressed with zstd") {
  const Scratch scratch;
  { Tarball(scratch.path / "z.hmc", &archive_write_add_filter_zstd).add({.path = "plugin.json", .content = "{}"}); }
  CHECK(read_archive(scratch.path / "z.hmc") == Files{{"plugin.json", "{}"}});
}

TEST_CASE("paths that leave the package, or that nobody expects, are refused") {
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "../x", .content = "x"}); }), Catch::Contains("'../x'") && Catch::Contains("leaves the package"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "assets/../../x", .content = "x"}); }), Catch::Contains("leaves the package"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "/etc/passwd", .content = "x"}); }), Catch::Contains("absolute"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "./views/a", .content = "x"}); }), Catch::Contains("its name"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "views/.hidden", .content = "x"}); }), Catch::Contains("its name"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "assets/\x1b[31m", .content = "x"}); }), Catch::Contains("'assets/?[31m'"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "bin/sh", .content = "x"}); }), Catch::Contains("has no place"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "lib/x86_64/a/b.so", .content = "x"}); }), Catch::Contains("has no place"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "assets/" + std::string(300, 'a'), .content = "x"}); }), Catch::Contains("longer"));
}

TEST_CASE("links, folders and devices are refused") {
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "views/a", .content = "", .kind = AE_IFLNK, .link = "/etc/passwd"}); }), Catch::Contains("a link"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "views/a", .content = "", .link = "plugin.json", .hard = true}); }), Catch::Contains("a link"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "views/a", .content = "", .kind = AE_IFCHR}); }), Catch::Contains("a device"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "views/a", .content = "", .kind = AE_IFIFO}); }), Catch::Contains("a device"));
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "views", .content = "", .kind = AE_IFDIR}); }), !Catch::Matches("^$"));
}

TEST_CASE("doubled names, names that differ in case and a file under a file are refused") {
  CHECK_THAT(reason([](Tarball& tar) { tar.add({.path = "plugin.json", .content = "{}"}); }), Catch::Contains("'plugin.json' twice"));
  CHECK_THAT(reason([](Tarball& tar) {
               tar.add({.path = "views/a", .content = "1"});
               tar.add({.path = "views/A", .content = "2"});
             }),
             Catch::Contains("differ in case"));
  CHECK_THAT(reason([](Tarball& tar) {
               tar.add({.path = "assets/a", .content = "1"});
               tar.add({.path = "assets/a/b", .content = "2"});
             }),
             Catch::Contains("under a file"));
}

TEST_CASE("the measure of memory sees what is taken") {
  std::string taken;
  CHECK(peak_kib([&] { taken.assign(20U << 20U, 'x'); }) > 19 * 1024);
}

TEST_CASE("a bomb of 1 GiB of zeros is refused before it goes off") {
  const Scratch scratch;
  const auto file = made(scratch, [](Tarball& tar) { tar.add({.path = "assets/zeros", .content = ""}, 1ULL << 30U); });
  cheap(file, "more than 268435456 bytes");
}

TEST_CASE("a bomb within the size limit is refused by its ratio") {
  const Scratch scratch;
  const auto file = made(scratch, [](Tarball& tar) { tar.add({.path = "assets/zeros", .content = ""}, 200ULL << 20U); });
  cheap(file, "more than 50 times its size");
}

TEST_CASE("an archive that is compressed twice is refused unopened") {
  const Scratch scratch;
  { Tarball(scratch.path / "twice.hmc", &archive_write_add_filter_gzip, 2).add({.path = "plugin.json", .content = ""}, 100ULL << 20U); }
  cheap(scratch.path / "twice.hmc", "compressed once");
}

TEST_CASE("an archive in an archive is a file like any other") {
  const Scratch scratch;
  const auto bomb = made(scratch, [](Tarball& tar) { tar.add({.path = "assets/zeros", .content = ""}, 50ULL << 20U); });
  const auto inner = content_of(bomb);
  const auto file = made(scratch, [&](Tarball& tar) { tar.add({.path = "assets/inner.hmc", .content = inner}); });
  CHECK(read_archive(file).at("assets/inner.hmc") == inner);
}

TEST_CASE("a hundred thousand entries are refused at the first too many") {
  const Scratch scratch;
  const auto file = made(scratch, [](Tarball& tar) {
    for (int i = 0; i < 100'000; ++i) tar.add({.path = "assets/" + std::to_string(i), .content = ""});
  });
  const auto why = reason(file);
  CHECK((Catch::Contains("10000 files") || Catch::Contains("50 times")).match(why));
  cheap(file, "more than");
}

TEST_CASE("a package that is cut short, goes on after its end or is nothing of the kind is refused") {
  const Scratch scratch;
  const auto whole = content_of(made(scratch, [](Tarball& tar) { tar.add({.path = "views/a", .content = "some words"}); }));
  REQUIRE(reason(scratch.write("whole.hmc", whole)).empty());
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    CAPTURE(size);
    CHECK_FALSE(reason(scratch.write("cut.hmc", whole.substr(0, size))).empty());
  }
  CHECK_THAT(reason(scratch.write("long.hmc", whole + "rubbish")), Catch::Contains("after its end"));
  CHECK_THAT(reason(scratch.write("double.hmc", whole + whole)), Catch::Contains("after its end"));
  CHECK_THAT(reason(scratch.write("text.hmc", "not an archive at all")), Catch::Contains("not a package"));
  CHECK_THAT(reason(scratch.write("empty.hmc", "")), Catch::Contains("not a package"));
  CHECK_THAT(reason(scratch.path / "absent.hmc"), Catch::Contains("is not there"));
  CHECK_THAT(reason(scratch.path), !Catch::Matches("^$"));
}
