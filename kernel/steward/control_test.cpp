#include "kernel/steward/control.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <fstream>
#include <thread>

#include "kernel/steward/line_socket.hpp"
#include "kernel/steward/tenancy.hpp"
#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle;
using namespace hemicycle::steward;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

json echo(const json& request) { return {{"ok", true}, {"asked", request}}; }

/// Connected to the socket; speaks without a client's care.
class Caller final {
 public:
  explicit Caller(const std::filesystem::path& path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    REQUIRE(SocketAddress(path).connect(socket_) == 0);
  }
  ~Caller() { ::close(socket_); }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  [[nodiscard]] json ask(const std::string& bytes) {
    LineSocket lines(socket_, std::size_t{1} << 20U);
    std::string line;
    static_cast<void>(lines.write(bytes, std::chrono::steady_clock::now() + 10s));
    return lines.read(line, std::chrono::steady_clock::now() + 10s) == LineSocket::Read::line ? json::parse(line) : json();
  }

 private:
  int socket_;
};

}  // namespace

TEST_CASE("a request is answered, and the socket is its owner's alone") {
  const store::TemporaryFolder folder;
  const Control control(folder.path() / kControlSocket, echo);
  struct stat status {};
  REQUIRE(::stat((folder.path() / kControlSocket).c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  const auto answer = ask_running(folder.path(), {{"do", "list"}}, 5s);
  REQUIRE(answer.has_value());
  CHECK((*answer)["ok"] == true);
  CHECK((*answer)["asked"]["do"] == "list");
}

TEST_CASE("several requests go over one connection") {
  const store::TemporaryFolder folder;
  const Control control(folder.path() / kControlSocket, echo);
  Caller caller(folder.path() / kControlSocket);
  for (int number = 0; number < 5; ++number) CHECK(caller.ask(R"({"do": "x", "n": )" + std::to_string(number) + "}\n")["asked"]["n"] == number);
}

TEST_CASE("what is no request is refused with a sentence, and the next is answered") {
  const store::TemporaryFolder folder;
  const Control control(folder.path() / kControlSocket, echo);
  for (const auto* wrong : {"\n", "{\n", "[]\n", "{}\n", "{\"do\": 1}\n", "\xff\xfe\n", "GET / HTTP/1.1\r\n"}) {
    Caller caller(folder.path() / kControlSocket);
    const auto answer = caller.ask(wrong);
    CHECK(answer["ok"] == false);
    CHECK(answer["status"] == "invalid");
    CHECK_FALSE(answer["error"].get<std::string>().empty());
    CHECK(caller.ask("{\"do\": \"list\"}\n")["ok"] == true);
  }
}

TEST_CASE("a line without end is cut off at 64 KiB") {
  const store::TemporaryFolder folder;
  const Control control(folder.path() / kControlSocket, echo);
  Caller caller(folder.path() / kControlSocket);
  const auto answer = caller.ask(std::string(kLongestRequest + 20'000, 'x'));
  CHECK(answer["status"] == "invalid");
  CHECK(answer["error"].get<std::string>().find("65536") != std::string::npos);
}

TEST_CASE("what an answer throws is told as internal, and bytes that are no UTF-8 do not stop the rest") {
  const store::TemporaryFolder folder;
  const Control control(folder.path() / kControlSocket, [](const json& request) -> json {
    if (request["do"] == "throw") throw std::runtime_error("the shelf is gone");
    return {{"ok", true}, {"name", "\xff"}};
  });
  const auto thrown = ask_running(folder.path(), {{"do", "throw"}}, 5s);
  CHECK((*thrown)["status"] == "internal");
  CHECK((*thrown)["error"] == "the shelf is gone");
  CHECK((*ask_running(folder.path(), {{"do", "list"}}, 5s))["ok"] == true);
}

TEST_CASE("a slow answer holds nobody else up, and a client that waits too long is told so") {
  const store::TemporaryFolder folder;
  std::mutex mutex;
  std::condition_variable changed;
  bool go_on = false;
  Control control(folder.path() / kControlSocket, [&](const json& request) -> json {
    if (request["do"] == "list") return {{"ok", true}};
    std::unique_lock lock(mutex);
    changed.wait_for(lock, 20s, [&] { return go_on; });
    return {{"ok", true}, {"late", true}};
  });
  const auto late = ask_running(folder.path(), {{"do", "reload"}}, 50ms);
  CHECK((*late)["status"] == "deadline");
  CHECK((*ask_running(folder.path(), {{"do", "list"}}, 5s))["ok"] == true);
  {
    const std::lock_guard lock(mutex);
    go_on = true;
  }
  changed.notify_all();
}

TEST_CASE("callers at the same time all get their own answer") {
  const store::TemporaryFolder folder;
  const Control control(folder.path() / kControlSocket, echo);
  std::atomic<int> right = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller)
    callers.emplace_back([&, caller] {
      for (int number = 0; number < 20; ++number) {
        const auto answer = ask_running(folder.path(), {{"do", "x"}, {"n", caller * 100 + number}}, 10s);
        if (answer && (*answer).contains("asked") && (*answer)["asked"]["n"] == caller * 100 + number) ++right;
      }
    });
  for (auto& caller : callers) caller.join();
  CHECK(right == 160);
}

TEST_CASE("a server that stopped leaves no socket, and nobody answers for it") {
  const store::TemporaryFolder folder;
  Control control(folder.path() / kControlSocket, echo);
  Caller idle(folder.path() / kControlSocket);
  control.stop();
  control.stop();
  CHECK_FALSE(std::filesystem::exists(folder.path() / kControlSocket));
  CHECK_FALSE(ask_running(folder.path(), {{"do", "list"}}, 1s).has_value());
}

TEST_CASE("the socket of a server that was killed is replaced, that of a living one is not") {
  const store::TemporaryFolder folder;
  const auto path = folder.path() / kControlSocket;
  const int dead = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(SocketAddress(path).bind(dead) == 0);
  ::close(dead);
  CHECK_FALSE(ask_running(folder.path(), {{"do", "list"}}, 1s).has_value());
  const Control living(path, echo);
  CHECK(ask_running(folder.path(), {{"do", "list"}}, 5s).has_value());
  CHECK_THROWS_AS(Control(path, echo), Occupied);
  CHECK(ask_running(folder.path(), {{"do", "list"}}, 5s).has_value());
}

TEST_CASE("a data folder of any length has its socket") {
  const store::TemporaryFolder folder;
  const auto deep = folder.path() / std::string(200, 'd');
  std::filesystem::create_directories(deep);
  const Control control(deep / kControlSocket, echo);
  CHECK(ask_running(deep, {{"do", "list"}}, 5s).has_value());
}

TEST_CASE("another user is refused by name of the rule, even through an open socket") {
  if (::geteuid() != 0) return;  // only root can become somebody else
  const store::TemporaryFolder folder;
  const Control control(folder.path() / kControlSocket, echo);
  REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
  REQUIRE(::chmod((folder.path() / kControlSocket).c_str(), 0777) == 0);
  const auto child = ::fork();
  if (child == 0) {
    if (::setuid(65'534) != 0) ::_exit(2);
    const auto answer = ask_running(folder.path(), {{"do", "list"}}, 5s);
    ::_exit(answer && (*answer)["status"] == "denied" ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("two servers do not share a data folder, one after the other does") {
  const store::TemporaryFolder folder;
  {
    const Tenancy first(folder.path() / "data");
    try {
      const Tenancy second(folder.path() / "data");
      FAIL("two tenants");
    } catch (const Occupied& occupied) {
      CHECK(std::string(occupied.what()).find("another server works on") == 0);
    }
  }
  CHECK_NOTHROW(Tenancy(folder.path() / "data"));
}
