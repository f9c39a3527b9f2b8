// Keeps what is typed on the server, never in the browser: desks are shared.
//
// <form data-draft-url="/drafts/contact/new" data-draft-version="3"> posts {"fields": {name: [values]}, "version": 3}
// and is answered {"saved_at": "9:04pm" or null, "version": optional}. Restoring is the server's work.
import { csrfToken } from "./csrf.js";

const PAUSE = 1500; // after the last keystroke
const RETRY = 5000; // while there is no connection
const KEEPALIVE_LIMIT = 60000; // browsers refuse larger bodies when a page is closing
const savers = new Set();

/** What the form holds now, without passwords, files and what only the server needs. */
function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    const input = form.elements[name];
    if (name === "csrfmiddlewaretoken" || typeof value !== "string" || input?.type === "password") continue;
    if (input?.dataset && "noDraft" in input.dataset) continue;
    (fields[name] ??= []).push(value);
  }
  return fields;
}

class Saver {
  constructor(form) {
    this.form = form;
    this.version = Number(form.dataset.draftVersion || 0);
    this.line = form.querySelector("[data-saved-line]") || this.addLine();
    this.last = JSON.stringify(fieldsOf(form));
    this.timer = 0;
    this.running = null;
    this.leaving = false;
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      // The form itself goes to the server now; a draft that arrived after it would come back as a ghost.
      this.leaving = true;
      clearTimeout(this.timer);
      this.running?.abort();
    });
  }

  addLine() {
    const line = document.createElement("p");
    line.className = "roundel-saved";
    line.setAttribute("role", "status");
    line.dataset.savedLine = "";
    this.form.append(line);
    return line;
  }

  get dirty() {
    return JSON.stringify(fieldsOf(this.form)) !== this.last;
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  say(state, ...parts) {
    const text = parts.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
    this.line.dataset.state = state;
    // The same words again would be read out again.
    if (this.line.textContent !== text) this.line.replaceChildren(...parts);
  }

  /** Send what is new; resolves to true when everything typed so far is on the server. */
  async save({ closing = false } = {}) {
    if (this.leaving || this.running) return false;
    const now = JSON.stringify(fieldsOf(this.form));
    if (now === this.last) return true;
    clearTimeout(this.timer);
    this.running = new AbortController();
    try {
      const answer = await this.post(now, closing);
      return await this.read(answer, now);
    } catch {
      if (!this.leaving) this.again("Not saved yet: no connection. Keep this page open, we will try again.");
      return false;
    } finally {
      this.running = null;
      if (!this.leaving && this.last === now && this.dirty) this.later(PAUSE);
    }
  }

  post(now, closing) {
    const body = `{"fields":${now},"version":${this.version}}`;
    return fetch(this.form.dataset.draftUrl, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: closing && new Blob([body]).size < KEEPALIVE_LIMIT,
      signal: this.running.signal,
    });
  }

  async read(answer, now) {
    if (answer.ok) {
      const { saved_at: at, version } = await answer.json();
      this.last = now;
      if (version !== undefined && version !== null) this.version = version;
      this.say("saved", at ? `Saved at ${at}` : "");
      return true;
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 419) this.signedOut();
    else if (answer.status === 409) this.say("waiting", "Someone else changed this record. Yours is kept on this page; when you save you will see both.");
    else if (answer.status === 403) this.refused();
    else if (answer.status === 413) this.say("waiting", "Not saved: there is more text than can be kept. Make it shorter or save it in two parts.");
    else if (answer.status >= 500 || answer.status === 429) this.again("Not saved yet: the server is busy. Keep this page open, we will try again.");
    else this.say("waiting", "Not saved. Keep this page open and use the button to save.");
    return false;
  }

  signedOut() {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = document.querySelector("[data-sign-in-url]")?.dataset.signInUrl || "/";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in again in a new tab";
    this.say("waiting", "Not saved yet: you have been signed out. ", link, ", then come back here: what you typed is still on this page.");
    document.dispatchEvent(new CustomEvent("roundel:signed-out"));
    this.later(RETRY * 2);
  }

  /** The token is out of date: somebody signed in anew in another tab. The session's clock brings a fresh one, if it is the same person. */
  refused() {
    this.again("Not saved yet: this page was open too long. Keep it open, we will try again.");
    document.dispatchEvent(new CustomEvent("roundel:refused"));
  }

  again(words) {
    this.say("waiting", words);
    this.later(RETRY);
  }
}

/** Save every form now; resolves to true when nothing typed is missing on the server. */
export async function saveAll(options) {
  const done = await Promise.all([...savers].map((saver) => saver.save(options)));
  return done.every(Boolean);
}

/** Watch the forms that ask for it. */
export function startAutosave() {
  for (const form of document.querySelectorAll("form[data-draft-url]")) savers.add(new Saver(form));
  if (!savers.size) return;
  document.addEventListener("visibilitychange", () => saveAll({ closing: document.visibilityState === "hidden" }));
  window.addEventListener("pagehide", () => saveAll({ closing: true }));
  window.addEventListener("online", () => saveAll());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const saver of savers) saver.leaving = false;
  });
  document.addEventListener("roundel:signed-in", () => saveAll());
}
