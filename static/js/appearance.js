/* Proposes the post of a person's last appearance, and the name of the chosen organization as that of the day.

   Only what nobody has written by hand changes: an empty field, or one that holds what was proposed here. */

const $ = window.django?.jQuery;

function beside(select, name) {
  return select.form?.elements[select.name.replace(/(person|organization)$/, name)];
}

function isByHand(field) {
  return field.value !== "" && field.value !== field.dataset.proposed;
}

function propose(field, value) {
  if (!field || isByHand(field) || field.value === value) return;
  field.dataset.proposed = value;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function proposeOrganization(select, key, label) {
  if (!select || isByHand(select) || !key) return;
  const option = [...select.options].find((one) => one.value === key) ?? select.appendChild(new Option(label, key));
  select.dataset.proposed = key;
  option.selected = true;
  $(select).trigger("change");
}

// Without the field's button «Создать «…»»: its label is not the name.
const nameOf = (chosen) => (chosen.id.startsWith("new:") ? chosen.id.slice(4) : chosen.text);

$?.(document).on("select2:select", "select[name$=person]", ({ target, params }) => {
  const post = params.data.post ?? { position: "", organization: "", organization_name: "" };
  propose(beside(target, "position"), post.position);
  propose(beside(target, "organization_name"), post.organization_name);
  proposeOrganization(beside(target, "organization"), String(post.organization), post.organization_name);
});

$?.(document).on("select2:select", "select[name$=organization]", ({ target, params }) => {
  propose(beside(target, "organization_name"), nameOf(params.data));
});

for (const select of document.querySelectorAll("select[name$=organization]")) {
  const field = beside(select, "organization_name");
  if (field && select.value && field.value === select.selectedOptions[0].label) field.dataset.proposed = field.value;
}
