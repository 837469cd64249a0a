#include "kernel/web/http/multipart.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace hemicycle::web::http;

namespace {

std::string part(const std::string& head, const std::string& data) { return "--B\r\n" + head + "\r\n\r\n" + data + "\r\n"; }

const std::string kTitle = part("Content-Disposition: form-data; name=\"title\"", "Eau et climat");

std::string_view why(const std::string& body, const MultipartLimits& limits = {}) { return parse_multipart(body, "B", limits).refusal; }

}  // namespace

TEST_CASE("a form with a file is read as the browser wrote it") {
  const auto file = part(
      "Content-Disposition: form-data; name=\"piece\"; filename=\"C:\\dir\\R\xc3\xa9sum\xc3\xa9 %22final%22.pdf\"\r\nContent-Type: "
      "application/pdf",
      std::string("%PDF\r\n-B\n\0\r\n", 12));
  const std::string body = kTitle + file + "--B--\r\n";
  const auto form = parse_multipart(body, "B");
  REQUIRE(form.ok());
  REQUIRE(form.parts.size() == 2);
  CHECK(form.parts[0].name == "title");
  CHECK(form.parts[0].data == "Eau et climat");
  CHECK(!form.parts[0].file_name);
  CHECK(form.parts[1].file_name == "R\xc3\xa9sum\xc3\xa9 \"final\".pdf");
  CHECK(form.parts[1].content_type == "application/pdf");
  CHECK(form.parts[1].data == std::string_view("%PDF\r\n-B\n\0\r\n", 12));
}

TEST_CASE("what no browser writes is refused with its reason") {
  const std::string end = "--B--\r\n";
  CHECK(why("") == "preamble");
  CHECK(why("x\r\n" + kTitle + end) == "preamble");
  CHECK(why(kTitle + end + "x") == "epilogue");
  CHECK(why(kTitle) == "unfinished");
  CHECK(why("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx") == "unfinished");
  CHECK(why(part("Content-Disposition: form-data; name=\"a\"", "x\r\n--Bx") + end) == "delimiter");
  CHECK(why("--B\n" + kTitle + end) == "delimiter");
  CHECK(why(part("Content-Type: text/plain", "x") + end) == "unnamed");
  CHECK(why(part("Content-Disposition: form-data", "x") + end) == "unnamed");
  CHECK(why(part("Content-Disposition: form-data; name=\"\"", "x") + end) == "unnamed");
  CHECK(why(part("Content-Disposition: attachment; name=\"a\"", "x") + end) == "disposition");
  CHECK(why(part("Content-Disposition: form-data; name=\"a", "x") + end) == "disposition");
  CHECK(why(part("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "x") + end) == "doubled_name");
  CHECK(why(part("Content-Disposition: form-data; name=\"a\"; filename=\"b\"; filename*=UTF-8''c", "x") + end) == "disposition");
  CHECK(why(part("Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", "x") + end) ==
        "doubled_disposition");
  CHECK(why(part("Content-Disposition: form-data; name=\"\xff\"", "x") + end) == "utf8");
  CHECK(why(part("Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64", "x") + end) == "transfer_encoding");
  CHECK(why(part("Content-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=C", "x") + end) == "content_type");
  CHECK(why(part("Content-Disposition: form-data; name=\"a\"\r\n folded", "x") + end) == "part_header");
  CHECK(why(part("X: " + std::string(5'000, 'a'), "x") + end) == "part_head");
  CHECK(why(kTitle + kTitle + end, {.parts = 1}) == "too_many_parts");
  CHECK(why(kTitle + kTitle + end, {.parts = 2}).empty());
}

TEST_CASE("a boundary is one of RFC 2046's, once") {
  CHECK(multipart_boundary("multipart/form-data; boundary=----WebKitFormBoundaryA1") == "----WebKitFormBoundaryA1");
  CHECK(multipart_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a:b\"") == "a:b");
  for (const char* wrong :
       {"multipart/form-data", "multipart/mixed; boundary=a", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a\r\nb\"", "multipart/form-data; boundary=\"a"}) {
    CHECK(!multipart_boundary(wrong));
  }
  CHECK(!multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')));
}

TEST_CASE("a file name keeps its last component and nothing that could lead elsewhere") {
  CHECK(safe_file_name("../../etc/passwd") == "passwd");
  CHECK(safe_file_name("a\\b\\c.txt") == "c.txt");
  CHECK(safe_file_name(".htaccess") == "htaccess");
  CHECK(safe_file_name("a\r\nb\x7f.pdf") == "ab.pdf");
  CHECK(safe_file_name("..") == "file");
  CHECK(safe_file_name("") == "file");
  CHECK(safe_file_name("\xc3\xa9\xc3\xa9", 3) == "\xc3\xa9");
}

TEST_CASE("mutilated forms are read within their bytes or refused") {
  const std::string seed = kTitle +
                           part("Content-Disposition: form-data; name=\"f\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf", "data") +
                           "--B--\r\n";
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    auto text = seed;
    for (auto changes = random() % 4 + 1; changes > 0 && !text.empty(); --changes) {
      const auto at = random() % text.size();
      if (random() % 2 == 0)
        text.erase(at, 1 + random() % 5);
      else
        text[at] = "\r\n-B\";\\:%\xff"[random() % 10];
    }
    const auto form = parse_multipart(text, "B");
    for (const auto& each : form.parts) {
      REQUIRE(!each.name.empty());
      REQUIRE(each.data.data() >= text.data());
      REQUIRE(each.data.data() + each.data.size() <= text.data() + text.size());
      if (each.file_name) REQUIRE(each.file_name->find_first_of("/\\\r\n") == std::string::npos);
    }
  }
}
