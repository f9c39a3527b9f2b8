// Warns before the session ends, lets the person stay, and keeps what was typed whatever happens.
//
// GET data-remaining-url answers {"seconds": n, "csrf": "token", "person": "id"} and does not prolong the session; 401 when it
// has ended. Should somebody else have signed in meanwhile, what the first person typed stays covered and is thrown away.
// POST data-continue-url prolongs it and answers the same.
import { saveAll } from "./autosave.js";
import { csrfToken, renewCsrfToken } from "./csrf.js";

const WARN = 5 * 60; // seconds before the end
const LOOK_AGAIN = 15; // seconds, while the warning stands: another tab may have prolonged the session
const LONGEST_NAP = 10 * 60;

class Session {
  constructor(dialog) {
    this.dialog = dialog;
    this.title = dialog.querySelector("h2");
    this.ends = dialog.querySelector("[data-session-ends]");
    this.problem = dialog.querySelector("[data-session-problem]");
    this.timer = 0;
    this.out = false;
    dialog.querySelector("[data-session-continue]").addEventListener("click", () => this.prolong());
    // Escape means "go on", and is never a way past the closed door.
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      if (!this.out) this.prolong();
    });
    // A browser closes a dialog at the second Escape whatever "cancel" says.
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.out) event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      if (this.out) dialog.showModal();
    });
    document.addEventListener("roundel:signed-out", () => this.ended());
    document.addEventListener("roundel:refused", () => this.look());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.look();
    });
    this.look();
  }

  later(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), Math.max(1, seconds) * 1000);
  }

  ask(url, method) {
    const headers = { Accept: "application/json" };
    if (method === "POST") headers["X-CSRFToken"] = csrfToken();
    return fetch(url, { method, headers, credentials: "same-origin", redirect: "manual", cache: "no-store" });
  }

  async look() {
    try {
      await this.read(await this.ask(this.dialog.dataset.remainingUrl, "GET"));
    } catch {
      this.later(LOOK_AGAIN);
    }
  }

  async prolong() {
    try {
      await this.read(await this.ask(this.dialog.dataset.continueUrl, "POST"));
      this.problem.hidden = true;
    } catch {
      this.problem.hidden = false;
    }
  }

  async read(answer) {
    if (answer.status === 401 || answer.type === "opaqueredirect") {
      this.ended();
      return;
    }
    if (answer.status === 404) return; // this program has no session clock
    if (!answer.ok) throw new Error(String(answer.status));
    const { seconds, csrf, person } = await answer.json();
    this.person ??= person;
    if (person !== this.person) {
      this.somebodyElse();
      return;
    }
    renewCsrfToken(csrf);
    if (this.out) this.back();
    if (seconds > WARN) this.calm(seconds);
    else this.warn(seconds);
  }

  somebodyElse() {
    this.ended();
    clearTimeout(this.timer);
    location.replace("/");
  }

  calm(seconds) {
    if (this.dialog.open) this.dialog.close();
    this.later(Math.min(seconds - WARN, LONGEST_NAP));
  }

  async warn(seconds) {
    const end = new Date(Date.now() + seconds * 1000);
    const hours = end.getHours();
    this.ends.textContent = `${hours % 12 || 12}:${String(end.getMinutes()).padStart(2, "0")}${hours < 12 ? "am" : "pm"}`;
    if (!this.dialog.open) {
      await saveAll();
      this.dialog.showModal();
    }
    this.later(Math.min(LOOK_AGAIN, seconds + 1));
  }

  /** The page is covered, not emptied: what was typed is under the cover and comes back after signing in. */
  ended() {
    if (!this.out) {
      this.out = true;
      this.kept = [...this.dialog.childNodes];
      this.dialog.replaceChildren(...this.door());
      this.dialog.classList.add("roundel-dialog--covers");
      if (!this.dialog.open) this.dialog.showModal();
    }
    this.later(LOOK_AGAIN);
  }

  door() {
    const title = document.createElement("h2");
    title.className = "govuk-heading-m";
    title.id = "session-dialog-title";
    title.textContent = "You have been signed out";
    const words = document.createElement("p");
    words.className = "govuk-body";
    words.textContent = "What you typed is still here, covered until you sign in again.";
    const link = document.createElement("a");
    link.className = "govuk-button";
    link.href = this.dialog.dataset.signInUrl;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in again in a new tab";
    return [title, words, link];
  }

  back() {
    this.out = false;
    this.dialog.classList.remove("roundel-dialog--covers");
    this.dialog.replaceChildren(...this.kept);
    this.dialog.close();
    document.dispatchEvent(new CustomEvent("roundel:signed-in"));
  }
}

/** Begin to watch, on pages that have the dialog. */
export function startSession() {
  const dialog = document.querySelector("[data-session-dialog]");
  if (dialog) new Session(dialog);
}
