// Put options in order by buttons or by dragging. The lists of places stay: they are the answer, and
// without this script, the way to give it.
for (const list of document.querySelectorAll("[data-ranking]")) {
  const all = Array.from(list.children);
  const placeOf = (item) => item.querySelector("select");
  const textOf = (item) => item.querySelector("label").textContent.trim();
  const most = placeOf(all[0]).options.length - 1;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  list.after(status);

  const ranked = () =>
    all
      .filter((item) => placeOf(item).value && !item.hidden)
      .sort((a, b) => Number(placeOf(a).value) - Number(placeOf(b).value));

  const draw = () => {
    const order = ranked();
    const rest = all.filter((item) => !order.includes(item));
    const wanted = [...order, ...rest];
    if (wanted.some((item, n) => list.children[n] !== item)) list.append(...wanted);
    for (const item of all) {
      const [up, down] = item.querySelectorAll(".movers button");
      const n = order.indexOf(item);
      up.disabled = n === 0 || (n < 0 && order.length >= most);
      down.disabled = n < 0;
    }
  };

  // Give the places anew; what is beyond the last place has none.
  const give = (order, moved) => {
    for (const item of all) placeOf(item).value = "";
    order.slice(0, most).forEach((item, n) => (placeOf(item).value = String(n + 1)));
    draw();
    const n = order.indexOf(moved) + 1;
    if (n > 0 && n <= most) status.textContent = list.dataset.moved.replace("{text}", textOf(moved)).replace("{n}", n);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const move = (item, by) => {
    const order = ranked();
    const n = order.indexOf(item);
    if (n < 0) order.push(item);
    else if (n + by >= order.length) order.splice(n, 1);
    else if (n + by >= 0) order.splice(n + by, 0, ...order.splice(n, 1));
    give(order, item);
  };

  for (const item of all) {
    const movers = document.createElement("span");
    movers.className = "movers";
    for (const [sign, name, by] of [["↑", list.dataset.up, -1], ["↓", list.dataset.down, 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button second";
      button.textContent = sign;
      button.setAttribute("aria-label", `${textOf(item)}：${name}`);
      button.addEventListener("click", () => {
        move(item, by);
        if (!button.disabled) button.focus();
        else movers.querySelector("button:not(:disabled)")?.focus();
      });
      movers.append(button);
    }
    item.append(movers);
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      item.classList.add("is-moving");
      event.dataTransfer.setData("text/plain", "");
      event.dataTransfer.effectAllowed = "move";
    });
    item.addEventListener("dragend", () => item.classList.remove("is-moving"));
  }
  list.addEventListener("dragover", (event) => event.preventDefault());
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    const moving = list.querySelector(".is-moving");
    const target = event.target.closest("li");
    if (!moving || !target || moving === target) return;
    const order = ranked().filter((item) => item !== moving);
    const n = order.indexOf(target);
    order.splice(n < 0 ? order.length : n, 0, moving);
    give(order, moving);
  });
  list.addEventListener("change", (event) => {
    if (event.target.matches("select")) draw();
  });
  draw();
}
