// Suggestions under the search box, and the key «/» that focuses it. Without this file the box is a plain form.

const PAUSE = 150;
const form = document.querySelector("form[data-suggest]");
const input = form.querySelector("input");
const list = form.querySelector("[role=listbox]");
let options = [];
let chosen = -1;
let timer;
let asked;

input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-controls", list.id);
close();

function close() {
  clearTimeout(timer);
  asked?.abort();
  options = [];
  choose(-1);
  list.hidden = true;
  list.replaceChildren();
  input.setAttribute("aria-expanded", "false");
}

function choose(place) {
  options[chosen]?.setAttribute("aria-selected", "false");
  chosen = place;
  const option = options[chosen];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function show(suggestions) {
  close();
  options = suggestions.map(({ title, kind, address }, place) => {
    const option = document.createElement("li");
    const name = document.createElement("span");
    const note = document.createElement("small");
    option.id = `${list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.address = address;
    name.textContent = title;
    note.textContent = kind;
    option.append(name, " ", note);
    return option;
  });
  list.append(...options);
  list.hidden = !options.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: input.value })}`, { signal });
    const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
    if (!signal.aborted && document.activeElement === input) show(suggestions);
  } catch {
    // The next letter aborted the request, or the network failed. The box still works as a form.
  }
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  if (input.value.trim().length < 2) close();
  else timer = setTimeout(ask, PAUSE);
});

input.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && options.length) {
    // One place more than there are options, for the box itself with the typed words.
    const places = options.length + 1;
    choose(((chosen + 1 + step + places) % places) - 1);
    event.preventDefault();
  } else if (event.key === "Escape" && options.length) {
    close();
    event.preventDefault();
  } else if (event.key === "Enter" && options[chosen]) {
    location.assign(options[chosen].dataset.address);
    event.preventDefault();
  }
});

input.addEventListener("blur", close);
list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) location.assign(option.dataset.address);
});

document.addEventListener("keydown", (event) => {
  // In the Russian layout this key gives a full stop.
  const slash = event.key === "/" || (event.code === "Slash" && event.key === ".");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (!slash || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (!input.offsetParent) location.assign(form.action); // on a narrow screen the box is on the search page only
  input.focus();
  input.select();
});
