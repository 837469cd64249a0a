// One saisine from intake to a commented publication, as three persons, by keyboard alone; once with JavaScript, once without.
// The technical team's and the bureau's steps in between go through the API. Run: node journey.mjs PROGRAM
import {chromium, House, password, run, window} from "./house.mjs";

const days = (count) => new Date(Date.now() + count * 86400000).toISOString().slice(0, 10);

/// A person at a keyboard: reaches a control with Tab, as everybody without a mouse does.
class Person {
  constructor({page, context, complaints}, name, broken) {
    Object.assign(this, {page, context, complaints, name, broken});
  }

  /// Tab until the focus is on what `selector` finds; each stop on the way must show where the focus is.
  async reach(selector) {
    for (let stop = 0; stop < 150; ++stop) {
      await this.page.keyboard.press("Tab");
      const at = await this.page.evaluate((wanted) => {
        const here = document.activeElement;
        if (!here || here === document.body) return {found: false, seen: true, what: ""};
        const style = getComputedStyle(here);
        const box = here.getBoundingClientRect();
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        return {found: here.matches(wanted), seen: ring && box.width > 0 && box.bottom > 0 && box.top < innerHeight, what: here.outerHTML.slice(0, 120)};
      }, selector);
      if (!at.seen) this.broken(`${this.name}: the focus cannot be seen`, `${this.page.url()} ${at.what}`);
      if (at.found) return;
    }
    throw new Error(`${this.name} cannot reach ${selector} by keyboard on ${this.page.url()}`);
  }

  async press(key) {
    await Promise.all([this.page.waitForNavigation(), this.page.keyboard.press(key)]);
  }

  async follow(selector) {
    await this.reach(selector);
    await this.press("Enter");
  }

  /// Through the menu: what stands in a group is reached when the group was opened.
  async menu(path) {
    await this.reach(`nav details:not(.site-menu):has(a[href='${path}']) > summary`);
    await this.page.keyboard.press("Enter");
    await this.follow(`nav a[href='${path}']`);
  }

  async write(name, text) {
    await this.reach(`[name="${name}"]`);
    await this.page.keyboard.insertText(text);
  }

  async tick(name, value) {
    await this.reach(`[name="${name}"][value="${value}"]`);
    await this.page.keyboard.press("Space");
  }

  /// A closed list is walked with the arrow keys.
  async choose(name, value) {
    const selector = `select[name="${name}"]`;
    await this.reach(selector);
    for (let step = 0; step < 60; ++step) {
      if ((await this.page.locator(selector).inputValue()) === value) return;
      await this.page.keyboard.press("ArrowDown");
    }
    throw new Error(`${this.name} does not find ${value} in ${name}`);
  }

  send() {
    return this.follow("#content form[method=post] button[type=submit]");
  }

  /// From the summary of errors to the field it speaks of.
  async correct(field, text) {
    await this.reach(`.error-summary a[href$='${field}']`);
    await this.page.keyboard.press("Enter");
    const at = await this.page.evaluate(() => document.activeElement?.getAttribute("name"));
    if (at !== field) this.broken(`${this.name}: the summary's link leads to ${at}, not to ${field}`);
    await this.page.keyboard.insertText(text);
  }

  async signIn(email) {
    await this.page.goto("/");
    await this.follow("a[href^='/connexion']");
    await this.write("email", email);
    await this.write("password", password);
    await this.send();
    await this.says("", "header [action='/deconnexion'] button");
  }

  /// Fails unless `selector` of the page holds `text`.
  /// Asks for a page again until it has this: what others react to is there soon, and not at once.
  async appears(path, selector) {
    for (const end = Date.now() + 30_000; Date.now() < end; ) {
      await this.page.goto(path);
      if ((await this.page.locator(selector).count()) > 0) return;
    }
    throw new Error(`${this.name}: ${path} never had ${selector}`);
  }

  async says(text, selector = "main") {
    const found = await this.page.locator(selector).allInnerTexts();
    if (!found.some((one) => one.includes(text))) throw new Error(`${this.name}: ${this.page.url()} does not say « ${text} »:\n${(await this.page.locator("main").innerText()).slice(0, 1500)}`);
  }

