// Alt+Q, then one letter: a call in which nobody spoke is counted. The buttons stand on the page without this script;
// with it they move into a dialog, inside the same form.
for (const tally of document.querySelectorAll("[data-tally]")) {
  const dialog = document.createElement("dialog");
  dialog.className = "roundel-dialog";
  dialog.setAttribute("aria-labelledby", "tally-title");
  dialog.append(...tally.childNodes);
  for (const button of dialog.querySelectorAll("[data-letter]")) {
    const key = document.createElement("kbd");
    key.className = "roundel-kbd helpline-tally__letter";
    key.textContent = button.dataset.letter.toUpperCase();
    button.append(key);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "helpline-link";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(close);

  const open = document.createElement("button");
  open.type = "button";
  open.className = "govuk-button govuk-button--secondary";
  open.dataset.shortcut = "q";
  open.dataset.shortcutLabel = "Count a call in which nobody spoke";
  open.append("Count a call ");
  const hint = document.createElement("kbd");
  hint.className = "roundel-kbd";
  hint.textContent = "Alt+Q";
  open.append(hint);
  open.addEventListener("click", () => dialog.showModal());
  tally.append(open, dialog);

  let sent = false;
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const button = [...dialog.querySelectorAll("[data-letter]")].find((one) => one.dataset.letter === event.key.toLowerCase());
    if (!button || sent) return;
    event.preventDefault();
    sent = true;
    button.click();
  });
}
