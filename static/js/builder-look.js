// Show a question as it is being typed. Without this the frames are new after saving.
const WAIT = 700;
const form = document.querySelector("form[data-look]");
const frames = [...document.querySelectorAll("iframe[data-live]")];
let timer = 0;
let asked = 0;

const look = async () => {
  const number = ++asked;
  for (const frame of frames) {
    try {
      const answer = await fetch(frame.dataset.live, { method: "POST", body: new FormData(form), headers: { "X-Engage-Fragment": "1" } });
      if (number !== asked) return;
      if (answer.ok) frame.srcdoc = await answer.text();
    } catch {
      return; // saving still works; so does the page
    }
  }
};

if (form && frames.length) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
}
