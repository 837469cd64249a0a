// A served house in a temporary folder, its pages listed, and a Chromium to look at them.
//   const house = await House.start("filled.json")   …   await house.stop()
// The program is the first argument of the script (CTest gives it); packages come from build/browser (NODE_PATH).
import {execFileSync, spawn} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const program = process.argv[2];
export const password = "demonstration-2026";

/// The packages of package.json, where tests/run installed them. `import` does not read NODE_PATH; require does.
export const packages = createRequire(join(process.env.NODE_PATH || join(here, "../../build/browser/node_modules"), "..", "x.js"));

const environment = {...process.env, HEMICYCLE_CONFIG: join(here, "../../config/hemicycle.toml")};

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const {port} = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export class House {
  /// Plays the calls of the `fixtures`, then serves. `kept` holds what they kept.
  static async start(...fixtures) {
    const house = new House();
    house.data = mkdtempSync(join(tmpdir(), "hemicycle-browser-"));
    house.options = ["--set", `data.dir=${house.data}`, "--set", `web.port=${await freePort()}`, "--set", "web.rate_limits=false"];
    house.kept = {};
    for (const fixture of fixtures) Object.assign(house.kept, JSON.parse(house.cli("--json", "play", join(here, fixture))));
    house.process = spawn(program, [...house.options, "serve"], {env: environment, stdio: ["ignore", "pipe", "pipe"]});
    process.once("exit", () => house.process.kill("SIGKILL"));  // a script that fails early leaves no server behind
    let said = "";
    house.process.stderr.on("data", (bytes) => (said = (said + bytes).slice(-8000)));
    house.url = await new Promise((resolve, reject) => {
      house.process.once("exit", () => reject(new Error(`the server stopped:\n${said}`)));
      createInterface({input: house.process.stdout}).once("line", (line) => resolve(line.trim().replace(/\/$/, "")));
    });
    return house;
  }

  cli(...args) {
    return execFileSync(program, [...this.options, ...args], {env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"]});
  }

  async stop() {
    this.process.removeAllListeners("exit");
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGTERM");
    await ended;
    rmSync(this.data, {recursive: true, force: true});
  }

  /// The pages of the house as plugins declare them, each with its plugin and, for a form, the input of its command.
  pages() {
    const names = JSON.parse(this.cli("--json", "plugin", "list")).map((plugin) => plugin.name);
    const contracts = [...names.map((name) => [name, join(here, "../../plugins", name, "plugin.json")]), ["steward", join(here, "../../kernel/steward/plugin.json")]];
    return contracts.flatMap(([name, contract]) => {
      const plugin = JSON.parse(readFileSync(contract, "utf8"));
      return (plugin.pages ?? [])
        .filter((page) => page.path)
        .map((page) => ({...page, plugin: name, id: `${name}.${page.form ?? page.query ?? page.view}`, input: plugin.commands?.[page.form]?.input ?? {}, permission: plugin.queries?.[page.query]?.permission}));
    });
  }
}

export async function chromium() {
  const path = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((one) => one && existsSync(one));
  return packages("playwright-core").chromium.launch({
    executablePath: path,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=fr-FR"],
  });
}

/// A browser window of one person. What the console says, and what the content policy refuses, is gathered in `complaints`.
export async function window(browser, house, options = {}) {
  const context = await browser.newContext({baseURL: house.url, locale: "fr-FR", viewport: {width: 1280, height: 800}, reducedMotion: "reduce", ...options});
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  const complaints = [];
  // Chromium writes a line for each answer of 4xx, which is how a form in error answers: that is no fault of the page.
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !/Failed to load resource.*status of 4\d\d/.test(message.text())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  // The stream of a live page ends when one leaves the page, which is no failure.
  page.on("requestfailed", (request) => request.resourceType() === "eventsource" || complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  return {context, page, complaints};
}

export async function signIn(page, email) {
  await page.goto("/connexion");
  await page.fill("#content [name=email]", email);
  await page.fill("#content [name=password]", password);
  await Promise.all([page.waitForNavigation(), page.click("#content form button[type=submit]")]);
  if (new URL(page.url()).pathname === "/connexion") throw new Error(`${email} could not sign in`);
}

/// Runs a script's promise; prints each broken promise and ends with 1 when there is one.
export async function run(main) {
  let count = 0;
  const broken = (promise, detail = "") => {  // told at once: a trial that is stopped has said what it found
    ++count;
    console.log(`✗ ${promise}${detail ? `\n    ${detail}` : ""}`);
  };
  try {
    await main(broken);
  } catch (error) {
    broken(error.stack ?? String(error));
  }
  console.log(count === 0 ? "all promises hold" : `${count} broken`);
  process.exit(count === 0 ? 0 : 1);
}
