// The expression language of questionnaires in the browser: the same tree, the same answers as
// surveys/logic on the server (10,000 random cases are compared in tests/browser/test_expressions.py).
// Nothing is ever run as code: the tree is walked. null is "missing".

const MOST_WHOLE = 1e15;
const LONGEST_TEXT = 10000;
const MANY = 400;
const SCALES = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];
const NUMBER = /^-?[0-9]{1,15}(\.[0-9]{1,15})?$/;
const DATE = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/;
const FORMATS = new Map([
  ["mail", /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$/],
  ["phone", /^\+?(?=(?:-?[0-9]){9,15}$)[0-9]{2,5}(-?[0-9]{1,4}){1,3}$/],
  ["postal_code", /^[0-9]{3}-?[0-9]{4}$/],
  ["url", /^https?:\/\/[!-~]{1,2000}$/],
  ["digits", /^[0-9]+$/],
  ["katakana", /^[ァ-ヺー・ \u3000]+$/],
  ["hiragana", /^[ぁ-ゖー・ \u3000]+$/],
]);

export const truth = (value) =>
  value !== null && value !== "" && value !== false && value !== 0 && !(Array.isArray(value) && !value.length);

const isMissing = (value) => value === null || value === "" || (Array.isArray(value) && !value.length);

const finite = (number) => (Number.isFinite(number) ? number : null);

export const numberOf = (value) => {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return finite(value);
  if (Array.isArray(value)) return value.length === 1 ? numberOf(value[0]) : null;
  if (typeof value !== "string") return null;
  const trimmed = value.replace(/^ +/, "").replace(/ +$/, "");
  return NUMBER.test(trimmed) ? Number(trimmed) : null;
};

const digits = (number) => {
  if (Math.abs(number) >= MOST_WHOLE) return null;
  if (Number.isInteger(number)) return String(number === 0 ? 0 : number);
  const scaled = BigInt(Math.floor(Math.abs(number) * 1e6 + 0.5));
  const rest = String(scaled % 1000000n).padStart(6, "0").replace(/0+$/, "");
  const text = rest ? `${scaled / 1000000n}.${rest}` : String(scaled / 1000000n);
  return number < 0 && text !== "0" ? `-${text}` : text;
};

export const textOf = (value) => {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "true" : "false";
  if (Array.isArray(value)) return value.join(",");
  const number = numberOf(value);
  return number === null ? null : digits(number);
};

const letters = (value) => textOf(value) ?? "";

export const rounded = (number, places) => {
  const scale = SCALES[places];
  if (Math.abs(number) * scale >= MOST_WHOLE) return number;
  const found = Math.floor(Math.abs(number) * scale + 0.5) / scale;
  return number < 0 ? 0 - found : found;
};

const equal = (left, right) => {
  if (isMissing(left) || isMissing(right)) return isMissing(left) && isMissing(right);
  if (typeof left === "string" && typeof right === "string") return left === right;
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== null && b !== null) return a === b;
  return textOf(left) === textOf(right);
};

// Texts in the order of Unicode, not of UTF-16: 𠮷 comes after Ａ.
const isBefore = (left, right) => {
  const a = Array.from(left);
  const b = Array.from(right);
  for (let n = 0; n < a.length && n < b.length; n += 1) {
    if (a[n] !== b[n]) return a[n].codePointAt(0) < b[n].codePointAt(0);
  }
  return a.length < b.length;
};

const less = (left, right) => {
  if (isMissing(left) || isMissing(right)) return null;
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== null && b !== null) return a < b;
  return typeof left === "string" && typeof right === "string" ? isBefore(left, right) : null;
};

const ordered = (name, left, right) => {
  const below = less(left, right);
  if (below === null) return false;
  if (name === "<") return below;
  if (name === ">=") return !below;
  const above = less(right, left) ?? false;
  return name === ">" ? above : !above;
};

const codesOf = (value) => {
  if (isMissing(value)) return [];
  if (Array.isArray(value)) return value;
  const text = textOf(value);
  return text === null ? [] : [text];
};

