// Enter that confirms a Japanese conversion belongs to the conversion; it must not send the form.
let justComposed = false;
document.addEventListener("compositionend", () => {
  justComposed = true;
  setTimeout(() => (justComposed = false), 50);
});
document.addEventListener(
  "keydown",
  (event) => {
    const isEnter = event.key === "Enter" && event.target.matches("input");
    if (isEnter && (event.isComposing || event.keyCode === 229 || justComposed)) event.preventDefault();
  },
  true,
);
