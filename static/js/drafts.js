/* Keeps what somebody types into a form of the admin in this browser until the server says that it is saved.

   The server names the forms it has saved in a cookie. Everything else, a crash, a lost session or a lost connection,
   leaves the draft, and the same page offers it again. A draft carries the state that its page was made from, so that
   what others have saved meanwhile is merged or told, as with a page that was open all the time. */

const PREFIX = "draft:";
const COOKIE = "saved_forms";
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "form_token", "form_state"]);
const user = document.querySelector("meta[name=draft-user]")?.content;
const form = document.querySelector("form:has(> input[name=form_token]), form:has(input[name=form_token])");

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    /* a full or forbidden storage: the page still warns before it is left */
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function forget(condition) {
  for (const key of keys()) if (condition(key)) localStorage.removeItem(key);
}

function forgetSaved() {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${COOKIE}=`));
  if (!found) return;
  const tokens = new Set(found.slice(COOKIE.length + 1).split("."));
  forget((key) => tokens.has(read(key)?.token));
  document.cookie = `${COOKIE}=; path=${document.querySelector("meta[name=draft-path]").content}; max-age=0`;
}

// --- What a form holds -----------------------------------------------------------------------------------------------

function typed() {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || NOT_TYPED.has(field.name) || field.name.includes("__prefix__")) continue;
    if (["file", "submit", "button", "password"].includes(field.type)) continue;
    const found = (values[field.name] ??= []);
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) found.push([field.value]);
    } else if (field instanceof HTMLSelectElement) {
      for (const option of field.selectedOptions) found.push([option.value, option.label]);
    } else {
      found.push([field.value]);
    }
  }
  return values;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const plain = (values) => (values ?? []).map(([value]) => value);
const fileNames = () =>
  [...form.elements].flatMap((field) => (field.type === "file" ? [...field.files].map((file) => file.name) : []));

function put(name, values) {
  const fields = [...form.elements].filter((field) => field.name === name && field.type !== "file");
  if (!fields.length) return false;
  for (const field of fields) {
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = plain(values).includes(field.value);
    } else if (field instanceof HTMLSelectElement) {
      for (const [value, label] of values)
        if (![...field.options].some((option) => option.value === value)) field.add(new Option(label, value));
      for (const option of field.options) option.selected = plain(values).includes(option.value);
    } else {
      field.value = values[0]?.[0] ?? "";
    }
    window.django?.jQuery?.(field).trigger("change");
  }
  return true;
}

// --- Giving a draft back ---------------------------------------------------------------------------------------------

const count = (values, prefix, name) => Number(values[`${prefix}-${name}_FORMS`]?.[0]?.[0]);

/** The prefixes of lists whose stored rows are others than when the draft was written. */
function movedLists(draft, now) {
  const prefixes = Object.keys(draft.values).filter((name) => name.endsWith("-TOTAL_FORMS"));
  return prefixes
    .map((name) => name.slice(0, -"-TOTAL_FORMS".length))
    .filter((prefix) => {
      const ids = (values) => Object.keys(values).filter((name) => name.startsWith(`${prefix}-`) && name.endsWith("-id"));
      const stored = (values) => ids(values).flatMap((name) => plain(values[name])).filter(Boolean);
      return !same(stored(draft.values), stored(now));
    });
}

function addRows(draft, prefix) {
  const link = document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`);
  for (let left = 100; link && left && count(typed(), prefix, "TOTAL") < count(draft.values, prefix, "TOTAL"); left--)
    link.click();
}

