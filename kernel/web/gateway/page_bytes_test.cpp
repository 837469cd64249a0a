// Pages whose bytes the kernel writes.
#include <catch2/catch.hpp>

#include "kernel/web/gateway/showroom_fixture_test.hpp"

using namespace hemicycle;
using namespace hemicycle::web::gateway;
using hemicycle::web::http::testing::RawClient;
using hemicycle::web::http::testing::body_of;
using hemicycle::web::http::testing::status_of;

namespace {

constexpr std::string_view kPapers = R"({"hemicycle": 1, "name": "papers", "version": "1.0.0", "permissions": [],
  "queries": {"table": {"permission": "public", "output": {"file_name": {"type": "string"}, "columns": {"type": "array", "items": {"type": "string"}},
                                                           "rows": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}}}},
  "pages": [{"path": "/papers/table.csv", "query": "table", "as": "csv"}]})";

struct PaperHouse : ShownHouse {
  std::shared_ptr<core::Pretended> papers = std::make_shared<core::Pretended>();
  PaperHouse() { attach(kPapers, folder.path() / "papers", papers); }
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
