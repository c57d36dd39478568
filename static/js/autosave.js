// Keep a draft of the answers while somebody thinks. The form itself saves at every step without this.
const QUIET = 1000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = document.querySelector("[data-autosave-status]");
  let timer;
  let sending = false;
  let again = false;

  const say = (text) => {
    if (status && text) status.textContent = text;
  };

  const save = async () => {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    again = false;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        // files are sent with the page itself, not while one writes
        body: new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")),
        headers: { "X-Engage-Fragment": "1" },
        redirect: "error",
      });
      say(answer.ok ? status?.dataset.savedText : status?.dataset.failedText);
    } catch {
      say(status?.dataset.failedText);
    }
    sending = false;
    if (again) save();
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => clearTimeout(timer));
}
