// Says before the first paint that scripts run, so that nothing jumps. Also what govuk-frontend waits for.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
