/* Opens the pictures of a page large. Keys, buttons and swipes turn them; a click beside the picture closes. */

const calm = matchMedia("(prefers-reduced-motion: reduce)");

for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const links = [...gallery.querySelectorAll("a:has(img)")];
  let room = null;

  links.forEach((link, number) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      room ??= build(gallery.dataset, links);
      room.open(number);
    });
  });
}

function build(words, links) {
  const dialog = element("dialog", { className: "lightbox", ariaLabel: words.label });
  const strip = element("div", { className: "lightbox__strip", tabIndex: -1 });
  const caption = element("p", { className: "lightbox__caption" });
  caption.setAttribute("aria-live", "polite");
  const close = button("×", words.close, "lightbox__close", () => dialog.close());
  const previous = button("‹", words.previous, "lightbox__turn lightbox__turn--previous", () => turn(-1));
  const next = button("›", words.next, "lightbox__turn lightbox__turn--next", () => turn(1));
  const pictures = links.map((link) => {
    const small = link.querySelector("img");
    const frame = element("div", { className: "lightbox__frame" });
    frame.append(element("img", { alt: small.alt, loading: "lazy", decoding: "async", sizes: "100vw", srcset: small.srcset, src: small.src }));
    return frame;
  });
  let shown = 0;

  strip.append(...pictures);
  dialog.append(close, strip, previous, next, caption);
  document.body.append(dialog);

  function turn(step) {
    show(Math.min(Math.max(shown + step, 0), pictures.length - 1), calm.matches ? "instant" : "smooth");
  }

  function show(number, behavior) {
    pictures[number].scrollIntoView({ behavior, block: "nearest", inline: "start" });
    settle(number);
  }

  function settle(number) {
    shown = number;
    const text = links[number].closest("figure").querySelector("figcaption")?.textContent.trim().replace(/\s+/g, " ");
    caption.textContent = `${number + 1} / ${pictures.length}${text ? ` · ${text}` : ""}`;
    previous.disabled = number === 0;
    next.disabled = number === pictures.length - 1;
  }

  strip.addEventListener("scrollend", () => settle(Math.round(strip.scrollLeft / strip.clientWidth)));
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -pictures.length, End: pictures.length }[event.key];
    if (!step) return;
    event.preventDefault();
    turn(step);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.classList.contains("lightbox__frame")) dialog.close();
  });
  dialog.addEventListener("close", () => links[shown].focus());

  return {
    open(number) {
      dialog.showModal();
      show(number, "instant");
    },
  };
}

function button(sign, label, className, act) {
  const made = element("button", { type: "button", className, ariaLabel: label, textContent: sign });
  made.addEventListener("click", act);
  return made;
}

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
