// In the grid of a day the arrow keys go up and down a column, as in a spreadsheet. Tab goes along the row, as always.
const STEP = { ArrowUp: -1, ArrowDown: 1, Enter: 1 };

for (const grid of document.querySelectorAll("[data-grid]")) {
  grid.addEventListener("keydown", (event) => {
    const step = STEP[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || !event.target.matches("input")) return;
    const row = event.target.closest("tr");
    const place = [...row.querySelectorAll("input")].indexOf(event.target);
    const rows = [...grid.querySelectorAll("tbody tr:has(input)")];
    const next = rows[rows.indexOf(row) + step]?.querySelectorAll("input")[place];
    if (!next) return; // Enter in the last row sends the form
    event.preventDefault();
    next.focus();
    next.select();
  });
}
