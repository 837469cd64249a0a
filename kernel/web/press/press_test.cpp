#include "kernel/web/press/press.hpp"

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <future>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace hemicycle::web::press;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr const char* kWeasyPrint = "/usr/bin/weasyprint";
const Programs kReal{HEMICYCLE_PRINTER, kWeasyPrint};

const std::string kPage =
    "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Procès-verbal</title></head><body><h1>Séance</h1><h2>Présences</h2>"
    "<table><caption>Présents</caption><thead><tr><th scope=\"col\">Nom</th></tr></thead><tbody><tr><td>Marie</td></tr></tbody></table>";

/// A file that is gone at the end.
struct Scratch {
  fs::path path;
  explicit Scratch(const std::string& content, const std::string& name = "scratch")
      : path(fs::temp_directory_path() / ("hemicycle_press_" + name + std::to_string(::getpid()))) {
    std::ofstream(path) << content;
  }
  ~Scratch() { fs::remove(path); }
};

/// Stands for the confining program: runs `script` with /bin/sh.
struct Script : Scratch {
  explicit Script(const std::string& script) : Scratch("#!/bin/sh\n" + script, "script") { ::chmod(path.c_str(), 0700); }
  [[nodiscard]] Programs programs() const { return {path, "/bin/true"}; }
};

/// What a program says of a file.
std::string said_of(const std::string& command, const std::string& bytes) {
  const Scratch file(bytes);
  std::string out;
  auto* pipe = ::popen((command + " " + file.path.string() + " 2>&1").c_str(), "r");
  char part[4096];
  while (const auto got = std::fread(part, 1, sizeof part, pipe)) out.append(part, got);
  ::pclose(pipe);
  return out;
}

/// A port on which somebody listens, and whether anybody came.
struct Listener {
  int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  std::uint16_t port = 0;
  Listener() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket, 5) == 0);
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
  }
  ~Listener() { ::close(socket); }
  [[nodiscard]] bool visited() const { return ::accept(socket, nullptr, nullptr) >= 0; }
};

Press::Options options(Programs programs) {
  Press::Options out;
  out.programs = std::move(programs);
  out.at_once = 1;
  return out;
}

}  // namespace

TEST_CASE("what is printed is tagged, with its title, its language, its headings and the headers of its tables") {
  REQUIRE(::access(kWeasyPrint, X_OK) == 0);
  const auto printed = print_html(kReal, kPage, 60s);
  INFO(printed.why);
  REQUIRE(printed.pdf.starts_with("%PDF-1.7"));
  const auto info = said_of("pdfinfo", printed.pdf), structure = said_of("pdfinfo -struct", printed.pdf), text = said_of("pdfinfo -struct-text", printed.pdf);
  CHECK(info.find("Tagged:          yes") != std::string::npos);
  CHECK(info.find("Title:           Procès-verbal") != std::string::npos);
  CHECK(printed.pdf.find("/Lang (fr)") != std::string::npos);
  CHECK(printed.pdf.find("pdfuaid") != std::string::npos);
  for (const auto* tag : {"H1 (block)", "H2 (block)", "Table (block)", "THead", "TH", "TD"}) {
    INFO(tag << " in " << structure);
    CHECK(structure.find(tag) != std::string::npos);
  }
  CHECK(text.find("\"Présences\"") != std::string::npos);
}

TEST_CASE("what prints reaches neither a file nor the network, whatever the document asks for") {
  const Listener listener;
  const Scratch secret("no-page-may-show-this", "secret");
  const auto address = "http://127.0.0.1:" + std::to_string(listener.port);
  const auto printed = print_html(kReal, kPage + "<link rel=\"stylesheet\" href=\"" + address + "/a.css\"><img src=\"" + address + "/a.png\" alt=\"\">" +
                                             "<object data=\"file://" + secret.path.string() + "\"></object><link rel=\"attachment\" href=\"file://" +
                                             secret.path.string() + "\"><a rel=\"attachment\" href=\"file://" + secret.path.string() + "\">x</a>", 60s);
  INFO(printed.why);
  REQUIRE_FALSE(printed.pdf.empty());
  CHECK_FALSE(listener.visited());
  CHECK(said_of("pdfdetach -list", printed.pdf).find("0 embedded files") != std::string::npos);
  // The same confinement around programs that try nothing else.
  CHECK(print_html({HEMICYCLE_PRINTER, "/usr/bin/cat"}, "", 10s).pdf.empty());
}

TEST_CASE("a document that takes too long is given up, and its process is gone") {
  const Scratch number("", "number");
  const Script script("echo $$ > " + number.path.string() + "; exec sleep 1000");
  const auto printed = print_html(script.programs(), kPage, 200ms);
  CHECK(printed.pdf.empty());
  CHECK(printed.why == "it took more than 200 ms");
  pid_t child = 0;
  std::ifstream(number.path) >> child;
  REQUIRE(child > 0);
  CHECK((::kill(child, 0) == -1 && errno == ESRCH));
}

