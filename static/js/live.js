// The meeting in progress: ask for the list again, and replace it only when it changed.
const MAX_WAIT = 60;

for (const region of document.querySelectorAll("[data-poll-url]")) {
  const announce = document.querySelector("[data-live-announce]");
  const every = Number(region.dataset.pollSeconds) || 10;
  let tag = region.dataset.pollTag || "";
  let wait = every;

  const tell = () => {
    const count = region.querySelector("[data-live-count]")?.dataset.liveCount;
    if (!announce || count === undefined || announce.dataset.count === count) return;
    if (announce.dataset.count !== undefined) {
      announce.textContent = (announce.dataset.liveText || "").replace("{count}", count);
    }
    announce.dataset.count = count;
  };

  const hasFocusInside = () => region.contains(document.activeElement);

  const ask = async () => {
    try {
      const headers = { "X-Engage-Fragment": "1" };
      if (tag) headers["If-None-Match"] = tag;
      // credentials stay away: a public fragment depends on no cookie, so that a proxy may keep it
      const answer = await fetch(region.dataset.pollUrl, { headers, credentials: region.dataset.pollCredentials || "omit" });
      if (answer.status === 200) {
        const text = await answer.text();
        if (!hasFocusInside()) {
          region.innerHTML = text;
          tag = answer.headers.get("ETag") || "";
          tell();
        }
      }
      wait = answer.ok || answer.status === 304 ? every : Math.min(wait * 2, MAX_WAIT);
    } catch {
      wait = Math.min(wait * 2, MAX_WAIT);
    }
    setTimeout(ask, wait * 1000);
  };

  tell();
  setTimeout(ask, wait * 1000);
}
