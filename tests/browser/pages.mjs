// Every page of the house, empty, filled and in error: axe finds nothing, the HTML is valid, nothing scrolls sideways at 320 px.
// Run: node pages.mjs PROGRAM [--only TEXT] [--full]: the suite looks at the first page of each view in all modes, --full at every page.
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {chromium, here, House, packages, run, signIn, window} from "./house.mjs";

const axe = packages("axe-core").source;
// html-validate's recommended rules, but: titles are the council's and may be long; lines of a template may end in spaces; boxes of one list
// share a name, as HTML sends lists; a list may be named, as ARIA allows.
const validator = new (packages("html-validate").HtmlValidate)(JSON.parse(readFileSync(join(here, "htmlvalidate.json"), "utf8")));
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What of a view that was audited whole can still differ from page to page in a wide window.
const ofTheWidth = ["target-size", "scrollable-region-focusable"];
const full = process.argv.includes("--full");
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : "";

/// Which object a page is opened on, where not the first of its kind: a form is looked at in the state in which it is used.
function object(kept) {
  const usual = {reference: kept.reference, group: kept.group, slug: kept.slug, event: kept.event, comment: kept.comment, account: kept.account,
                 token: kept.token, meeting: kept.meeting, deliverable: kept.deliverable, plugin: "site"};
  const special = {
    "saisine.acknowledge": {reference: kept.submitted}, "saisine.withdraw": {reference: kept.submitted},
    "saisine.return_to_author": {reference: kept.reviewed}, "saisine.declare_admissible": {reference: kept.reviewed}, "saisine.declare_inadmissible": {reference: kept.reviewed},
    "saisine.propose_to_plenary": {reference: kept.admissible}, "saisine.record_decision": {reference: kept.proposed},
    "saisine.resubmit": {reference: kept.returned}, "saisine.request_review": {reference: kept.inadmissible},
    "working_groups.remove_member": {account: kept.all}, "working_groups.resume": {group: kept.paused},
    "network_events.make_retrospective": {event: kept.held},
    "publication.edit": {slug: kept.draft}, "publication.publish": {slug: kept.draft}, "publication.schedule": {slug: kept.draft},
    "accounts.invitation": {token: kept.token}, "members.receipt": {token: kept.application_token}, "members.withdraw_application": {token: kept.application_token},
    "opinions.receipt": {token: undefined}, "opinions.acknowledge": {token: undefined}, "opinions.uptake": {token: kept.uptake_token}, "opinions.report_uptake": {token: kept.uptake_token},
    "opinions.open": {deliverable: kept.drafted},
    "programme.report": {year: 2025}, "programme.record_debate": {year: 2025},
    "comments.erase": {comment: kept.erasable},
    "comments.notify": {comment: kept.accepted},
  };
  if (!kept.work_draft) return ({id}) => ({...kept, ...usual, ...special[id], year: undefined});  // the empty house
  const numbered = {year: 2026, method: "show_of_hands", number: 1, version: 1, before: 1, remark: 1, amendment: 1};
  // What stands under these addresses: an opinion that was sent, one being written, a programme that was adopted, one being drafted.
  const under = [
    ["/avis/", {deliverable: kept.adopted}], ["/groupes/{group}/redaction", {deliverable: kept.drafted}],
    ["/programme/{year}/projet", {year: 2027, item: kept.work_draft}], ["/seances/{session}/proces-verbal", {session: kept.held_session, item: kept.held_item}],
  ];
  return ({id, path}) => ({...kept, ...usual, ...numbered, ...under.find(([start]) => path.startsWith(start))?.[1], ...special[id]});
}

/// What answers an empty form in another way than 422, and why: the state of the object is refused first, or nothing is asked that was there before.
const otherwise = {"members.sign_charter": 409, "plenary.record_voices": 409, "opinions.arrange_amendments": 200};

const parameters = (path) => [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);

/// The address of a page, or nothing when the house has no such object.
function address(page, values) {
  const missing = parameters(page.path).filter((name) => !values[name]);
  if (missing.length > 0) return undefined;
  return page.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name]));
}

