#include "kernel/cli/log.hpp"

#include <hemicycle/ext/log.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

using hemicycle::cli::Log;
using hemicycle::cli::neutralised;
using namespace std::string_view_literals;

namespace {

/// What one record becomes on standard error.
std::string written(const std::string& format, std::string_view text) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
  const int kept = dup(STDERR_FILENO);
  dup2(fileno(file.get()), STDERR_FILENO);
  Log("debug", format).write("web", HMC_LOG_ERROR, text);
  std::fflush(stderr);
  dup2(kept, STDERR_FILENO);
  close(kept);
  std::rewind(file.get());
  std::string out(4096, '\0');
  out.resize(std::fread(out.data(), 1, out.size(), file.get()));
  return out;
}

constexpr auto kHostile = "x\n2026-01-01T00:00:00.000+00:00 error store: forged\r\x1b[2J\x1b]0;owned\x07\0\x7f\xc2\x9b\xc2\x85 é"sv;

}  // namespace

TEST_CASE("a record is one line without control characters, in either form, and nothing of it is lost") {
  for (const auto* format : {"text", "json"}) {
    const auto line = written(format, kHostile);
    INFO(line);
    REQUIRE(line.ends_with("\n"));
    CHECK(std::none_of(line.begin(), line.end() - 1, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));
    CHECK(line.find("\xc2\x9b") == std::string::npos);
    CHECK(line.find("\xc2\x85") == std::string::npos);
  }
  CHECK(written("text", kHostile).find("error web: x\\x0a2026-01-01T") != std::string::npos);
  CHECK(nlohmann::json::parse(written("json", kHostile)).at("text") == std::string(kHostile));
}

TEST_CASE("what an outsider wrote stays on one line and steers no terminal") {
  CHECK(neutralised("a\nb\r\nc") == "a\\x0ab\\x0d\\x0ac");
  CHECK(neutralised("\x1b[2J\x07") == "\\x1b[2J\\x07");
  CHECK(neutralised("a\0b\tc\x7f"sv) == "a\\x00b\\x09c\\x7f");
  CHECK(neutralised("\xc2\x85\xc2\x9bK") == "\\x85\\x9bK");
}

TEST_CASE("words are left as they are") {
  CHECK(neutralised("Réunion du comité : « été », 100 % \\n 👍") == "Réunion du comité : « été », 100 % \\n 👍");
  CHECK(neutralised("\xc2\xa0") == "\xc2\xa0");
  CHECK(neutralised("").empty());
}

TEST_CASE("a byte that is cut off at the end does no harm") { CHECK(neutralised("\xc2") == "\xc2"); }
