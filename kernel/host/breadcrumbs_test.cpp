// Who was at work when a process ended; the processes are forked children that end in the way that each test says.
#include "kernel/host/breadcrumbs.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "kernel/store/temporary_folder_test.hpp"

using hemicycle::host::Breadcrumbs;

namespace {

struct Page {
  hemicycle::store::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "breadcrumbs";

  /// A child works as `work` says on this page, and ends by `signal`.
  template <typename Work>
  void end_by(int signal, Work work) const {
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      for (const int number : {SIGABRT, SIGSEGV}) std::signal(number, SIG_DFL);  // Catch would report the end as this test's own
      Breadcrumbs crumbs(file);
      crumbs.watch_signals();
      work(crumbs);
      std::raise(signal);
      ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
  }
  [[nodiscard]] std::set<std::string, std::less<>> blamed() const { return Breadcrumbs(file).blamed(); }
};

}  // namespace

TEST_CASE("the plugin at work in the thread that crashed is blamed, once") {
  const Page page;
  page.end_by(SIGABRT, [](Breadcrumbs& crumbs) {
    new Breadcrumbs::Step(&crumbs, "innocent");  // neither returns
    new Breadcrumbs::Step(&crumbs, "guilty");
  });
  CHECK(page.blamed() == std::set<std::string, std::less<>>{"guilty"});
  CHECK(page.blamed().empty());
}

TEST_CASE("a kill from outside blames nobody") {
  const Page page;
  page.end_by(SIGKILL, [](Breadcrumbs& crumbs) { new Breadcrumbs::Step(&crumbs, "innocent"); });
  CHECK(page.blamed().empty());
}

TEST_CASE("a crash of the house itself, while no plugin works, blames nobody") {
  const Page page;
  page.end_by(SIGABRT, [](Breadcrumbs& crumbs) { const Breadcrumbs::Step done(&crumbs, "innocent"); });
  CHECK(page.blamed().empty());
}

TEST_CASE("a handler that runs for longer than the limit is named, one that has returned is not") {
  const Page page;
  Breadcrumbs crumbs(page.file);
  {
    const Breadcrumbs::Step step(&crumbs, "slow");
    CHECK(crumbs.overdue(std::chrono::seconds(-1)) == "slow");
    CHECK(crumbs.overdue(std::chrono::seconds(60)).empty());
  }
  CHECK(crumbs.overdue(std::chrono::seconds(-1)).empty());
}
