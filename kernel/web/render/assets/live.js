// Told of a change, asks for the page and takes over what differs.
const find = (text, from = document) => from.querySelector(text);
const main = find("[data-live]"), told = find("[data-live-told]");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
let source, running, wanted = main.dataset.live;

function take(from, to) {
  if (from.isEqualNode(to)) return;
  if (from.nodeName !== to.nodeName) return from.replaceWith(to);
  if (from.nodeType !== 1) return void (from.nodeValue = to.nodeValue);
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && name !== "open") from.removeAttribute(name);
  for (const { name, value } of to.attributes) from.setAttribute(name, value);
  const old = [...from.childNodes], fresh = [...to.childNodes];
  fresh.forEach((node, i) => (old[i] ? take(old[i], node) : from.append(node)));
  for (const node of old.slice(fresh.length)) node.remove();
}

async function follow() {
  if (running) return;
  running = 1;
  while (wanted !== main.dataset.live) {
    const aim = wanted;
    await wait(Math.random() * 200);
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page && find("[data-live]", page);
    if (next) {
      document.title = page.title;
      take(main, next);
      if (!find("[aria-live]", main)) told.textContent = told.dataset.liveTold;
      if (wanted === aim) wanted = main.dataset.live;
    } else await wait(5000);
  }
  running = 0;
}

function watch() {
  source?.close();
  source = null;
  if (document.hidden) return;
  source = new EventSource(location.href);
  source.onerror = () => source.readyState === 2 && setTimeout(() => (follow((wanted = "")), watch()), 15000);
  for (const name of ["state", "changed"]) source.addEventListener(name, (event) => follow((wanted = event.lastEventId)));
}

document.addEventListener("visibilitychange", watch);
watch();
