// The desk: a digit leads to writing down what that organisation says.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const link = document.querySelector(`[data-desk-key="${CSS.escape(event.key)}"]`);
  const choice = document.querySelector("#organisation");
  const text = document.querySelector("#text");
  if (!link || !choice || !text) return;
  event.preventDefault();
  choice.value = new URL(link.href).searchParams.get("organisation");
  text.scrollIntoView({ block: "center" });
  text.focus();
});