/** Puts the draft into the form; returns the texts that have no place in it any more. */
function giveBack(draft) {
  const now = typed();
  const moved = movedLists(draft, now);
  const isMoved = (name) => moved.some((prefix) => name.startsWith(`${prefix}-`));
  for (const name of Object.keys(draft.values))
    if (name.endsWith("-TOTAL_FORMS") && !isMoved(name)) addRows(draft, name.slice(0, -"-TOTAL_FORMS".length));
  const left = [];
  for (const [name, values] of Object.entries(draft.values)) {
    if (!isMoved(name) && put(name, values)) continue;
    if (/-(id|[A-Z]+_FORMS)$/.test(name)) continue;
    left.push(...values.filter(([value]) => value && value !== "on").map(([value, label]) => label || value));
  }
  const stateField = form.querySelector("[name=form_state]");
  if (stateField) {
    const [then, present] = [JSON.parse(draft.state || "{}"), JSON.parse(stateField.value || "{}")];
    for (const name of Object.keys(present)) if (isMoved(name)) then[name] = present[name];
    for (const name of Object.keys(then)) if (isMoved(name) && !(name in present)) delete then[name];
    stateField.value = JSON.stringify(then);
  }
  return left;
}

// --- The page --------------------------------------------------------------------------------------------------------

function start() {
  const key = `${PREFIX}${user}:${location.pathname}${location.search}`;
  const earlier = `${key}#earlier`;
  const words = document.querySelector("#draft-words").content;
  const hasErrors = Boolean(document.querySelector(".errornote"));
  const initial = typed();
  let [last, isSending, isUndecided] = [initial, false, false];

  const isChanged = () => hasErrors || !same(typed(), initial) || fileNames().length > 0;

  function keep() {
    const values = typed();
    if (same(values, last) && !(hasErrors && !read(key))) return;
    if (same(values, initial) && !hasErrors) {
      if (!isUndecided) localStorage.removeItem(key);
    } else {
      if (isUndecided) write(earlier, read(key));
      isUndecided = false;
      const { value: token } = form.querySelector("[name=form_token]");
      const state = form.querySelector("[name=form_state]")?.value;
      write(key, { token, state, values, files: fileNames(), at: Date.now() });
    }
    last = values;
  }

  function offer(name) {
    const draft = read(name);
    if (!draft || same(draft.values, initial)) {
      localStorage.removeItem(name);
      return;
    }
    isUndecided ||= name === key;
    const panel = words.querySelector(".draft").cloneNode(true);
    const when = new Date(draft.at);
    panel.querySelector("time").textContent = when.toLocaleString("ru", { dateStyle: "long", timeStyle: "short" });
    panel.querySelector(".draft__files").hidden = !draft.files?.length;
    panel.querySelector(".draft__names").textContent = (draft.files ?? []).join(", ");
    panel.querySelector("[name=give-back]").addEventListener("click", () => {
      const left = giveBack(draft);
      if (name === key) isUndecided = false;
      localStorage.removeItem(name);
      keep();
      panel.querySelector(".draft__offer").hidden = true;
      panel.querySelector(".draft__left").hidden = !left.length;
      panel.querySelector(".draft__texts").textContent = left.join(" · ");
      if (!left.length) panel.remove();
      form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    });
    panel.querySelector("[name=throw-away]").addEventListener("click", () => {
      if (name === key) isUndecided = false;
      localStorage.removeItem(name);
      panel.remove();
    });
    form.before(panel);
  }

  if (!hasErrors) {
    offer(earlier);
    offer(key);
  }
  window.draftsAreKept = true; // from here on; tests of the browser wait for it
  setInterval(keep, 1000);
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => {
    isSending = true;
    keep();
  });
  addEventListener("pageshow", () => (isSending = false));
  addEventListener("pagehide", keep);
  addEventListener("beforeunload", (event) => {
    keep();
    if (!isSending && isChanged()) event.preventDefault();
  });
}

document.addEventListener("submit", (event) => {
  if (new URL(event.target.getAttribute("action") ?? "", location.href).pathname.endsWith("/logout/")) forget(() => true);
});
if (user) {
  forget((key) => !key.startsWith(`${PREFIX}${user}:`));
  forgetSaved();
  // After the scripts of Django, which make the rows of lists, have run.
  if (form) addEventListener("load", () => setTimeout(start));
}
