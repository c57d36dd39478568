// Drag questions in the outline. The buttons up and down do the same; a drop presses one of them.
const status = document.querySelector("[data-builder-status]");
const form = document.querySelector("form[data-builder]");

const place = (item) => {
  const list = item.closest("[data-questions]");
  const before = item.previousElementSibling;
  return `${list.dataset.questions}:${before ? before.dataset.question : ""}`;
};

const post = (item) => {
  const button = document.createElement("button");
  button.type = "submit";
  button.hidden = true;
  button.name = "to";
  button.value = place(item);
  button.setAttribute("formaction", item.dataset.move);
  form.append(button);
  form.requestSubmit(button);
};

if (form) {
  let dragged = null;
  let home = "";
  for (const item of form.querySelectorAll("[data-question]")) {
    const move = item.querySelector('button[formaction$="/move"]');
    if (!move) continue;
    item.dataset.move = move.getAttribute("formaction");
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      home = place(item);
      item.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      if (status) status.textContent = (status.dataset.moved || "").replace("{q}", item.dataset.question);
    });
    item.addEventListener("dragend", () => {
      item.classList.remove("dragged");
      if (place(item) !== home) post(item);
      dragged = null;
    });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const box = item.getBoundingClientRect();
      item[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
    });
  }
}
