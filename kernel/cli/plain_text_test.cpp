#include "kernel/cli/plain_text.hpp"

#include <catch2/catch.hpp>

using hemicycle::cli::plain_text;

TEST_CASE("headings are underlined as wide as they read") {
  CHECK(plain_text("<h1>Été</h1>\n<h2>Two words</h2><h3>Third</h3>") == "Été\n===\n\nTwo words\n---------\n\nThird\n");
}

TEST_CASE("paragraphs stand apart, items have a dash, white space is one blank") {
  CHECK(plain_text("<p>One\n  two</p><p>Three</p><ul>\n<li>four</li>\n<li>five <strong>six</strong></li></ul>") ==
        "One two\n\nThree\n\n- four\n- five six\n");
}

TEST_CASE("the cells of a table stand beside each other, under its caption") {
  CHECK(plain_text("<table><caption>Sizes</caption><tr><th scope=\"row\">a</th><td>1</td></tr><tr><th>b</th><td>2</td></tr></table>") ==
        "Sizes\n\na | 1\nb | 2\n");
}

TEST_CASE("what was escaped is read as it was written, and forms are left out") {
  CHECK(plain_text("<p>a &lt; b &amp; &#123;c&#125; &#39;d&#39; &unknown;</p><form><p>label <input name=\"x\"></p></form>") == "a < b & {c} 'd' &unknown;\n");
}

TEST_CASE("no text is no line") { CHECK(plain_text("<section><p> </p></section>") == ""); }
