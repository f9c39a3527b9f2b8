// The take screen, with a script: only the questions that apply are shown, Enter in a small box presses its own button,
// and a reason is asked for where something was not done. Without it every question stands under its heading.

const form = document.querySelector("[data-take]");

function answer(name) {
  const field = form.elements[name];
  return field ? field.value : "";
}

function branch() {
  for (const box of form.querySelectorAll("[data-only]")) {
    box.hidden = !box.dataset.onlyValues.split(" ").includes(answer(box.dataset.only));
  }
}

function reasons() {
  for (const group of form.querySelectorAll("[data-answer]")) {
    const chosen = group.querySelector("input[type=radio]:checked")?.value;
    group.querySelector("[data-why]").hidden = !["not_done", "partly", "no_contact", "turned_away"].includes(chosen);
    for (const part of group.querySelectorAll("[data-when-chosen]")) part.hidden = !chosen;
  }
}

function enter(event) {
  if (event.key !== "Enter" || !event.target.matches("[data-enter]")) return;
  event.preventDefault();
  document.getElementById(event.target.dataset.enter)?.click();
}

/** After a step, the focus goes to the part that it changed, so that a screen reader and the keyboard go on from there. */
function arrive() {
  const place = location.hash && document.getElementById(location.hash.slice(1));
  if (!place || document.querySelector(".govuk-error-summary")) return;
  place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: false });
}

if (form) {
  form.addEventListener("change", () => {
    branch();
    reasons();
  });
  form.addEventListener("keydown", enter);
  branch();
  reasons();
  arrive();
}
