// Show and hide questions, rows and options while somebody answers. The server decides again, alone:
// without this script every question of the page that might be asked is there after "次へ".
//
// <form data-show-if="address of expression.js"> holds every question that a script may bring in:
//   [data-question="q3"], [data-row="q3/r1"], [data-option="q3/2"]; several elements may carry one mark.
// <input type="hidden" name="asked"> is kept equal to the codes shown, with spaces between them.
// Anywhere in the form: <script type="application/json" data-conditions>, a JSON object with
//   today      "2026-11-23", the day in Japan
//   values     {"q1": "2", "q4.r1": 3}: what expressions see of the questions before this page
//   questions  every question of the page in the order of the questionnaire:
//     code, show_if (tree or absent),
//     options, rows   {"1": tree or null, …}: only where some of them have a condition; when none is
//                     left, the question is not shown
//     reads      what is read from the controls: [{"of": "q3", "as": kind, "name": "q3", …}]; kinds:
//       code     one chosen (radio, select)       point  the same as a number, if among "points": ["1", …]
//       codes    those chosen (boxes, select)     tick   whether one box is ticked
//       text     what is written                  number what is written, "min", "max", "decimals" as asked
//       date     "names": {"era", "year", "month", "day"}: only those that are asked
//       ranks    "names": {"option": "name of its place"}
//       files    the names of the files chosen; "kept": name of the boxes of files sent before
//       "row": "r1" reads nothing while that row is hidden; "option": "98" (a line to write on) while it
//       is not chosen. Of several with the same "of" the first that says something counts.
//     compute    tree of a computed value, "decimals" its places; "unseen": true keeps it out of "asked"
// Conditions look only at what comes before, so one walk in order settles the page. What is hidden is
// switched off, never emptied: shown again, it says what was typed.

const ERAS = { western: 0, 令和: 2018, 平成: 1988, 昭和: 1925, 大正: 1911, 明治: 1867 };
const CONTROLS = "input, select, textarea, button, option";
const HIDDEN = "[data-question][hidden], [data-row][hidden], [data-option][hidden]";
const OF_OPTIONS = new Set(["code", "codes", "point"]);
const DASHES = /[－−‐‑–—―ー]/g;
// The server leaves out the same from typed text.
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

const narrow = (text) => text.normalize("NFKC").trim();

const typedNumber = (typed, { min = null, max = null, decimals = 0 }) => {
  const text = narrow(typed).replace(DASHES, "-").replace(/[\s,、]/g, "").replace("。", ".");
  const found = /^[+-]?(?:[0-9]+\.?([0-9]*)|\.([0-9]+))$/.exec(text);
  if (!found || typed.length > 40) return null;
  const places = (found[1] ?? found[2] ?? "").replace(/0+$/, "").length;
  const number = Number(text);
  const isOutside = (min !== null && number < min) || (max !== null && number > max);
  return places > (decimals ?? 0) || isOutside || Math.abs(number) > 1e15 ? null : number;
};

const typedDate = (names, one) => {
  const parts = ["year", "month", "day"].filter((part) => names[part]);
  const isEra = names.era && one(names.era) && one(names.era) !== "western";
  const numbers = parts.map((part) => {
    const text = narrow(one(names[part])).replace(/[年月日]+$/, "");
    return part === "year" && text === "元" && isEra ? 1 : /^[0-9]{1,4}$/.test(text) ? Number(text) : null;
  });
  if (numbers.includes(null)) return null;
  const [year, month = 1, day = 1] = [numbers[0] + (isEra ? ERAS[one(names.era)] ?? NaN : 0), ...numbers.slice(1)];
  const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (!(year >= 1868 && year <= 2200) || month < 1 || month > 12 || day < 1 || day > last) return null;
  return [String(year).padStart(4, "0"), ...numbers.slice(1).map((n) => String(n).padStart(2, "0"))].join("-");
};

const ranked = (names, one) => {
  const placed = Object.entries(names).map(([code, name]) => [Number(one(name)), code]);
  const chosen = placed.filter(([place]) => place > 0).sort(([a], [b]) => a - b);
  return chosen.every(([place], n) => place === n + 1) && chosen.length ? chosen.map(([, code]) => code) : null;
};

const fileName = (text) => {
  try {
    return String(JSON.parse(text).name);
  } catch {
    return "";
  }
};

