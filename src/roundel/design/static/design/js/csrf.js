// The token that every post carries. A new sign-in in another tab changes it; then every form on this page gets the new one.

/** The token as this page knows it. */
export function csrfToken() {
  const field = document.querySelector('input[name="csrfmiddlewaretoken"]');
  return field?.value || document.querySelector("[data-csrf]")?.dataset.csrf || "";
}

/** Put a fresh token into every form of the page. */
export function renewCsrfToken(token) {
  if (!token) return;
  for (const field of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) field.value = token;
  for (const holder of document.querySelectorAll("[data-csrf]")) holder.dataset.csrf = token;
}
