#include "kernel/web/render/markdown.hpp"

#include <catch2/catch.hpp>

#include <pugixml.hpp>

#include <string>
#include <thread>
#include <vector>

#include "kernel/web/render/markdown_cache.hpp"

using hemicycle::web::render::markdown_html;

namespace {

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

/// Whether the HTML, its void elements closed, is well-formed and holds only elements and attributes that a page may hold.
bool clean(const std::string& html) {
  auto xml = "<x>" + html + "</x>";
  for (const std::string empty : {"<br", "<hr", "<img"}) {
    for (auto at = xml.find(empty); at != std::string::npos; at = xml.find(empty, at + 1)) xml.insert(xml.find('>', at), "/");
  }
  pugi::xml_document document;
  if (!document.load_string(xml.c_str())) return false;
  struct Walker final : pugi::xml_tree_walker {
    bool good = true;
    bool for_each(pugi::xml_node& node) override {
      static const std::string elements =
          " x p h2 h3 h4 h5 h6 em strong del code pre ul ol li blockquote a img br hr table thead tbody tr th td ";
      static const std::string attributes = " href rel title src alt class scope start ";
      if (node.type() == pugi::node_element && elements.find(std::string(" ") + node.name() + " ") == std::string::npos) good = false;
      for (const auto& attribute : node.attributes()) {
        if (attributes.find(std::string(" ") + attribute.name() + " ") == std::string::npos) good = false;
        const std::string value = attribute.value(), name = attribute.name();
        if ((name == "href" || name == "src") && (value.find("script:") != std::string::npos || value.starts_with("data:"))) good = false;
      }
      return true;
    }
  } walker;
  document.traverse(walker);
  return walker.good;
}

}  // namespace

