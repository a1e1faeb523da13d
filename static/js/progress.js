/* Shows the progress of a background job until it ends. */

const INTERVAL = 2000;

async function look() {
  const shown = document.querySelector("[data-progress]");
  if (shown?.dataset.progress !== "waiting") return;
  const answer = await fetch(location.pathname).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (fresh) shown.replaceWith(fresh);
  }
  setTimeout(look, INTERVAL);
}

setTimeout(look, INTERVAL);
