// Leaving: the page is covered first, then replaced, so that "Back" does not return to it; and covered again if it does.
// Without this script the link itself works.
(() => {
  "use strict";
  let escapes = 0;
  let forget = 0;

  function cover() {
    document.title = "New tab";
    const sheet = document.createElement("div");
    sheet.className = "roundel-cover";
    document.body.append(sheet);
  }

  function leave() {
    const link = document.querySelector("a[data-leave]");
    if (!link) return;
    cover();
    location.replace(link.href);
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("a[data-leave]")) return;
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      escapes = 0;
      return;
    }
    clearTimeout(forget);
    forget = setTimeout(() => (escapes = 0), 3000);
    escapes += 1;
    if (escapes < 3) return;
    // Escape is also the browser's "stop loading": it would stop the page that we go to.
    event.preventDefault();
    leave();
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector(".roundel-cover")) return;
    if (event.persisted) {
      cover();
      location.reload();
    }
  });
})();
