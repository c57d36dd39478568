// A text that was typed outlives a lost connection: it stays on this device until it was sent.
const PREFIX = "engage-keep:";
const SENT = "engage-sent:";

for (const area of document.querySelectorAll("textarea[data-keep]")) {
  const key = PREFIX + area.dataset.keep;
  const sent = SENT + area.dataset.keep;
  try {
    // The page comes back with a good notice after this form was sent: the text is safe elsewhere.
    if (sessionStorage.getItem(sent) && document.querySelector(".notice.good")) localStorage.removeItem(key);
    sessionStorage.removeItem(sent);
    const kept = localStorage.getItem(key);
    if (kept && !area.value) area.value = kept;
    area.addEventListener("input", () => {
      if (area.value) localStorage.setItem(key, area.value);
      else localStorage.removeItem(key);
    });
    area.form?.addEventListener("submit", () => sessionStorage.setItem(sent, "1"));
  } catch {
    // A browser without storage: the page works as before.
  }
}
