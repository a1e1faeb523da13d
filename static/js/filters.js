/**
 * Applies the filters of a list at once: fetches the page of the new address and replaces #results with that page's.
 * The address alone holds the state, so Back, reload and a shared link show the same.
 * If anything goes wrong, the browser opens the address itself.
 */
const TYPING_MS = 300;

const form = document.querySelector("form.filters");
const results = document.getElementById("results");
if (form && results) enhance();

function enhance() {
  let waiting = 0; // the timer that waits for the end of typing
  let request = null;
  let typedIn = null; // the field being typed in: its letters make one history entry
  let isRenewing = false; // removing a field fires `change` too

  form.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    if (isTyped(target)) waiting = setTimeout(() => answer(target), TYPING_MS);
  });
  form.addEventListener("change", ({ target }) => {
    if (isRenewing) return;
    clearTimeout(waiting);
    answer(target);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    answer(form).then(showResults);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#results a[href], .filters a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.target || link.origin !== location.origin || link.pathname !== location.pathname || link.hash) return;
    event.preventDefault();
    typedIn = null;
    load(link.href, { push: true, anew: true }).then(link.closest(".filters") ? undefined : showResults);
  });
  addEventListener("popstate", () => {
    typedIn = null;
    load(location.href, { anew: true });
  });

  function answer(source) {
    const url = address();
    if (url === location.href) return request ? load(url, {}) : Promise.resolve();
    const sameTyping = isTyped(source) && typedIn === source;
    typedIn = isTyped(source) ? source : null;
    return load(url, { push: !sameTyping, replace: sameTyping });
  }

  /** The address of the form, without empty values and defaults. */
  function address() {
    const url = new URL(form.action || location.href);
    url.search = "";
    url.hash = "";
    for (const [name, value] of new FormData(form)) {
      const field = form.elements[name];
      const isDefault = field instanceof HTMLSelectElement && field.options[0].value === value;
      if (value.trim() && !isDefault) url.searchParams.append(name, value);
    }
    return url.href;
  }

  async function load(url, { push, replace, anew }) {
    request?.abort();
    const own = (request = new AbortController());
    if (push) history.pushState(null, "", url);
    if (replace) history.replaceState(null, "", url);
    results.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: own.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("results");
      if (!response.ok || !fresh) throw new Error(`no results at ${url}`);
      if (own.signal.aborted) return;
      results.replaceChildren(...fresh.childNodes);
      isRenewing = true;
      renew(page, anew);
      isRenewing = false;
      document.title = page.title;
      say();
    } catch (error) {
      if (error.name === "AbortError") return;
      location.replace(url);
      return;
    }
    request = null;
    results.removeAttribute("aria-busy");
  }

  /** Renews options and their counts. The focused field stays as it is, with the typed text. */
  function renew(page, anew) {
    document.querySelector(".fold__said").replaceChildren(...page.querySelector(".fold__said").childNodes);
    const own = new Map([...form.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field]));
    const hidden = [...page.querySelectorAll("form.filters input[type=hidden]")];
    for (const field of form.querySelectorAll("input[type=hidden]")) field.remove();
    const wanted = [...page.querySelectorAll("form.filters [data-field]")].map((fresh) => {
      const kept = own.get(fresh.dataset.field);
      if (anew || !kept?.contains(document.activeElement)) return fresh;
      const [select, options] = [kept.querySelector("select"), fresh.querySelector("select")];
      if (select) select.replaceChildren(...options.childNodes);
      const [words, newWords] = [kept.querySelector("label span"), fresh.querySelector("label span")];
      if (words) words.replaceWith(newWords);
      return kept;
    });
    for (const field of own.values()) if (!wanted.includes(field)) field.remove();
    let place = form.firstElementChild;
    for (const field of [...hidden, ...wanted]) {
      if (field === place) place = place.nextElementSibling;
      else form.insertBefore(field, place);
    }
  }

  function say() {
    const words = results.querySelector(".found") ?? results.querySelector(".empty p");
    document.getElementById("filters-said").textContent = words ? words.textContent.trim() : "";
  }

  /** Scrolls to the list after a button or a link: on a phone it lies below the folded filters. */
  function showResults() {
    if (getComputedStyle(form.closest(".fold").firstElementChild).display !== "none") form.closest(".fold").open = false;
    results.focus({ preventScroll: true });
    if (results.getBoundingClientRect().top < 0 || results.getBoundingClientRect().top > innerHeight / 2) {
      results.scrollIntoView();
    }
  }
}

function isTyped(field) {
  return field instanceof HTMLInputElement && !["checkbox", "radio"].includes(field.type);
}
