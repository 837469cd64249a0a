#include "kernel/web/gateway/uploads.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "kernel/store/blobs.hpp"
#include "kernel/store/temporary_folder_test.hpp"

using namespace hemicycle::web::gateway;
using namespace std::string_literals;

namespace {

const auto kPdf = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"s;
const auto kPng = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4\x89"s;
const auto kScript = "<script>alert(document.domain)</script>"s;

}  // namespace

TEST_CASE("a file is what its bytes are") {
  CHECK(allowed_media_type(kPdf, "notice.pdf") == "application/pdf");
  CHECK(allowed_media_type(kPdf, "NOTICE.PDF") == "application/pdf");
  CHECK(allowed_media_type(kPng, "plan.png") == "image/png");
  CHECK(allowed_media_type("un texte\nde deux lignes\n", "notes.txt") == "text/plain");
  CHECK(allowed_media_type("a,b\n1,2\n3,4\n", "notes.csv") == "text/csv");
}

TEST_CASE("a name that says another thing than the bytes is refused") {
  CHECK_FALSE(allowed_media_type(kPdf, "notice.png"));
  CHECK_FALSE(allowed_media_type(kPng, "plan.pdf"));
  CHECK_FALSE(allowed_media_type(kPdf, "notice.html"));
  CHECK_FALSE(allowed_media_type(kPdf, "notice"));
  CHECK_FALSE(allowed_media_type(kPng, "plan.png.svg"));
}

TEST_CASE("what a browser or a desk would run is refused, whatever it is called") {
  const std::string pages[] = {"<!DOCTYPE html><html><body>" + kScript + "</body></html>", "<html>" + kScript,
                               "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\">" + kScript + "</svg>",
                               "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff"s, "\x7f" "ELF\2\1\1\0"s,
                               "#!/bin/sh\nrm -rf ~\n", "<?php system($_GET[0]); ?>"};
  for (const auto& bytes : pages)
    for (const auto* name : {"x.html", "x.svg", "x.pdf", "x.png", "x.jpg", "x.docx", "x.exe", "x.sh"}) {
      INFO(name << " holding " << bytes.substr(0, 20));
      CHECK_FALSE(allowed_media_type(bytes, name));
    }
}

TEST_CASE("a polyglot is kept as what it begins with, never as a page") {
  // Served under this media type with nosniff and as an attachment, its second half is inert.
  CHECK(allowed_media_type(kPng + kScript, "plan.png") == "image/png");
  CHECK(allowed_media_type(kPdf + kScript, "notice.pdf") == "application/pdf");
  CHECK_FALSE(allowed_media_type(kPng + kScript, "plan.html"));
  CHECK_FALSE(allowed_media_type("GIF89a/*" + kScript + "*/=1;", "x.gif"));
  CHECK_FALSE(allowed_media_type(kScript + kPdf, "notice.pdf"));
}

TEST_CASE("a file that was kept is found again with its type and its size, and another is not") {
  const hemicycle::store::TemporaryFolder folder;
  const hemicycle::store::BlobStore blobs(folder.path() / "blobs");
  const auto find = find_in(blobs);
  const auto blob = blobs.put(kPdf);
  const auto facts = find(blob, "notice.pdf");
  REQUIRE(facts.has_value());
  CHECK(facts->media_type == "application/pdf");
  CHECK(facts->size == kPdf.size());
  CHECK(find(blob, "notice.png")->media_type.empty());
  CHECK_FALSE(find(std::string(64, '0'), "notice.pdf").has_value());
}

TEST_CASE("an empty file is no file") { CHECK_FALSE(allowed_media_type("", "x.txt")); }

TEST_CASE("a table is read in the encodings that spreadsheets save") {
  const auto wanted = "nom;milieu\nZoé;société\n"s;
  CHECK(table_text(wanted) == wanted);
  CHECK(table_text("\xEF\xBB\xBF" + wanted) == wanted);
  CHECK(table_text("nom;milieu\nZo\xE9;soci\xE9t\xE9\n") == wanted);  // Windows-1252
  auto wide = "\xFF\xFE"s;                                            // UTF-16, little end first
  for (const auto c : u"nom;milieu\nZoé;société\n"s) wide += {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
  CHECK(table_text(wide) == wanted);
}

TEST_CASE("what is no text is no table") {
  CHECK_FALSE(table_text(kPdf));
  CHECK_FALSE(table_text(kPng));
  CHECK_FALSE(table_text("PK\3\4\24\0\0\0\10\0"s));
}
