// Says in words when a passkey was not used; the ceremony itself is allauth's.
const trouble = document.querySelector("[data-passkey-trouble]");

document.addEventListener("allauth.error", (event) => {
  if (!trouble) return;
  event.preventDefault();
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "nearest" });
});
