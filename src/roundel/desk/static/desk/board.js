// Keeps the board up to date: fetches the part that changes and puts in only the tiles that did, so that nothing flickers.
// When the server cannot be reached it says since when the board is old, in the place where the eye looks for the time.
const EVERY = 15_000; // milliseconds
const PATIENCE = 10_000; // how long an answer may take

class Board {
  constructor(element) {
    this.element = element;
    this.said = document.querySelector("[data-board-said]");
    this.at = element.querySelector("[data-board-time]").textContent;
    this.setClock(element);
    setInterval(() => this.tick(), 1000);
    setInterval(() => this.refresh(), EVERY);
    // A screen that was asleep asks at once, not when its turn comes.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.refresh();
    });
  }

  async refresh() {
    if (this.asking) return;
    this.asking = true;
    try {
      const answer = await fetch(this.element.dataset.board, {
        credentials: "same-origin",
        redirect: "manual",
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status === 401 || answer.type === "opaqueredirect") this.old("Signed out. Not up to date since");
      else if (answer.ok) this.show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      else this.old("Not up to date since");
    } catch {
      this.old("Not up to date since");
    } finally {
      this.asking = false;
    }
  }

  show(fresh) {
    const before = this.dangers();
    this.replaceTiles(fresh);
    this.at = fresh.querySelector("[data-board-time]").textContent;
    this.setClock(fresh);
    this.tick();
    this.say(fresh.querySelector("[data-board-at]").textContent, false);
    const now = this.dangers();
    if (now !== before) this.said.textContent = now || "No danger waits any more.";
  }

  replaceTiles(fresh) {
    const list = this.element.querySelector(".board__tiles");
    const there = new Map([...list.children].map((tile) => [tile.dataset.tile, tile]));
    const wanted = [...fresh.querySelectorAll("[data-tile]")].map((tile) => {
      const old = there.get(tile.dataset.tile);
      return old && old.outerHTML === tile.outerHTML ? old : document.importNode(tile, true);
    });
    const same = wanted.length === list.children.length && wanted.every((tile, place) => tile === list.children[place]);
    if (!same) list.replaceChildren(...wanted);
  }

  dangers() {
    const found = this.element.querySelectorAll(".board__tiles > .danger");
    return [...found].map((tile) => [...tile.querySelectorAll("h2, p, strong")].map((part) => part.textContent).join(" ")).join(". ");
  }

  old(words) {
    this.say(`${words} ${this.at}`, true);
  }

  say(words, isOld) {
    const line = this.element.querySelector("[data-board-at]");
    if (line.textContent !== words) line.textContent = words;
    line.classList.toggle("board__at--old", isOld);
  }

  /** The time is the server's: the clock of a screen on the wall is often wrong. */
  setClock(part) {
    this.ahead = Date.parse(part.querySelector("[data-board-time]").dateTime) - Date.now();
  }

  tick() {
    const now = new Date(Date.now() + this.ahead);
    const zone = this.element.dataset.zone;
    const time = now.toLocaleTimeString("en-GB", { timeZone: zone, hour: "numeric", minute: "2-digit", hour12: true });
    const day = now.toLocaleDateString("en-GB", { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
    this.write("[data-board-time]", time.replace(/\s/g, "").replace(/^0:/, "12:").toLowerCase());
    this.write("[data-board-day]", day.replace(",", ""));
  }

  write(place, words) {
    const element = this.element.querySelector(place);
    if (element.textContent !== words) element.textContent = words;
  }
}

const element = document.querySelector("[data-board]");
if (element) new Board(element);