// What somebody has chosen or typed under a name, hidden or not.
const entered = (form, name) => {
  const found = [];
  for (const control of form.elements) {
    if (control.name !== name) continue;
    if (control.type === "radio" || control.type === "checkbox") {
      if (control.checked) found.push(control.value);
    } else if (control.type === "file") found.push(...Array.from(control.files, (file) => file.name));
    else if (control.selectedOptions) found.push(...Array.from(control.selectedOptions, (option) => option.value));
    else found.push(control.value);
  }
  return found.filter((value) => value.trim());
};

const readers = {
  code: (_read, chosen) => chosen[0] ?? null,
  point: (read, chosen) => (read.points.includes(chosen[0]) ? Number(chosen[0]) : null),
  codes: (_read, chosen) => (chosen.length ? chosen : null),
  tick: (_read, chosen) => (chosen.length ? true : null),
  text: (_read, chosen) => (chosen[0] ?? "").replace(/\r\n?/g, "\n").replace(CONTROL_CHARACTERS, "").trim() || null,
  number: (read, chosen) => (chosen.length ? typedNumber(chosen[0], read) : null),
  date: (read, _chosen, one) => typedDate(read.names, one),
  ranks: (read, _chosen, one) => ranked(read.names, one),
  files: (read, chosen, _one, all) => {
    const names = [...(read.kept ? all(read.kept).map(fileName) : []), ...chosen];
    return names.length ? names : null;
  },
};

// One form: what the server says of it, and what is on it now.
class Page {
  constructor(form, { today, values, questions }, language) {
    Object.assign(this, { form, today, before: values, questions, language });
    this.asked = form.elements.namedItem("asked");
    const own = Array.from(form.querySelectorAll("[disabled]"));
    this.switchedOff = new Set(own.filter((control) => !control.closest(HIDDEN)));
  }

  evaluate(tree, values) {
    return this.language.evaluate(tree, values, this.today);
  }

  holds(tree, values) {
    return !tree || this.language.truth(this.evaluate(tree, values));
  }

  // The codes of options or rows that are left; null where none of them has a condition.
  left(conditions, values) {
    return conditions ? Object.keys(conditions).filter((code) => this.holds(conditions[code], values)) : null;
  }

  // What expressions see of a question: name → value, without what is missing.
  read(question, options, rows) {
    const offered = (codes) => (options ? codes.filter((code) => options.includes(code)) : codes);
    const all = (name) => entered(this.form, name);
    const one = (name) => all(name)[0] ?? "";
    const chosen = offered(all(question.code));
    const found = {};
    for (const part of question.reads ?? []) {
      const isHidden = (rows && part.row && !rows.includes(part.row)) || (part.option && !chosen.includes(part.option));
      if (isHidden || found[part.of] !== undefined) continue;
      const given = part.name ? all(part.name) : [];
      const value = readers[part.as](part, OF_OPTIONS.has(part.as) ? offered(given) : given, one, all);
      if (value !== null) found[part.of] = part.as === "ranks" ? offered(value) : value;
    }
    return found;
  }

  computed(question, values) {
    const value = this.evaluate(question.compute, values);
    const isRounded = typeof value === "number" && Number.isInteger(question.decimals);
    return value === null ? {} : { [question.code]: isRounded ? this.language.rounded(value, question.decimals) : value };
  }

  show(kind, code, isShown) {
    for (const element of this.form.querySelectorAll(`[data-${kind}="${CSS.escape(code)}"]`)) element.hidden = !isShown;
  }

  showParts(kind, question, conditions, left) {
    for (const code of Object.keys(conditions ?? {})) this.show(kind, `${question.code}/${code}`, left.includes(code));
  }

  update() {
    const values = { ...this.before };
    const shown = [];
    for (const question of this.questions) {
      const options = this.left(question.options, values);
      const rows = this.left(question.rows, values);
      const isShown = this.holds(question.show_if, values) && options?.length !== 0 && rows?.length !== 0;
      this.show("question", question.code, isShown);
      this.showParts("option", question, question.options, options);
      this.showParts("row", question, question.rows, rows);
      if (!isShown) continue;
      Object.assign(values, question.compute ? this.computed(question, values) : this.read(question, options, rows));
      if (!question.unseen) shown.push(question.code);
    }
    if (this.asked) this.asked.value = shown.join(" ");
    for (const control of this.form.querySelectorAll(CONTROLS)) {
      control.disabled = control.closest(HIDDEN) !== null || this.switchedOff.has(control);
    }
  }
}

for (const form of document.querySelectorAll("form[data-show-if]")) {
  const block = form.querySelector("script[data-conditions]");
  if (!block) continue;
  const language = await import(form.dataset.showIf || "./expression.js");
  const page = new Page(form, JSON.parse(block.textContent), language);
  const update = () => page.update();
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  addEventListener("pageshow", update);
  update();
}