TEST_CASE("what the program says when it fails reaches the log and nobody else") {
  const Script script("echo 'no such option' >&2; exit 3");
  std::string why;
  auto with = options(script.programs());
  with.failed = [&](const std::string& said) { why = said; };
  Press press(with);
  std::promise<Press::Sheets> done;
  REQUIRE(press.print(kPage, [&](const Press::Sheets& pdf) { done.set_value(pdf); }) == Press::Order::taken);
  CHECK(done.get_future().get() == nullptr);
  CHECK(why.find("no such option") != std::string::npos);
}

TEST_CASE("the program that prints has none of the server's files") {
  const Scratch file("what the server has open", "open");
  auto* open = std::fopen(file.path.c_str(), "r");
  REQUIRE(open != nullptr);
  REQUIRE(::dup2(::fileno(open), 77) == 77);
  const Script script("[ -e /proc/$$/fd/77 ] && exit 3; echo '%PDF-1.7'");
  const auto printed = print_html(script.programs(), kPage, 10s);
  ::close(77);
  std::fclose(open);
  INFO(printed.why);
  CHECK_FALSE(printed.pdf.empty());
}

TEST_CASE("who throws when told that a document is printed ends neither the press nor the answers to others") {
  const Script script("echo '%PDF-1.7'");
  Press press(options(script.programs()));
  for (const auto* html : {"a", "b"}) {
    std::promise<Press::Sheets> second;
    REQUIRE(press.print(html, [](const Press::Sheets&) { throw std::runtime_error("no"); }) == Press::Order::taken);
    REQUIRE(press.print(std::string(html) + "!", [&](const Press::Sheets& pdf) { second.set_value(pdf); }) == Press::Order::taken);
    CHECK(second.get_future().get() != nullptr);
  }
}

TEST_CASE("after the end nothing is taken, not even what is kept") {
  const Script script("echo '%PDF-1.7'");
  Press press(options(script.programs()));
  std::promise<Press::Sheets> done;
  REQUIRE(press.print(kPage, [&](const Press::Sheets& pdf) { done.set_value(pdf); }) == Press::Order::taken);
  REQUIRE(done.get_future().get() != nullptr);
  press.stop();
  CHECK(press.print(kPage, [](const Press::Sheets&) { FAIL("answered after the end"); }) == Press::Order::refused);
}

TEST_CASE("a document is printed once, however many ask for it and whenever") {
  const Script script("echo '%PDF-1.7' $$");
  Press press(options(script.programs()));
  std::vector<std::promise<Press::Sheets>> asked(5);
  for (auto& one : asked) REQUIRE(press.print(kPage, [&](const Press::Sheets& pdf) { one.set_value(pdf); }) == Press::Order::taken);
  const auto first = asked[0].get_future().get();
  REQUIRE(first != nullptr);
  for (std::size_t i = 1; i < asked.size(); ++i) CHECK(asked[i].get_future().get() == first);
  std::promise<Press::Sheets> other;
  REQUIRE(press.print(kPage + "!", [&](const Press::Sheets& pdf) { other.set_value(pdf); }) == Press::Order::taken);
  CHECK(*other.get_future().get() != *first);
}

TEST_CASE("what is kept is bounded: the document unused longest goes first") {
  const Script script("echo '%PDF-1.7' $$ $(seq 100)");
  auto with = options(script.programs());
  with.kept_bytes = 400;
  Press press(with);
  const auto print = [&](const std::string& html) {
    std::promise<Press::Sheets> done;
    REQUIRE(press.print(html, [&](const Press::Sheets& pdf) { done.set_value(pdf); }) == Press::Order::taken);
    return done.get_future().get();
  };
  const auto a = print("a");
  CHECK(print("b") != nullptr);
  CHECK(press.kept() <= 400);
  CHECK(*print("a") != *a);
}

TEST_CASE("beyond what may wait a document is refused at once, and at the end those that wait are given up") {
  const Script script("exec sleep 1");
  auto with = options(script.programs());
  with.waiting = 2;
  std::vector<std::future<Press::Sheets>> asked;
  {
    Press press(with);
    int refused = 0;
    for (int i = 0; i < 6; ++i) {
      auto done = std::make_shared<std::promise<Press::Sheets>>();
      const auto order = press.print("document " + std::to_string(i), [done](const Press::Sheets& pdf) { done->set_value(pdf); });
      if (order == Press::Order::taken) asked.push_back(done->get_future());
      if (order == Press::Order::refused) ++refused;
    }
    CHECK(refused >= 3);
    CHECK(asked.size() >= 2);
  }
  for (auto& one : asked) CHECK(one.get() == nullptr);
}

TEST_CASE("without the program that prints nothing is taken") {
  Press press(options({HEMICYCLE_PRINTER, "/usr/bin/no-such-program"}));
  CHECK_FALSE(press.ready());
  CHECK(press.print(kPage, [](const Press::Sheets&) { FAIL("printed by nobody"); }) == Press::Order::absent);
}
