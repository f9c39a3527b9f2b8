// <time data-timer-start="2027-03-14T21:04:00+00:00" data-timer-now="…"> counts up from the server's start, by the server's
// clock: this computer's may be wrong. It is silent for screen readers, who can read it when they want to.

function words(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = String(Math.floor(seconds / 60) % 60).padStart(2, "0");
  const rest = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${minutes}:${rest}` : `${minutes}:${rest}`;
}

/** Begin to count. */
export function startTimers() {
  for (const timer of document.querySelectorAll("[data-timer-start]")) {
    const start = Date.parse(timer.dataset.timerStart);
    const serverNow = Date.parse(timer.dataset.timerNow || "") || Date.now();
    const shownAt = performance.now();
    timer.setAttribute("role", "timer");
    timer.setAttribute("aria-live", "off");
    const tick = () => {
      const gone = serverNow - start + performance.now() - shownAt;
      timer.textContent = words(Math.max(0, Math.floor(gone / 1000)));
      setTimeout(tick, 1000 - (gone % 1000));
    };
    tick();
  }
}