  /// A command sent to the API with this person's session.
  async call(contract, input) {
    const {csrf} = await (await this.context.request.get("/api/v1/session")).json();
    const answer = await this.context.request.post(`/api/v1/${contract.replace(".", "/")}`, {data: input, headers: {"X-CSRF-Token": csrf, Accept: "application/json"}});
    if (!answer.ok()) throw new Error(`${contract}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  }
}

async function walk(browser, house, javaScriptEnabled, broken) {
  const persons = [];
  const person = async (name) => {
    persons.push(new Person(await window(browser, house, {javaScriptEnabled}), `${name}${javaScriptEnabled ? "" : " without JavaScript"}`, broken));
    return persons.at(-1);
  };
  const title = `Des données pour tous, ${javaScriptEnabled ? "avec" : "sans"} script`;

  const elected = await person("the elected");
  await elected.signIn("elue@example.org");
  await elected.menu("/saisines");
  await elected.follow("a[href='/saisines/solliciter']");
  await elected.send();  // sent empty first: the summary of errors comes, and its links lead to the fields
  await elected.correct("title", title);
  await elected.write("question", "À quelles conditions la métropole peut-elle partager ses données ?");
  await elected.tick("themes", "donnees");
  await elected.write("contact", "Direction du numérique");
  await elected.send();
  await elected.says(title, "main h1");
  const reference = new URL(elected.page.url()).pathname.split("/").at(-1);

  const team = await person("the technical team");
  await team.signIn("equipe@example.org");
  await team.call("saisine.acknowledge", {reference});
  const grid = ["perimetre", "interet-general", "non-traite", "competence", "calendrier", "volontaires", "cosignataires", "neutralite", "livrable-attendu"];
  await team.call("saisine.declare_admissible", {reference, grid: grid.map((criterion) => ({criterion, met: true}))});
  await team.call("saisine.propose_to_plenary", {reference});
  await team.call("saisine.record_decision", {reference, decision: "programmed", session_date: days(-1)});
  const {group} = await team.call("working_groups.open", {referral: reference, title: "Données et territoires", mandate: "Dire à quelles conditions les données peuvent être partagées.",
                                                          leads: [house.kept.lead], planned_end: days(200), visibility: "public"});
  await team.call("working_groups.begin_phase", {group, phase: "framing"});

  const lead = await person("the group lead");
  await lead.signIn("pilote@example.org");
  await lead.menu("/groupes");
  await lead.follow(`main a[href='/groupes/${group}']`);
  await lead.follow(`a[href='/groupes/${group}/productions/remettre']`);
  await lead.choose("kind", "synthese");  // a kind that nobody votes on becomes an article at once
  await lead.write("title", `${title} : notre synthèse`);
  await lead.write("summary", "Le groupe propose une charte du partage en trois conditions.");
  await lead.write("text", "## Trois conditions\n\nLa confiance, les usages, la **sobriété**.");
  await lead.send();
  await lead.says("notre synthèse", "main h1");

  await team.appears("/travaux/brouillons", "main ul.lines a");
  await team.follow("main ul.lines a");
  await team.follow("main a[href$='/modifier']");
  await team.send();
  await team.follow("main a[href$='/publier']");
  await team.send();
  const article = new URL(team.page.url()).pathname;

  const inhabitant = await person("the inhabitant");
  await inhabitant.signIn("habitante@example.org");
  await inhabitant.menu("/travaux");
  await inhabitant.follow(`main a[href='${article}']`);
  await inhabitant.write("text", "Merci : et qui tient le catalogue à jour ?");
  await inhabitant.send();
  const visitor = await person("a visitor");
  await visitor.page.goto(article);
  if ((await visitor.page.locator("main").innerText()).includes("qui tient le catalogue")) broken("a comment that nobody has moderated can be read");

  await team.menu("/moderation");
  await team.says("qui tient le catalogue");
  await team.follow("main a[href$='/accepter']");
  await team.send();

  await visitor.page.goto(article);
  await visitor.says("qui tient le catalogue", "#commentaires");
  for (const step of ["/saisines/", "/groupes/", "/travaux/"])
    if ((await visitor.page.locator(`.thread a[href^='${step}']`).count()) === 0) broken(`le fil of the article does not lead to ${step}`);
  await inhabitant.follow("header [action='/deconnexion'] button");
  await inhabitant.says("", "header a[href^='/connexion']");

  for (const one of persons) {
    for (const complaint of one.complaints) broken(`${one.name}: the console says ${complaint}`);
    await one.context.close();
  }
}

await run(async (broken) => {
  const browser = await chromium();
  try {
    for (const javaScriptEnabled of [true, false]) {
      const house = await House.start("people.json");
      try {
        await walk(browser, house, javaScriptEnabled, broken);
      } finally {
        await house.stop();
      }
    }
  } finally {
    await browser.close();
  }
});
