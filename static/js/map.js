/**
 * Makes a schematic map one stop of the Tab key: arrows go from link to link, Home and End to the first and the last.
 * A hint names the link under the pointer or the focus. Without this script every link is a stop of its own.
 */
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

for (const map of document.querySelectorAll(".map")) enhance(map);

function enhance(map) {
  const links = [...map.querySelectorAll(".map__drawing a[href]")];
  const hint = document.createElement("span");
  hint.className = "map__hint";
  hint.hidden = true;
  hint.ariaHidden = "true";
  map.querySelector(".map__frame").append(hint);

  for (const place of map.querySelectorAll(".map__area, .map__mark")) {
    const title = place.querySelector("title");
    place.dataset.name = title.textContent;
    if (place.hasAttribute("href")) place.setAttribute("aria-label", title.textContent);
    title.remove(); // otherwise the browser shows its own hint over ours
    place.addEventListener("pointerenter", () => say(place));
    place.addEventListener("pointerleave", () => (hint.hidden = true));
    place.addEventListener("focus", () => say(place));
    place.addEventListener("blur", () => (hint.hidden = true));
  }
  links.forEach((link, position) => link.setAttribute("tabindex", position ? "-1" : "0"));

  map.querySelector(".map__drawing").addEventListener("keydown", (event) => {
    const from = event.target.closest("a[href]");
    const to =
      event.key in ARROWS ? nearest(from, ARROWS[event.key]) : event.key === "Home" ? links[0] : event.key === "End" ? links.at(-1) : null;
    if (event.key in ARROWS || to) event.preventDefault();
    if (!to || to === from) return;
    from.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  });

  /** The nearest link in that direction. Distance sideways counts twice. */
  function nearest(from, [right, down]) {
    const [x, y] = middle(from);
    let best = null;
    let least = Infinity;
    for (const link of links) {
      const [linkX, linkY] = middle(link);
      const ahead = (linkX - x) * right + (linkY - y) * down;
      const aside = Math.abs((linkX - x) * down) + Math.abs((linkY - y) * right);
      if (link === from || ahead <= 0) continue;
      if (ahead + 2 * aside < least) [best, least] = [link, ahead + 2 * aside];
    }
    return best;
  }

  function say(place) {
    const frame = map.querySelector(".map__frame").getBoundingClientRect();
    const box = place.getBoundingClientRect();
    hint.textContent = place.dataset.name;
    hint.hidden = false;
    const left = box.left + box.width / 2 - frame.left - hint.offsetWidth / 2;
    hint.style.left = `${Math.max(0, Math.min(left, frame.width - hint.offsetWidth))}px`;
    const above = box.top - frame.top - hint.offsetHeight - 6;
    hint.style.top = `${above >= 0 ? above : box.bottom - frame.top + 6}px`;
  }
}

function middle(link) {
  const box = link.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}
