// Begins allauth's passkey ceremonies, whose options stand in attributes, and says in words when one fails.
const BUTTONS = { loginForm: "login", authenticateForm: "authenticate", addForm: "add" };
const field = document.querySelector("[data-passkey]");
const trouble = document.querySelector("[data-passkey-trouble]");

document.addEventListener("allauth.error", (event) => {
  if (!trouble) return;
  event.preventDefault();
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "nearest" });
});

if (field) {
  const what = field.dataset.passkey;
  const ids = { credential: field.id, [BUTTONS[what]]: field.dataset.passkeyButton };
  if (field.dataset.passkeyPasswordless) ids.passwordless = field.dataset.passkeyPasswordless;
  window.allauth.webauthn.forms[what]({ ids, data: JSON.parse(field.dataset.passkeyOptions ?? "null") });
}
