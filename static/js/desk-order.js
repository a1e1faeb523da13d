/* Moves the rows of a list by dragging, and by its buttons without loading the page anew. */

const order = document.querySelector("#order");
const status = document.querySelector("#order-status");
let dragged = null;

// On a phone the contents are a strip: the open page comes into its middle.
const open = document.querySelector(".contents [aria-current]");
const strip = open?.closest(".contents");
if (strip) {
  const [box, whole] = [open.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += box.left - whole.left - (whole.width - box.width) / 2;
}

const list = () => document.querySelector("[data-list]");
const rowOf = (element) => element.closest("li[id]");
const nameOf = (row) => row.id;

/** The row under the pointer, if it is in the list of the dragged one. */
function siblingAt(event) {
  let row = dragged && rowOf(event.target);
  while (row && row.parentElement !== dragged.parentElement) row = row.parentElement.closest("li[id]");
  return row;
}

function isBelow(event, row) {
  const box = row.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

function unmark() {
  for (const name of ["is-dropped-before", "is-dropped-after"])
    for (const row of document.querySelectorAll(`.${name}`)) row.classList.remove(name);
}

function grips() {
  for (const tools of list().querySelectorAll(".desk-row__tools:has(button)")) {
    const grip = document.createElement("span");
    grip.className = "desk-row__grip";
    grip.draggable = true;
    grip.ariaHidden = "true";
    grip.textContent = "⠿";
    tools.prepend(grip);
  }
}

async function send(values, focus) {
  const body = new FormData(order);
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  let answer;
  try {
    answer = await fetch(order.action, { method: "POST", body });
  } catch {
    status.textContent = status.dataset.failed;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-list]");
  if (!answer.ok || !page) {
    location.reload(); // a lost session or right: the server says which
    return;
  }
  list().replaceWith(document.adoptNode(page));
  grips();
  status.textContent = status.dataset.moved;
  list().querySelector(focus)?.focus();
}

if (order && list()) {
  grips();
  order.addEventListener("submit", (event) => {
    const { name, value } = event.submitter;
    event.preventDefault();
    send({ [name]: value }, `button[name="${name}"][value="${value}"]`);
  });
  document.addEventListener("dragstart", (event) => {
    if (!event.target.classList?.contains("desk-row__grip")) return;
    dragged = rowOf(event.target);
    dragged.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", nameOf(dragged)); // Firefox drags nothing without data
    event.dataTransfer.setDragImage(dragged, 0, 0);
  });
  document.addEventListener("dragover", (event) => {
    const over = siblingAt(event);
    unmark();
    if (!over) return;
    event.preventDefault();
    over.classList.add(isBelow(event, over) ? "is-dropped-after" : "is-dropped-before");
  });
  document.addEventListener("drop", (event) => {
    const over = siblingAt(event);
    if (!over) return;
    event.preventDefault();
    const next = isBelow(event, over) ? over.nextElementSibling : over;
    if (over !== dragged && next !== dragged)
      send({ move: nameOf(dragged), before: next ? nameOf(next) : "" }, `button[value="${nameOf(dragged)}"]`);
  });
  document.addEventListener("dragend", () => {
    unmark();
    dragged?.classList.remove("is-dragged");
    dragged = null;
  });
}

// A finding leads to a field; of a field with a search, what can be seen of it takes the focus.
const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target) {
  const isForm = target.id === "row-form" && !target.querySelector(".errornote");
  const field = isForm ? target.querySelector("input:not([type=hidden]), textarea, select") : target;
  addEventListener("load", () => {
    const shown = field?.nextElementSibling?.querySelector?.(".select2-selection") ?? field;
    shown?.focus({ preventScroll: isForm });
  });
}
