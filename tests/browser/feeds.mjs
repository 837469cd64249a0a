// What other programs read: Atom feeds by rss-parser, iCalendar files by ical.js, the OpenAPI document by Redocly.
// Run: node feeds.mjs PROGRAM
import {execFileSync} from "node:child_process";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {here, House, packages, run} from "./house.mjs";

const RssParser = packages("rss-parser");
const ical = packages("ical.js");
const ICAL = ical.default ?? ical;

await run(async (broken) => {
  const house = await House.start("filled.json");
  const {kept} = house;
  const get = async (path, type) => {
    const answer = await fetch(house.url + path);
    if (answer.status !== 200) broken(`${path}: status ${answer.status}`);
    if (!answer.headers.get("content-type").startsWith(type)) broken(`${path}: ${answer.headers.get("content-type")}, not ${type}`);
    return answer.text();
  };
  const same = (got, wanted, what) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) broken(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  };
  try {
    const works = await new RssParser().parseString(await get("/travaux.atom", "application/atom+xml"));
    same(works.items.length, 3, "the feed of works: entries");  // two articles, and the opinion that was made public
    const entry = works.items.find((item) => item.link.endsWith(`/travaux/${kept.slug}`));
    if (!entry) broken("the feed of works does not hold the article");
    else {
      same(entry.title, "Partager les données du territoire : ce que nous avons appris des autres villes", "title of the entry");
      if (!entry.link.startsWith("http")) broken(`the entry's link is not absolute: ${entry.link}`);
      if (Number.isNaN(Date.parse(entry.isoDate))) broken(`the entry's date: ${entry.isoDate}`);
      if (!/^(urn|tag|http)/.test(entry.id)) broken(`the entry's id is no IRI: ${entry.id}`);
    }
    const some = await new RssParser().parseString(await get("/travaux.atom?theme=vie-du-codev", "application/atom+xml"));
    same(some.items.map((item) => new URL(item.link).pathname), [`/travaux/${kept.second}`], "the feed of one theme");
    const meetings = await new RssParser().parseString(await get("/evenements.atom", "application/atom+xml"));
    same(meetings.items.length, 2, "the feed of events: entries");

    const at = new ICAL.Component(ICAL.parse(await get(`/evenements/${kept.held}/agenda.ics`, "text/calendar")));
    same(at.getFirstPropertyValue("version"), "2.0", "iCalendar version");
    const event = new ICAL.Event(at.getFirstSubcomponent("vevent"));
    same(event.summary, "Réunion « Data » du programme Territoir’Prod", "summary of the event");
    same(event.startDate.toJSDate().toISOString(), "2026-04-08T07:30:00.000Z", "start of the event");
    same(event.endDate.toJSDate().toISOString(), "2026-04-08T10:00:00.000Z", "end of the event");
    same(event.location, "Paris", "place of the event");
    if (!event.uid || !at.getFirstSubcomponent("vevent").getFirstPropertyValue("dtstamp")) broken("an event needs UID and DTSTAMP (RFC 5545 §3.6.1)");
    const days = new ICAL.Event(new ICAL.Component(ICAL.parse(await get(`/evenements/${kept.event}/agenda.ics`, "text/calendar"))).getFirstSubcomponent("vevent"));
    same([days.startDate.isDate, days.startDate.toString(), days.endDate.toString()], [true, "2027-03-18", "2027-03-20"], "days of the event, the end excluded (RFC 5545 §3.6.1)");

    const openapi = await get("/api/openapi.json", "application/json");
    const document = JSON.parse(openapi);
    if (!document.openapi.startsWith("3.1")) broken(`OpenAPI ${document.openapi}`);
    for (const path of ["/api/v1/saisine/solicit", "/api/v1/publication/list", "/api/v1/comments/submit"])
      if (!document.paths[path]) broken(`OpenAPI does not know ${path}`);
    const file = join(house.data, "openapi.json");
    writeFileSync(file, openapi);
    const redocly = packages.resolve("@redocly/cli/package.json").replace(/package\.json$/, packages("@redocly/cli/package.json").bin.redocly);
    try {
      execFileSync(process.execPath, [redocly, "lint", "--config", join(here, "redocly.yaml"), "--format", "stylish", file],
                   {encoding: "utf8", env: {...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", CI: "true"}, stdio: ["ignore", "pipe", "pipe"]});
    } catch (error) {
      broken("Redocly refuses the OpenAPI document", (error.stdout + error.stderr).slice(0, 4000));
    }
  } finally {
    await house.stop();
  }
});
