// Pages whose bytes the kernel writes.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "kernel/web/gateway/showroom_fixture_test.hpp"

using namespace hemicycle;
using namespace hemicycle::web::gateway;
using hemicycle::web::http::testing::RawClient;
using hemicycle::web::http::testing::body_of;
using hemicycle::web::http::testing::status_of;

namespace {

constexpr std::string_view kPapers = R"({"hemicycle": 1, "name": "papers", "version": "1.0.0", "permissions": [],
  "queries": {"table": {"permission": "public", "output": {"file_name": {"type": "string"}, "columns": {"type": "array", "items": {"type": "string"}},
                                                           "rows": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}}},
              "minutes": {"permission": "public", "input": {"n": {"type": "integer", "default": 0}}, "output": {"place": {"type": "string"}}}},
  "pages": [{"path": "/papers/minutes.pdf", "query": "minutes", "view": "minutes", "as": "pdf"}, {"path": "/papers/table.csv", "query": "table", "as": "csv"}]})";

struct PaperHouse : ShownHouse {
  std::shared_ptr<core::Pretended> papers = std::make_shared<core::Pretended>();
  PaperHouse() {
    folder.write("papers/views/minutes.mustache", "<h1>{{#t}}page.minutes.title{{/t}}</h1><p>{{place}}</p>\n");
    folder.write("papers/locales/fr.po", "msgid \"page.minutes.title\"\nmsgstr \"Compte rendu de {place}\"\n");
    reply("papers.minutes", R"({"place": "Rennes <b>"})");
    attach(kPapers, folder.path() / "papers", papers);
  }
  /// A script of /bin/sh in the place of the program that confines and prints.
  void prints_with(const std::string& script) {
    folder.write("printer", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(folder.path() / "printer", std::filesystem::perms::owner_all);
    printing.programs = {folder.path() / "printer", "/bin/true"};
  }
  void reply(const std::string& query, const std::string& payload) {
    papers->handlers[query] = [payload](core::CallContext&, const core::Message&) { return core::Outcome::success(payload); };
  }
};

}  // namespace

TEST_CASE("a table is a file to keep, that no browser runs and no spreadsheet runs either") {
  PaperHouse house;
  house.reply("papers.table", R"-({"file_name": "../sièges.csv", "columns": ["Nom"], "rows": [["=HYPERLINK(1)"], ["Marie"]]})-");
  house.serve();
  RawClient client(house.port);
  const auto answer = client.ask(get("/papers/table.csv"));
  CHECK(status_of(answer) == 200);
  CHECK(answer.find("Content-Type: text/csv; charset=utf-8; header=present\r\n") != std::string::npos);
  CHECK(answer.find("Content-Disposition: attachment; filename*=UTF-8''si%C3%A8ges.csv\r\n") != std::string::npos);
  CHECK(answer.find("Content-Security-Policy: sandbox\r\n") != std::string::npos);
  CHECK(body_of(answer) == "\xEF\xBB\xBFNom\r\n'=HYPERLINK(1)\r\nMarie\r\n");
}

TEST_CASE("a reply that is no table is told as an error, not as half a file") {
  PaperHouse house;
  house.reply("papers.table", R"({"file_name": "a.csv", "columns": ["Nom"], "rows": [[1]]})");
  house.serve();
  RawClient client(house.port);
  CHECK(status_of(client.ask(get("/papers/table.csv"))) == 500);
}

TEST_CASE("a page shown as pdf is its view in the frame of paper, printed, under its title") {
  PaperHouse house;
  house.prints_with("printf '%%PDF-1.7 '; cat");
  house.serve();
  RawClient client(house.port);
  const auto answer = client.ask(get("/papers/minutes.pdf"));
  CHECK(status_of(answer) == 200);
  CHECK(answer.find("Content-Type: application/pdf\r\n") != std::string::npos);
  CHECK(answer.find("Content-Disposition: inline; filename*=UTF-8''Compte%20rendu%20de%20Rennes%20%3Cb%3E.pdf\r\n") != std::string::npos);
  const auto printed = body_of(answer);
  CHECK(printed.starts_with("%PDF-1.7 <!DOCTYPE html>\n<html lang=\"fr\">"));
  CHECK(printed.find("<title>Compte rendu de Rennes &lt;b&gt;</title>") != std::string::npos);
  CHECK(printed.find("<p>Rennes &lt;b&gt;</p>") != std::string::npos);
  CHECK(printed.find("<p class=\"house\">Maison</p>") != std::string::npos);
}

TEST_CASE("without the program that prints the page says so and the rest of the house stands") {
  PaperHouse house;
  house.serve();
  RawClient client(house.port);
  const auto answer = client.ask(get("/papers/minutes.pdf"));
  CHECK(status_of(answer) == 503);
  CHECK(body_of(answer).find("L’impression n’est pas installée") != std::string::npos);
  CHECK(status_of(client.ask(get("/club"))) == 200);
}

TEST_CASE("printing holds up no query, and beyond what may wait it is refused at once") {
  PaperHouse house;
  // Blocks until the test lets go, by a file that it makes.
  const auto go = (house.folder.path() / "go").string();
  house.prints_with("while [ ! -e " + go + " ]; do sleep 0.02; done; printf '%%PDF-1.7'");
  house.printing.at_once = 1;
  house.printing.waiting = 1;
  // Each its own document.
  house.papers->handlers["papers.minutes"] = [](core::CallContext&, const core::Message& message) {
    const auto text = std::string(message.payload);
    return core::Outcome::success(R"({"place": ")" + std::to_string(std::hash<std::string>()(text)) + "\"}");
  };
  house.serve();
  constexpr int kReaders = 8;
  std::atomic<int> busy = 0, printed = 0;
  std::vector<std::thread> readers;
  for (int n = 0; n < kReaders; ++n)
    readers.emplace_back([&, n] {
      const auto status = status_of(RawClient(house.port).ask(get("/papers/minutes.pdf?n=" + std::to_string(n))));
      busy += status == 503 ? 1 : 0;
      printed += status == 200 ? 1 : 0;
    });
  while (busy < kReaders - 2) std::this_thread::yield();
  RawClient other(house.port);
  CHECK(status_of(other.ask(get("/club"))) == 200);
  house.folder.write("go", "");
  for (auto& reader : readers) reader.join();
  CHECK(printed >= 1);
  CHECK(printed + busy == kReaders);
}
