// Asks every two seconds, while the page is looked at, whether a call was answered where one sits. What comes is
// put into a status region: it is read out, and takes the focus from nobody. Without this script the call stands
// in the work queue.
const EVERY = 2000;
const SLOWER = 30000;

function watch(region) {
  let shown = "";
  let timer = 0;

  async function ask() {
    clearTimeout(timer);
    let wait = EVERY;
    try {
      const answer = await fetch(region.dataset.arriving, { headers: { Accept: "text/html" }, redirect: "error" });
      if (answer.status === 401 || answer.status === 403) return; // signed out: the session's own dialog says so
      if (answer.ok) show(await answer.text());
      else wait = SLOWER;
    } catch {
      wait = SLOWER; // the line to the server is down; it is asked again later
    }
    if (document.visibilityState === "visible") timer = setTimeout(ask, wait);
  }

  function show(text) {
    const part = new DOMParser().parseFromString(text, "text/html");
    const key = [...part.querySelectorAll("[data-call]")].map((one) => one.dataset.call).join(" ");
    if (key === shown) return; // the same calls: what is on the page stays, with the focus that may be in it
    shown = key;
    region.replaceChildren(...part.body.childNodes);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") ask();
    else clearTimeout(timer);
  });
  ask();
}

for (const region of document.querySelectorAll("[data-arriving]")) watch(region);