const arithmetic = (name, left, right) => {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === null || b === null) return null;
  if (name === "+") return finite(a + b);
  if (name === "-") return finite(a - b);
  if (name === "*") return finite(a * b);
  if (b === 0) return null;
  if (name === "/") return finite(a / b);
  return Math.abs(a / b) < MOST_WHOLE ? finite(a - b * Math.trunc(a / b)) : null;
};

const numbers = (given) => given.map(numberOf).filter((number) => number !== null);
const total = (given) => finite(numbers(given).reduce((sum, number) => sum + number, 0));
const extreme = (given, better) => {
  const found = numbers(given);
  return found.length ? found.reduce((best, number) => (better(number, best) ? number : best)) : null;
};
const mean = (given) => {
  const sum = total(given);
  const count = numbers(given).length;
  return count && sum !== null ? sum / count : null;
};
const withNumber = (value, work) => {
  const number = numberOf(value);
  return number === null ? null : work(number);
};
const withText = (value, work) => {
  const text = textOf(value);
  return text === null ? null : work(text);
};
const countIf = ([wanted, ...given]) =>
  given
    .flatMap((value) => (Array.isArray(value) ? value : isMissing(value) ? [] : [value]))
    .filter((value) => equal(value, wanted)).length;

const substring = ([value, from, length = LONGEST_TEXT]) => {
  const text = textOf(value);
  const start = numberOf(from);
  const count = numberOf(length);
  if (text === null || start === null || count === null) return null;
  if (Math.abs(start) > 1e9 || Math.abs(count) > 1e9) return null;
  const first = Math.max(0, Math.floor(start) - 1);
  return Array.from(text).slice(first, first + Math.max(0, Math.floor(count))).join("");
};

const dayOf = (value) => {
  const found = typeof value === "string" ? DATE.exec(value) : null;
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1), Number(found[3] ?? 1)];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year >= 1 && days !== undefined && day >= 1 && day <= days ? { year, month, day } : null;
};

// Days since a fixed day, counted in whole numbers: no clock, no time zone.
const dayNumber = ({ year, month, day }) => {
  const y = month > 2 ? year : year - 1;
  const m = (month + 9) % 12;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return 365 * y + leaps + Math.floor((153 * m + 2) / 5) + day;
};

