// Type-ahead over a long group of checkboxes, or a select: an addition, the boxes themselves stay the form's fields.
// <div class="govuk-checkboxes" data-typeahead> or <select data-typeahead>. The library is loaded only where it is needed.

const LIBRARY = new URL("../vendor/accessible-autocomplete/accessible-autocomplete.min.js", import.meta.url);
const STYLE = new URL("../vendor/accessible-autocomplete/accessible-autocomplete.min.css", import.meta.url);

async function library() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = STYLE;
  const script = document.createElement("script");
  script.src = LIBRARY;
  const loaded = new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = reject;
  });
  document.head.append(sheet, script);
  await loaded;
  return window.accessibleAutocomplete;
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}

function changed(element) {
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Checkboxes: chosen ones become tags, the others are found by typing; "Show all" brings the boxes back. */
function overCheckboxes(autocomplete, group) {
  const boxes = [...group.querySelectorAll("input[type=checkbox]")].map((box) => ({ box, words: box.labels[0].textContent.trim() }));
  const legend = group.closest("fieldset")?.querySelector("legend");
  const holder = document.createElement("div");
  holder.className = "roundel-typeahead";
  const chosen = document.createElement("ul");
  chosen.className = "roundel-typeahead__chosen";
  const picker = document.createElement("div");
  const all = document.createElement("button");
  all.type = "button";
  all.className = "govuk-link roundel-header__link";
  all.textContent = "Show all as a list";
  const id = `${boxes[0].box.id}-typeahead`;
  const label = document.createElement("label");
  label.className = "govuk-visually-hidden";
  label.htmlFor = id;
  label.textContent = `${legend?.textContent.trim() ?? ""}: type to find`;

  function show() {
    chosen.replaceChildren(
      ...boxes.filter(({ box }) => box.checked).map(({ box, words }) => {
        const item = document.createElement("li");
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "roundel-typeahead__remove";
        remove.textContent = words;
        remove.setAttribute("aria-label", `Remove ${words}`);
        remove.addEventListener("click", () => {
          box.checked = false;
          changed(box);
          show();
          document.getElementById(id)?.focus();
        });
        item.append(remove);
        return item;
      }),
    );
  }

  autocomplete({
    element: picker,
    id,
    name: "", // only the boxes are sent
    source: (query, fill) => fill(boxes.filter(({ box, words }) => !box.checked && plain(words).includes(plain(query))).map(({ words }) => words)),
    confirmOnBlur: false,
    autoselect: true,
    showAllValues: true,
    tNoResults: () => "Nothing with these letters",
    onConfirm: (words) => {
      const found = boxes.find((one) => one.words === words);
      if (!found) return;
      found.box.checked = true;
      changed(found.box);
      show();
      setTimeout(() => {
        const field = document.getElementById(id);
        if (field) {
          field.value = "";
          field.dispatchEvent(new Event("input", { bubbles: true }));
          // Whoever has gone on to another field by now stays there.
          if (document.activeElement === document.body || holder.contains(document.activeElement)) field.focus();
        }
      });
    },
  });
  all.addEventListener("click", () => {
    group.hidden = false;
    holder.remove();
    boxes[0].box.focus();
  });
  group.addEventListener("change", show);
  holder.append(label, picker, chosen, all);
  group.before(holder);
  group.hidden = true;
  show();
}

/** Begin, where a page asks for it. Should the library not load, the plain fields are still there. */
export async function startTypeahead() {
  const groups = [...document.querySelectorAll("[data-typeahead]")];
  if (!groups.length) return;
  const autocomplete = await library();
  for (const group of groups) {
    if (group.matches("select")) autocomplete.enhanceSelectElement({ selectElement: group, defaultValue: group.value ? undefined : "", confirmOnBlur: true });
    else if (group.querySelector("input[type=checkbox]")) overCheckboxes(autocomplete, group);
  }
}