TEST_CASE("what people write becomes paragraphs, lists, tables and links") {
  CHECK(markdown_html("Un *mot* et **deux**, ~~trois~~.") == "<p>Un <em>mot</em> et <strong>deux</strong>, <del>trois</del>.</p>\n");
  CHECK(markdown_html("- a\n- b\n") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
  CHECK(markdown_html("a  \nb\n\n---") == "<p>a<br>\nb</p>\n<hr>\n");
  const auto table = markdown_html("| a | b |\n|---|--:|\n| 1 | 2 |\n");
  CHECK_THAT(table, Catch::Contains("<th scope=\"col\">a</th>") && Catch::Contains("<th scope=\"col\" class=\"right\">b</th>") &&
                        Catch::Contains("<td class=\"right\">2</td>"));
}

TEST_CASE("the page's h1 stays the only one and no heading level is skipped") {
  CHECK(markdown_html("# A\n\n#### B\n\n## C\n\n### D") == "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n<h3>D</h3>\n");
  CHECK(markdown_html("#\n\ntext") == "<p>text</p>\n");
}

TEST_CASE("a heading without words is no heading, and nothing in it is lost") {
  CHECK(markdown_html("# ![](/f/plan.png)") == "<p><img src=\"/f/plan.png\" alt=\"\"></p>\n");
  CHECK(markdown_html("# <b>") == "<p></p>\n");
}

TEST_CASE("a link out of the house says that it is not followed, one inside does not") {
  CHECK(markdown_html("[a](https://x.fr)") == "<p><a rel=\"nofollow noopener\" href=\"https://x.fr\">a</a></p>\n");
  CHECK(markdown_html("[a](/travaux)") == "<p><a href=\"/travaux\">a</a></p>\n");
  CHECK_THAT(markdown_html("voir https://x.fr ici"),
             Catch::Contains("<a rel=\"nofollow noopener\" href=\"https://x.fr\">https://x.fr</a>"));
  CHECK(markdown_html("[](/travaux)") == "<p><a href=\"/travaux\">/travaux</a></p>\n");
  CHECK(markdown_html("![plan](/f/plan.png)") == "<p><img src=\"/f/plan.png\" alt=\"plan\"></p>\n");
}

TEST_CASE("nothing hostile gets through") {
  const std::vector<std::string> payloads = {"<script>alert(1)</script>",
                                             "a <img src=x onerror=alert(1)> b",
                                             "[x](javascript:alert(1))",
                                             "[x](JaVaScRiPt:alert(1))",
                                             "[x](&#106;avascript:alert(1))",
                                             "[x](java\nscript:alert(1))",
                                             "[x](<java\tscript:alert(1)>)",
                                             "[x](vbscript:a)",
                                             "[x](data:text/html;base64,PHNjcmlwdD4=)",
                                             "![x](data:image/svg+xml;base64,PHN2Zz4=)",
                                             "![x](data:image/png;base64,AAAA)",
                                             "![x](javascript:alert(1))",
                                             "<javascript:alert(1)>",
                                             "[x]: javascript:alert(1)\n\n[x]",
                                             "[a](https://x \"\\\" onclick=alert(1)\")",
                                             "[a](https://x/\"onmouseover=alert(1))",
                                             "`<script>`",
                                             "```\" onclick=\"x\n<b>\n```",
                                             "~~<svg/onload=alert(1)>~~",
                                             "| <iframe> |\n|---|\n| <b onx=1> |",
                                             "<!--><script>alert(1)</script>-->",
                                             "<![CDATA[<script>]]>",
                                             "<?php x ?>",
                                             "<a href=\"http://x\">",
                                             "text <a href=\"http:// />",
                                             "&lt;script&gt;",
                                             "a\x01\x02 \xff\xfe b",
                                             std::string("nul\0nul", 7),
                                             "![a <br /> \" /> ](/x)",
                                             "[<th>](x) <th align=\"",
                                             "\xed\xa0\x80",
                                             "[x](file:///etc/passwd)"};
  for (const auto& payload : payloads) {
    INFO(payload);
    const auto html = markdown_html(payload);
    INFO(html);
    CHECK(clean(html));
  }
  CHECK(markdown_html("[mot](javascript:alert(1))") == "<p>mot</p>\n");
  CHECK(markdown_html("![mot](data:image/png;base64,AA)") == "<p>mot</p>\n");
  CHECK(markdown_html("`<br />`") == "<p><code>&lt;br /&gt;</code></p>\n");
}

TEST_CASE("bombs end, small") {
  for (const auto& bomb :
       {repeated("> ", 30000), repeated("[", 60000), repeated("*a ", 20000), repeated("![", 30000), repeated("- ", 20000),
        repeated("`", 59999) + "a", repeated("[a](", 15000), repeated("<", 60000), repeated("| a ", 15000) + "\n" + repeated("|-", 15000),
        repeated("a**b_", 12000), repeated("[a]: u\n", 8000) + repeated("[a]", 4000)}) {
    const auto html = markdown_html(bomb);
    CHECK(html.size() < 20 * bomb.size() + 1000);
    CHECK(clean(html));
  }
  CHECK_THAT(markdown_html(repeated("> ", 500) + "<b>"), Catch::StartsWith("<pre>&gt; "));
  CHECK(markdown_html(std::string(600000, 'a')).starts_with("<pre>aaa"));
}

TEST_CASE("kept Markdown is the same as new, within its limit, for any thread") {
  hemicycle::web::render::MarkdownCache cache(20000);
  std::vector<std::thread> threads;
  std::vector<int> right(3, 0);
  for (auto& count : right) {
    threads.emplace_back([&cache, &count] {
      for (int i = 0; i < 300; ++i) {
        const auto text = "*" + std::to_string(i % 50) + "*" + std::string(40, 'x');
        if (cache.html(text) == markdown_html(text) && cache.bytes() <= 20000) ++count;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto count : right) CHECK(count == 300);
  CHECK(cache.bytes() > 0);
  const std::string large(9000, 'a');
  CHECK(cache.html(large) == markdown_html(large));
  CHECK(cache.bytes() <= 20000);
}
