/**
 * Keeps the parks picked for comparison in the address and in the filters, so that they stay when the list changes.
 */
document.addEventListener("change", ({ target }) => {
  if (!target.matches(".picking input[name=park]")) return;
  const picked = [...document.querySelectorAll(".picking input[name=park]:checked")].map((box) => box.value);
  const url = new URL(location.href);
  url.searchParams.delete("compare");
  for (const slug of picked) url.searchParams.append("compare", slug);
  history.replaceState(null, "", url);
  document.querySelector("[data-picked]").textContent = picked.length ? ` (${picked.length})` : "";

  const filters = document.querySelector("form.filters");
  for (const field of filters.querySelectorAll("input[name=compare]")) field.remove();
  for (const slug of picked) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "compare", value: slug });
    filters.prepend(field);
  }
});
