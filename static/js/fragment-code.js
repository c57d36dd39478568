// A mailed link carries its code after "#": no server log ever sees it. Put it into the form, then forget it.
for (const input of document.querySelectorAll("[data-fragment-code]")) {
  const code = decodeURIComponent(location.hash.slice(1));
  if (code && /^[0-9A-Za-z-]{4,64}$/.test(code)) {
    input.value = code;
    history.replaceState(null, "", location.pathname + location.search);
    input.form?.querySelector("[type=submit]")?.focus();
  }
}
