// GOV.UK marks a radio that reveals more with aria-expanded, which a radio may not have (WCAG 4.1.2, found by axe).
// What is revealed follows its radio directly, so nothing is lost without the attribute.

function strip(radio) {
  if (radio.hasAttribute("aria-expanded")) radio.removeAttribute("aria-expanded");
}

/** Keep the attribute away, also when GOV.UK's script sets it again. */
export function startMending() {
  const radios = document.querySelectorAll("input[type=radio][aria-expanded]");
  if (!radios.length) return;
  const observer = new MutationObserver((changes) => changes.forEach((change) => strip(change.target)));
  for (const radio of radios) {
    strip(radio);
    observer.observe(radio, { attributeFilter: ["aria-expanded"] });
  }
}