const date = (given) => {
  const parts = given.map(numberOf);
  if (!parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 9999)) return null;
  const [year, month, day] = parts.map(String);
  const text = `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return dayOf(text) ? text : null;
};

const daysBetween = ([from, to]) => {
  const [a, b] = [dayOf(from), dayOf(to)];
  return a && b ? dayNumber(b) - dayNumber(a) : null;
};

const yearsBetween = ([from, to]) => {
  const [a, b] = [dayOf(from), dayOf(to)];
  if (!a || !b || dayNumber(b) < dayNumber(a)) return null;
  const isShort = b.month < a.month || (b.month === a.month && b.day < a.day);
  return b.year - a.year - (isShort ? 1 : 0);
};

const rank = ([value, code]) => {
  const place = codesOf(value).indexOf(textOf(code));
  return place < 0 ? null : place + 1;
};

const at = ([value, n]) => {
  const place = numberOf(n);
  return Number.isInteger(place) && place >= 1 ? (codesOf(value)[place - 1] ?? null) : null;
};

const round = ([value, n = 0]) => {
  const [number, places] = [numberOf(value), numberOf(n)];
  return number !== null && Number.isInteger(places) && SCALES[places] ? rounded(number, places) : null;
};

// name → [fewest arguments, most arguments, what it does]
const FUNCTIONS = new Map([
  ["sum", [1, MANY, total]],
  ["min", [1, MANY, (given) => extreme(given, (a, b) => a < b)]],
  ["max", [1, MANY, (given) => extreme(given, (a, b) => a > b)]],
  ["mean", [1, MANY, mean]],
  ["count", [1, MANY, (given) => given.reduce((sum, v) => sum + (Array.isArray(v) ? v.length : isMissing(v) ? 0 : 1), 0)]],
  ["count_if", [2, MANY, countIf]],
  ["answered", [1, MANY, (given) => given.some((value) => !isMissing(value))]],
  ["round", [1, 2, round]],
  ["floor", [1, 1, ([value]) => withNumber(value, Math.floor)]],
  ["ceil", [1, 1, ([value]) => withNumber(value, Math.ceil)]],
  ["abs", [1, 1, ([value]) => withNumber(value, Math.abs)]],
  ["sqrt", [1, 1, ([value]) => withNumber(value, (number) => (number < 0 ? null : Math.sqrt(number)))]],
  ["coalesce", [1, MANY, (given) => given.find((value) => !isMissing(value)) ?? null]],
  ["number", [1, 1, ([value]) => numberOf(value)]],
  ["text", [1, 1, ([value]) => textOf(value)]],
  ["length", [1, 1, ([value]) => Array.from(letters(value)).length]],
  ["lower", [1, 1, ([value]) => withText(value, (text) => text.replace(/[A-Z]/g, (c) => c.toLowerCase()))]],
  ["upper", [1, 1, ([value]) => withText(value, (text) => text.replace(/[a-z]/g, (c) => c.toUpperCase()))]],
  ["contains", [2, 2, ([text, part]) => letters(text).includes(letters(part))]],
  ["starts", [2, 2, ([text, part]) => letters(text).startsWith(letters(part))]],
  ["ends", [2, 2, ([text, part]) => letters(text).endsWith(letters(part))]],
  ["substring", [2, 3, substring]],
  ["join", [1, MANY, (given) => Array.from(given.map(letters).join("")).slice(0, LONGEST_TEXT).join("")]],
  ["matches", [2, 2, ([text, name]) => FORMATS.has(name) && textOf(text) !== null && FORMATS.get(name).test(textOf(text))]],
  ["rank", [2, 2, rank]],
  ["at", [2, 2, at]],
  ["today", [0, 0, (_given, today) => today]],
  ["date", [3, 3, date]],
  ["year", [1, 1, ([value]) => dayOf(value)?.year ?? null]],
  ["month", [1, 1, ([value]) => dayOf(value)?.month ?? null]],
  ["day", [1, 1, ([value]) => dayOf(value)?.day ?? null]],
  ["days_between", [2, 2, daysBetween]],
  ["years_between", [2, 2, yearsBetween]],
]);
// A question with rows stands for all of them in these.
const SEES_PARTS = new Set(["answered", "count", "count_if", "sum", "min", "max", "mean"]);

const whole = (path, values) => {
  if (Object.hasOwn(values, path)) return [values[path]];
  const inside = `${path}.`;
  const parts = Object.keys(values).filter(
    (name) => name.startsWith(inside) && !["other", "comment"].includes(name.slice(inside.length)),
  );
  return parts.length ? parts.map((name) => values[name]) : [null];
};

const call = ([name, ...given], values, today) => {
  if (name === "if") {
    if (given.length !== 3) return null;
    return evaluate(given[truth(evaluate(given[0], values, today)) ? 1 : 2], values, today);
  }
  const [fewest, most, work] = FUNCTIONS.get(name) ?? [1, 0];
  if (given.length < fewest || given.length > most) return null;
  const found = given.flatMap((part) =>
    part[0] === "ref" && SEES_PARTS.has(name)
      ? whole(part.slice(1).join("."), values)
      : [evaluate(part, values, today)],
  );
  return work(found, today);
};

// What an expression says; `values` holds "q1", "q1.r1" → value, `today` an ISO date.
export const evaluate = ([name, ...parts], values, today) => {
  const of = (part) => evaluate(part, values, today);
  if (name === "lit") return parts[0];
  if (name === "ref") return Object.hasOwn(values, parts.join(".")) ? values[parts.join(".")] : null;
  if (name === "call") return call(parts, values, today);
  if (name === "and") return parts.every((part) => truth(of(part)));
  if (name === "or") return parts.some((part) => truth(of(part)));
  if (name === "not") return !truth(of(parts[0]));
  if (name === "neg") return withNumber(of(parts[0]), (number) => 0 - number);
  if (name === "in") {
    const sought = of(parts[0]);
    return parts[1].some((part) => equal(sought, of(part)));
  }
  const [left, right] = parts.map(of);
  if (name === "has") return codesOf(left).includes(textOf(right));
  if (name === "=" || name === "!=") return equal(left, right) === (name === "=");
  return ["<", "<=", ">", ">="].includes(name) ? ordered(name, left, right) : arithmetic(name, left, right);
};
