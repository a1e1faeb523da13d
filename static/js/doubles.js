/* Shows, while a new row is being named, the stored rows that it is likely to be. The form asks again when it is sent. */

const box = document.querySelector("[data-like]");
const fields = box ? box.dataset.fields.split(" ").map((name) => document.getElementById(`id_${name}`)).filter(Boolean) : [];
const list = box?.appendChild(document.createElement("ul"));
let asked = null;
let timer = 0;

function show(rows) {
  box.hidden = !rows.length;
  const items = rows.map(({ label, address, reasons }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.append(label);
    item.append(link, ` (${reasons})`);
    return item;
  });
  list.replaceChildren(...items);
}

async function look() {
  asked?.abort();
  const typed = fields.filter((field) => field.value.trim()).map((field) => [field.name, field.value]);
  if (!typed.some(([, value]) => value.trim().length > 2)) return show([]);
  asked = new AbortController();
  try {
    const answer = await fetch(`${box.dataset.like}?${new URLSearchParams(typed)}`, { signal: asked.signal });
    if (answer.ok) show((await answer.json()).rows);
  } catch {
    // Without a connection nothing is shown: the form asks when it is sent.
  }
}

for (const field of fields) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 600);
  });
}
