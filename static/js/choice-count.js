// Say how many more may be chosen. Nothing is ever disabled: the server has the last word.
for (const group of document.querySelectorAll("[data-choice-limit]")) {
  const limit = Number(group.dataset.choiceLimit);
  const status = group.querySelector("[data-choice-status]");
  if (!limit || !status) continue;
  group.addEventListener("change", () => {
    const left = limit - group.querySelectorAll("input[type=checkbox]:checked").length;
    const text = left > 0 ? status.dataset.left : left === 0 ? status.dataset.full : status.dataset.over;
    status.textContent = (text || "").replace("{n}", Math.abs(left));
  });
}
