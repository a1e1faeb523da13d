// Turns the slides of a material without leaving the page. Each slide has a page of its own. This script fetches the
// parts that differ, those of the neighbours ahead of time, and keeps them.

const viewer = document.querySelector("[data-viewer]");
const strip = viewer.querySelector("[data-strip]");
const pages = strip ? [...strip.querySelectorAll("a")] : [];
const status = viewer.querySelector("[data-status]");
const copyLabel = viewer.querySelector("[data-copy]").textContent;
const full = viewer.querySelector("[data-full]");
const fullLabel = full.textContent;
const parts = ["picture", "words"];
const loaded = new Map();
const PATIENCE = 400; // milliseconds to wait for a picture before its empty place is shown
let current = pages.findIndex((page) => page.hasAttribute("aria-current"));
let wanted = current;

function part(name, root = document) {
  return root.querySelector(`[data-part="${name}"]`);
}

function load(place) {
  if (!loaded.has(place)) {
    const asked = ask(pages[place].href);
    asked.catch(() => loaded.delete(place));
    loaded.set(place, asked);
  }
  return loaded.get(place);
}

async function ask(href) {
  const address = new URL(href);
  address.searchParams.set("part", "slide");
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const html = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = parts.map((name) => part(name, html));
  if (!answer.ok || found.includes(null)) throw new Error(`no slide at ${href}`);
  return found.map((element) => document.adoptNode(element)); // its picture begins to load
}

async function turnTo(place) {
  if (place < 0 || place >= pages.length || place === wanted) return;
  wanted = place;
  part("picture").setAttribute("aria-busy", "true");
  try {
    const elements = await load(place);
    const picture = elements[0].querySelector("img");
    if (picture) await Promise.race([picture.decode().catch(() => {}), new Promise((go) => setTimeout(go, PATIENCE))]);
    if (place === wanted) show(place, elements);
  } catch {
    location.assign(pages[place].href); // the page itself explains: signed out, removed, offline
  }
}

function show(place, elements) {
  for (const [index, name] of parts.entries()) part(name).replaceWith(elements[index]);
  elements[0].removeAttribute("aria-busy");
  elements[1].closest("section").hidden = !elements[0].querySelector("img"); // without a picture, its text is shown
  current = place;
  const { name, title } = elements[0].dataset;
  document.title = title;
  status.textContent = name;
  history.replaceState(null, "", pages[place].href);
  viewer.querySelector("[data-count]").textContent = pages[place].dataset.number;
  viewer.querySelector("[data-copy]").href = pages[place].href;
  point("previous", place - 1);
  point("next", place + 1);
  mark();
  ahead();
}

function point(name, place) {
  const turn = viewer.querySelector(`[data-turn="${name}"]`);
  if (pages[place]) {
    turn.href = pages[place].href;
    turn.removeAttribute("aria-disabled");
  } else {
    turn.setAttribute("aria-disabled", "true");
    turn.tabIndex = 0; // the pressed button keeps the focus
    turn.removeAttribute("href");
  }
}

// The strip is one stop of the Tab key, with the current slide in the middle.
function mark() {
  for (const [place, page] of pages.entries()) {
    page.tabIndex = place === current ? 0 : -1;
    if (place === current) page.setAttribute("aria-current", "true");
    else page.removeAttribute("aria-current");
  }
  const page = pages[current];
  const left = page.offsetLeft - (strip.clientWidth - page.offsetWidth) / 2;
  // Scroll smoothly only to near slides: on a long way every small picture would pass by and be loaded.
  const far = Math.abs(left - strip.scrollLeft) > strip.clientWidth;
  const calm = far || matchMedia("(prefers-reduced-motion: reduce)").matches;
  strip.scrollTo({ left, behavior: calm ? "instant" : "smooth" });
  if (strip.contains(document.activeElement)) page.focus({ preventScroll: true });
}

function ahead() {
  for (const place of [current + 1, current - 1]) if (pages[place]) load(place).catch(() => {});
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (document.fullscreenEnabled) viewer.requestFullscreen();
}

const plainClick = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

viewer.addEventListener("click", async (event) => {
  const link = event.target.closest("a, button");
  if (!link || !plainClick(event)) return;
  if (link.matches("[data-turn], [data-strip] a") && pages.length) {
    event.preventDefault();
    turnTo(link.dataset.turn ? wanted + (link.dataset.turn === "next" ? 1 : -1) : pages.indexOf(link));
  } else if (link.matches("[data-full]")) {
    toggleFullScreen();
  } else if (link.matches("[data-copy]") && navigator.clipboard) {
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      return location.assign(link.href); // copying is not allowed: follow the link
    }
    status.textContent = link.textContent = link.dataset.done;
    setTimeout(() => (link.textContent = copyLabel), 2000);
  }
});

// Keys are known by their place, not by their letter: «F» is «А» on a Russian keyboard.
const keys = {
  ArrowLeft: () => turnTo(wanted - 1),
  ArrowRight: () => turnTo(wanted + 1),
  Home: () => turnTo(0),
  End: () => turnTo(pages.length - 1),
  KeyF: toggleFullScreen,
};

document.addEventListener("keydown", (event) => {
  const elsewhere = !viewer.contains(event.target) && !event.target.contains(viewer); // a click focuses <main>
  if (elsewhere || !keys[event.code] || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  keys[event.code]();
});

let touch = null;
viewer.addEventListener(
  "touchstart",
  (event) => {
    const zoomed = window.visualViewport && window.visualViewport.scale > 1.05;
    touch = event.touches.length === 1 && !zoomed && event.target.closest("[data-part]") ? event.touches[0] : null;
  },
  { passive: true },
);
viewer.addEventListener("touchend", (event) => {
  if (!touch) return;
  const right = event.changedTouches[0].clientX - touch.clientX;
  const down = event.changedTouches[0].clientY - touch.clientY;
  touch = null;
  if (Math.abs(right) > 40 && Math.abs(right) > 2 * Math.abs(down)) turnTo(wanted + (right < 0 ? 1 : -1));
});

full.hidden = !document.fullscreenEnabled;
viewer.addEventListener("fullscreenchange", () => {
  full.textContent = document.fullscreenElement ? full.dataset.back : fullLabel;
});
if (pages.length) {
  loaded.set(current, Promise.resolve(parts.map((name) => part(name))));
  mark();
  if (document.readyState === "complete") ahead();
  else addEventListener("load", ahead);
}