/// Which of the declared pages an address leads to: a literal segment wins against a parameter, as in the router.
function declaredAt(pages, path) {
  const parts = path.split("/");
  const fits = pages.filter((page) => {
    const wanted = page.path.split("/");
    return wanted.length === parts.length && wanted.every((one, i) => one.startsWith("{") || one === parts[i]);
  });
  return fits.sort((a, b) => parameters(a.path).length - parameters(b.path).length)[0];
}

await run(async (broken) => {
  const browser = await chromium();
  const validated = new Set();
  const found = new Map();  // where each page of the filled house was found
  const toSendEmpty = [];
  let looks = 0;

  async function audit(page, name, rules) {
    if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
    const options = {runOnly: rules ? {type: "rule", values: rules} : {type: "tag", values: tags}, resultTypes: ["violations"], preload: false};
    const found = await page.evaluate((given) => globalThis.axe.run(document, given), options);
    for (const one of found.violations) broken(`${name}: axe ${one.id}: ${one.help}`, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join("\n    "));
  }

  async function fits(page, name) {
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return "";
      const outside = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1);
      return `${document.documentElement.scrollWidth} px, such as ${outside.at(-1)?.outerHTML.slice(0, 160)}`;
    });
    if (wide) broken(`${name}: scrolls sideways`, wide);
  }

  async function validate(html, name, live) {
    const print = createHash("sha256").update(html.replace(/(value|id|for|href|action|name)="[^"]*"/g, "")).digest("hex");
    if (validated.has(print)) return;
    validated.add(print);
    const report = await validator.validateString(html);
    for (const message of report.results.flatMap((result) => result.messages)) {
      // A live page asks again by itself where there is no script: what it shows is an event in real time (WCAG 2.2.1, its third exception).
      if (live && message.ruleId === "meta-refresh") continue;
      broken(`${name}: html ${message.ruleId}: ${message.message} (line ${message.line})`, html.split("\n")[message.line - 1]?.slice(0, 200));
    }
  }

  /// A text that no catalogue has shows as its key.
  function translated(html, name) {
    const texts = html.replace(/<(script|style|code|pre|textarea)\b[\s\S]*?<\/\1>/g, "").split(/<[^>]*>/);
    const keys = texts.map((text) => text.trim()).filter((text) => /^[a-z_]+(\.[a-z_0-9]+)+$/.test(text));
    if (keys.length > 0) broken(`${name}: says ${keys.join(", ")}`);
  }

  /// One page as it stands in the window. `every` looks at it in all modes, else at both widths. A form that `comesAgain` in error is audited then,
  /// with all that it shows now and its errors.
  async function look(page, html, name, {every, form, live, comesAgain}) {
    ++looks;
    await validate(html, name, live);
    translated(html, name);
    await page.setViewportSize({width: 320, height: 640});
    await fits(page, `${name} at 320 px`);
    if (!comesAgain || every) await audit(page, `${name} at 320 px`);
    if (form && !every) return;  // one form is laid out as the other
    await page.setViewportSize({width: 1280, height: 800});
    await audit(page, `${name} at 1280 px`, every ? undefined : ofTheWidth);
    if (!every) return;
    await page.setViewportSize({width: 640, height: 400});  // 1280 px at 200 %
    await fits(page, `${name} at 200 %`);
    await audit(page, `${name} at 200 %`);
    await page.emulateMedia({colorScheme: "dark"});
    await audit(page, `${name} in the dark`, ["color-contrast", "link-in-text-block"]);
    await page.emulateMedia({colorScheme: "light"});
  }

  async function open(page, path, name, status) {
    const answer = await page.goto(path);
    if (answer.status() !== status) broken(`${name}: status ${answer.status()}, not ${status}`);
    return answer.text();
  }

  async function inError(page, declared, path, name, every) {
    await page.goto(path);
    const form = page.locator("#content form[method=post]").first();
    if ((await form.count()) === 0) return broken(`${name}: no form to send`);
    await form.evaluate((sent) => {
      for (const one of sent.elements) {
        if (one.type === "checkbox") one.checked = false;
        else if (!["hidden", "radio", "file", "submit", "fieldset"].includes(one.type)) one.value = "";
      }
    });
    const [answer] = await Promise.all([page.waitForNavigation(), form.locator("button[type=submit]").first().click()]);
    const wanted = otherwise[declared.id] ?? 422;
    if (answer.status() !== wanted) return broken(`${name}: sent empty, status ${answer.status()}, not ${wanted}`);
    if (wanted !== 422) return look(page, await answer.text(), name, {every, form: true});
    if ((await page.locator(".error-summary a, .error-summary li").count()) === 0) broken(`${name}: no summary of errors`);
    for (const link of await page.locator(".error-summary a[href^='#']").all()) {
      const target = await link.getAttribute("href");
      if ((await page.locator(`[id="${target.slice(1)}"]`).count()) !== 1) broken(`${name}: the summary leads to ${target}, which is not on the page`);
    }
    await look(page, await answer.text(), name, {every, form: true});
  }

  /// All pages of one house for one person.
  async function visit(house, email, state, wanted) {
    const {context, page, complaints} = await window(browser, house);
    if (email) await signIn(page, email);
    const values = object(house.kept);
    const kinds = new Set();
    const pages = house.pages();
    const learned = {};  // what parameters stood for in addresses that were offered: a form is opened by it in whatever state the object is
    const offered = new Map();  // the first address of each page to which something led
    const wait = pages.filter((declared) => !declared.as && wanted(declared));
    const name_of = (declared) => `${declared.path} ${state} for ${email ?? "a visitor"}`;
    while (wait.length > 0) {
      // What the fixture names comes first; the rest is found by following what the pages offer, as a person does.
      const next = wait.findIndex((declared) => address(declared, {...learned, ...values(declared)}) || offered.has(declared));
      if (next < 0) break;
      const [declared] = wait.splice(next, 1);
      const name = name_of(declared);
      if (only && !name.includes(only) && !declared.view) continue;
      let path = address(declared, {...learned, ...values(declared)}) ?? offered.get(declared);
      if (declared.id === "comments.submit" && house.kept.article) path += `?article=${house.kept.article}`;
      const kind = declared.form ? "form" : declared.view;
      const every = full || !kinds.has(kind);
      kinds.add(kind);
      const html = await open(page, path, name, 200);
      for (const [, link] of html.matchAll(/href="(\/[^"?#]*)/g)) {
        const there = declaredAt(pages, link);
        if (there && !offered.has(there)) offered.set(there, link);
        there?.path.split("/").forEach((part, i) => part === "{application}" && (learned.application ??= decodeURIComponent(link.split("/")[i])));
        if (there && state === "filled") found.set(there.path, link);
      }
      if (!name.includes(only)) continue;
      const asks = Object.entries(declared.input).some(([field, schema]) => !schema.optional && schema.default === undefined && !parameters(declared.path).includes(field));
      const comesAgain = declared.form && asks && state === "filled";
      await look(page, html, name, {every, form: declared.form, live: declared.live, comesAgain: comesAgain && !otherwise[declared.id]});
      if (comesAgain) {
        toSendEmpty.push({email, declared, path, name: `${name}, in error`, every});
      }
    }
    if (state !== "empty") for (const declared of wait) broken(`${name_of(declared)}: nothing leads there, and the fixture names no such object`);
    for (const [path, status] of email || state === "empty" || only ? [] : [["/nulle-part", 404], ["/mon-compte", 401], [`/travaux/${house.kept.gone}`, 410], ["/?lang=en", 200], ["/connexion?lang=en", 200]])
      await look(page, await open(page, path, path, status), path, {});
    for (const one of complaints) broken(`the console of ${email ?? "a visitor"}: ${one}`);
    await context.close();
  }

  /// The forms that wait to be sent empty, until none does. Two windows may do it at once.
  async function sendEmpty(house) {
    while (toSendEmpty.length > 0) {
      const {email} = toSendEmpty[0];
      const {context, page, complaints} = await window(browser, house);
      if (email) await signIn(page, email);
      // Looked for anew each time: the other window took some meanwhile.
      const next = () => toSendEmpty.findIndex((form) => form.email === email);
      for (let at = next(); at >= 0; at = next()) {
        const [{declared, path, name, every}] = toSendEmpty.splice(at, 1);
        // A page that hangs is told as broken, and hides no other.
        await inError(page, declared, path, name, every).catch((error) => broken(`${name}: ${error.message}`));
      }
      for (const one of complaints) broken(`the console of ${email ?? "a visitor"}, in error: ${one}`);
      await context.close();
    }
  }

  /// In English: every page speaks, and is valid.
  async function inEnglish(house) {
    const {context, page} = await window(browser, house, {locale: "en-GB"});
    await signIn(page, "tout@example.org");
    for (const declared of house.pages().filter((one) => !one.as && one.id !== "working_groups.submit_deliverable")) {
      const path = address(declared, object(house.kept)(declared)) ?? found.get(declared.path);
      if (!path) continue;  // told already
      const answer = await context.request.get(`${path}?lang=en`);
      const html = await answer.text();
      const name = `${declared.path} in English`;
      if (!html.includes('<html lang="en">')) broken(`${name}: not in English`);
      translated(html, name);
      await validate(html, name, declared.live);
    }
    await context.close();
  }

  /// Without JavaScript: what a page says is the same, and it still fits.
  async function withoutScript(house) {
    const {context, page, complaints} = await window(browser, house, {javaScriptEnabled: false, viewport: {width: 320, height: 640}});
    for (const path of ["/", "/travaux", `/travaux/${house.kept.slug}`, `/saisines/${house.kept.reference}`, `/groupes/${house.kept.group}`, "/evenements", "/connexion"]) {
      await page.goto(path);
      if ((await page.locator("main h1").count()) !== 1) broken(`${path} without JavaScript: not one heading`);
      await fits(page, `${path} without JavaScript`);
    }
    for (const one of complaints) broken(`the console without JavaScript: ${one}`);
    await context.close();
  }

  // An invitation and a prepared import stand for days only: they are played by themselves, on the day of the trial.
  const houses = [await House.start("filled.json", "invited.json"), await House.start("people.json")];
  try {
    const [filled, empty] = houses;
    // The minutes of the fixture are a draft, and a receipt's address is in a letter: whoever may do everything is led to both.
    const open_to_all = (page) => !page.form && ["public", undefined].includes(page.permission) && !/^\/(admin|comptes|mon-|mes-|moderation|invitation|recus)|proces-verbal|brouillons|miennes|productions/.test(page.path);
    // Two windows at once: one for whoever may do everything, one for the others.
    const of_lead = (page) => page.id === "working_groups.submit_deliverable" || page.path.startsWith("/groupes/{group}/redaction");
    const of_visitor = (page) => ["accounts.sign_in", "accounts.accept_invitation"].includes(page.id);
    const others = async () => {
      await visit(filled, null, "filled", (page) => open_to_all(page) || of_visitor(page));
      await visit(filled, "pilote@example.org", "filled", of_lead);
      await visit(empty, null, "empty", open_to_all);
      await visit(empty, "tout@example.org", "empty", (page) => !page.form && !open_to_all(page));
      await withoutScript(filled);
      await sendEmpty(filled);
    };
    const whole = async () => {
      await visit(filled, "tout@example.org", "filled", (page) => !of_visitor(page) && !of_lead(page));
      await sendEmpty(filled);
    };
    await Promise.all([whole(), others()]);
    await inEnglish(filled);
  } finally {
    await browser.close();
    for (const house of houses) await house.stop();
  }
  console.log(`${looks} pages looked at, ${validated.size} distinct ones validated`);
});
