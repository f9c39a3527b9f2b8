// Alt and a letter press the button, follow the link or go to the field that has data-shortcut="letter".
// "?" lists them, when no field has the focus.

function inAField(element) {
  return element?.matches?.("input, textarea, select, [contenteditable]") ?? false;
}

/** The shortcuts that can be used now: what is hidden or behind a dialog is left out. */
function usable() {
  return [...document.querySelectorAll("[data-shortcut]")].filter((one) => one.checkVisibility?.() ?? true);
}

/** Unfold what the summary hides, and go to the first field in it; or fold it away again. */
function open(summary) {
  summary.click();
  if (summary.parentElement.open) summary.parentElement.querySelector("select, input:not([type=hidden]), textarea")?.focus();
  else summary.focus();
}

function use(element) {
  if (element.matches("summary")) open(element);
  else if (element.matches("a, button")) element.click();
  else if (element.matches("input[type=radio], input[type=checkbox]")) {
    element.focus();
    element.click();
  } else {
    element.focus();
    element.select?.();
  }
}

function row(key, words) {
  const term = document.createElement("dt");
  const kbd = document.createElement("kbd");
  kbd.className = "roundel-kbd";
  kbd.textContent = key;
  term.append(kbd);
  const meaning = document.createElement("dd");
  meaning.textContent = words;
  return [term, meaning];
}

function label(element) {
  return element.dataset.shortcutLabel || element.getAttribute("aria-label") || element.labels?.[0]?.textContent.trim() || element.textContent.trim();
}

/** Begin to listen. */
export function startShortcuts() {
  const dialog = document.querySelector("[data-shortcuts-dialog]");
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.altKey && !event.ctrlKey && !event.metaKey) {
      // On some keyboards Alt writes another character: the place of the key is what counts.
      const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key.toLowerCase();
      const found = usable().find((one) => one.dataset.shortcut.toLowerCase() === letter);
      if (!found) return;
      event.preventDefault();
      use(found);
    } else if (event.key === "?" && dialog && !inAField(document.activeElement)) {
      event.preventDefault();
      const rows = usable().flatMap((one) => row(`Alt+${one.dataset.shortcut.toUpperCase()}`, label(one)));
      dialog.querySelector("[data-shortcuts-list]").replaceChildren(...rows, ...row("?", "Show this list"));
      dialog.showModal();
    }
  });
}
