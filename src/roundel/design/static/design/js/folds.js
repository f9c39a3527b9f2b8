// The filter starts open for those without scripts; on a phone it is folded away so that the list comes first.

/** Fold, unless something was chosen or must be mended in it. */
export function startFolds() {
  if (!matchMedia("(max-width: 48em)").matches) return;
  for (const fold of document.querySelectorAll("details[data-filter-fold]")) {
    if (!fold.querySelector(".moj-filter__selected, .govuk-error-message")) fold.open = false;
  }
}
