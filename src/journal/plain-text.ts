const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const [ZERO, NINE] = [0x30, 0x39];
const COLON = 0x3a;
const [OPEN_LIST, CLOSE_LIST] = [0x5b, 0x5d];
const [OPEN_OBJECT, CLOSE_OBJECT] = [0x7b, 0x7d];
/** The letters that the words true, false and null begin with, and how long the words are. */
const WORDS: Readonly<Record<number, number>> = { 116: 4, 102: 5, 110: 4 };
/** All whole numbers of so many digits are written as they are. */
const DIGITS_MAX = 15;

/**
 * Whether text that is JSON is RFC 8785's, seen without writing it anew: nothing stands between its tokens, no text in it is
 * escaped, its numbers are whole and of at most 15 digits, and the members of each object stand in the order of their UTF-16
 * code units. `false` says nothing: text may be canonical and not as plain as that.
 */
export function isPlainlyCanonical(json: string): boolean {
  if (json.includes('\\') || !json.isWellFormed()) {
    return false;
  }
  // Where the last name of each object begins that isn't closed yet.
  const names: number[] = [];
  let at = 0;
  while (at < json.length) {
    const end = tokenEnd(json, at, names);
    if (end === undefined) {
      return false;
    }
    at = end;
  }
  return true;
}

/** Where the token ends that begins at `at`; `undefined` where it isn't plain. */
function tokenEnd(json: string, at: number, names: number[]): number | undefined {
  const first = json.charCodeAt(at);
  switch (first) {
    case QUOTE:
      return textEnd(json, at + 1, names);
    case OPEN_OBJECT:
      names.push(0);
      return at + 1;
    case CLOSE_OBJECT:
      names.pop();
      return at + 1;
    case COMMA:
    case OPEN_LIST:
    case CLOSE_LIST:
      return at + 1;
    default:
      return WORDS[first] === undefined ? numberEnd(json, at) : at + WORDS[first];
  }
}

/** Behind a text, and behind the colon of a member's name, which must follow on the one before. */
function textEnd(json: string, start: number, names: number[]): number | undefined {
  const end = json.indexOf('"', start);
  if (json.charCodeAt(end + 1) !== COLON) {
    return end + 1;
  }
  const last = names.length - 1;
  const before = names[last] ?? 0;
  names[last] = start;
  return before === 0 || isBefore(json, before, start) ? end + 2 : undefined;
}

/** Whether one name, each ended by a quotation mark, comes before another. */
function isBefore(json: string, one: number, other: number): boolean {
  for (let past = 0; ; past += 1) {
    const [left, right] = [json.charCodeAt(one + past), json.charCodeAt(other + past)];
    if (left === QUOTE || right === QUOTE) {
      return left === QUOTE && right !== QUOTE;
    }
    if (left !== right) {
      return left < right;
    }
  }
}

function numberEnd(json: string, at: number): number | undefined {
  const start = json.charCodeAt(at) === MINUS ? at + 1 : at;
  let end = start;
  while (isDigit(json.charCodeAt(end))) {
    end += 1;
  }
  const isNegativeZero = start > at && json.charCodeAt(start) === ZERO;
  const isWhole = end > start && end - start <= DIGITS_MAX && !'.eE'.includes(json.charAt(end) || ' ');
  return isWhole && !isNegativeZero ? end : undefined;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
