/* Sends the files dropped onto an event in pieces, each file on its own, and goes on where the connection broke. */

const AT_ONCE = 2;
const LONGEST_PAUSE = 30_000;
const section = document.querySelector("[data-arrivals]");
const sending = section?.querySelector("[data-sending]");
const words = sending?.dataset;
const queue = [];
let running = 0;

const token = () => section.querySelector("[name=csrfmiddlewaretoken]").value;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A refusal that no second attempt will change; its message is a sentence for people. */
class Refused extends Error {}

async function ask(address, options = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": token(), ...options.headers };
  const answer = await fetch(address, { ...options, headers, redirect: "error" });
  if (answer.status === 401 || answer.status === 403 || answer.status === 404) throw new Refused(words.closed);
  const data = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  if (answer.ok || answer.status === 409) return data;
  if (data.sentence) throw new Refused(data.sentence);
  if (answer.status >= 500) throw new Error(answer.statusText);
  throw new Refused(words.failed);
}

/** Asks until there is an answer: a connection that is away comes back. */
async function persist(work, line) {
  for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused) throw error;
      line.say(words.offline);
      await Promise.race([pause(wait), new Promise((resolve) => addEventListener("online", resolve, { once: true }))]);
    }
  }
}

async function send(file, line) {
  const body = new URLSearchParams({ name: file.name, size: file.size, modified: file.lastModified });
  let { key, offset } = await persist(() => ask(section.dataset.begin, { method: "POST", body }), line);
  const address = section.dataset.begin.replace(/begin\/$/, `${key}/`);
  for (;;) {
    line.progress(offset, file.size);
    const piece = file.slice(offset, offset + Number(section.dataset.piece));
    if (offset + piece.size >= file.size) line.say(words.checking);
    const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": offset };
    const answer = await persist(async () => {
      try {
        return await ask(address, { method: "POST", body: piece, headers });
      } catch (error) {
        if (error instanceof Refused) throw error;
        return await ask(address); // where the file ends now
      }
    }, line);
    offset = answer.offset;
    if ("sentence" in answer) {
      if (answer.sentence) throw new Refused(answer.sentence);
      return answer;
    }
  }
}

async function unpack(arrival, line) {
  const body = new URLSearchParams({ arrival });
  const refused = [];
  for (let left = 1; left; ) {
    const answer = await persist(() => ask(section.dataset.unpack, { method: "POST", body }), line);
    left = answer.left;
    refused.push(...answer.refused);
    line.say(`${words.unpacking} ${left}`);
  }
  if (refused.length) throw new Refused(refused.join(" "));
}

function lineOf(file) {
  const item = document.createElement("li");
  const bar = document.createElement("progress");
  const state = document.createElement("span");
  bar.max = 100;
  bar.value = 0;
  bar.ariaLabel = file.name;
  item.append(file.name, bar, state);
  sending.append(item);
  const say = (text) => (state.textContent = text);
  say(words.waiting);
  return {
    say,
    progress(sent, size) {
      bar.value = (100 * sent) / size;
      say(`${Math.floor(bar.value)} %`);
    },
    end(text, isGood) {
      bar.remove();
      item.classList.add(isGood ? "is-accepted" : "is-refused");
      say(text);
    },
  };
}

async function one(file, line) {
  try {
    const answer = await send(file, line);
    if (answer.left) await unpack(answer.arrival, line);
    line.end(words.done, true);
  } catch (error) {
    line.end(error instanceof Refused ? error.message : words.failed, false);
  }
}

async function next() {
  if (running >= AT_ONCE) return;
  const job = queue.shift();
  if (!job) {
    if (!running) await refresh();
    return;
  }
  running += 1;
  await one(...job);
  running -= 1;
  next();
}

async function loaded() {
  const answer = await fetch(location.pathname);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Shows the rows that have come; those on the page keep what is written in them. */
async function refresh() {
  const fresh = (await loaded().catch(() => null))?.querySelector("[data-arrived]");
  if (!fresh) return;
  const shown = section.querySelector("[data-arrived]");
  for (const row of fresh.querySelectorAll(".arrival-row[id]:not(.arrival-row--photos)")) {
    const old = shown.querySelector(`#${row.id}`);
    if (old) row.replaceWith(old);
  }
  shown.replaceWith(fresh);
  fresh.querySelector(".arrivals__table")?.scrollIntoView({ block: "nearest" });
}

function add(files) {
  for (const file of files) queue.push([file, lineOf(file)]);
  for (let free = AT_ONCE; free; free -= 1) next();
}

function hasFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

if (section) {
  section.querySelector("[data-no-script]").hidden = true;
  section.querySelector("[data-script]").hidden = false;
  section.querySelector("[type=file]").addEventListener("change", ({ target }) => {
    add([...target.files]);
    target.value = "";
  });
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    section.classList.add("is-awaiting");
  });
  addEventListener("dragleave", (event) => event.relatedTarget || section.classList.remove("is-awaiting"));
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    section.classList.remove("is-awaiting");
    add([...event.dataTransfer.files]);
  });
  addEventListener("beforeunload", (event) => {
    if (running) event.preventDefault();
  });
}
