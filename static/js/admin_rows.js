/** Numbers the rows of a form that are not stored yet: «№ 3». Django's own script knows only «#3». */
function number({ target }) {
  const group = target.closest?.(".inline-group") ?? document;
  group.querySelectorAll(".inline-related:not(.empty-form)").forEach((row, place) => {
    const label = row.querySelector(".inline_label");
    if (label && !row.classList.contains("has_original")) label.textContent = `№ ${place + 1}`;
  });
}

document.addEventListener("formset:added", number);
document.addEventListener("formset:removed", number);
