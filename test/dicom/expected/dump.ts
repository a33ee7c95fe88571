// Reads what dcmtk's `dcmdump` prints. The options under which it prints so stand in DUMP_OPTIONS.

/** Complete values, UIDs as they stand, bytes that aren't ASCII as `&#N;`, and nothing from the pixels on. */
export const DUMP_OPTIONS = ['--quiet', '+L', '-Un', '+Qn', '+uc', '+sb', '7fe0,0010'] as const;

/** One element of a dump: where it stands, its value representation and its value as it was printed. */
export interface DumpedElement {
  /** Tags from the top, “GGGG,EEEE” each: the sequences around the element, then its own. */
  readonly path: readonly string[];
  /** For each of those sequences, which of its items this is in, counted from 0. */
  readonly items: readonly number[];
  readonly vr: string;
  /** Text without brackets and quoting, each byte a character; `undefined` for sequences and for no value. */
  readonly text: string | undefined;
}

const LINE = /^( *)\(([0-9a-f]{4},[0-9a-f]{4})\) (\S\S) (.*)# +(?:u\/l|\d+), *\d+ \S.*$/;
const INDENT = 4;
const ITEM_INDENT = 2;

interface Sequence {
  readonly tag: string;
  item: number;
}

/** The elements of a dump, in its order. */
export function elementsOf(dump: string): readonly DumpedElement[] {
  const around: Sequence[] = [];
  return dump.split('\n').flatMap((line): DumpedElement[] => {
    const [, spaces, tag, vr, printed] = LINE.exec(line) ?? [];
    if (spaces === undefined || tag === undefined || vr === undefined || printed === undefined) {
      return [];
    }
    const depth = Math.floor(spaces.length / INDENT);
    if (spaces.length % INDENT === ITEM_INDENT) {
      const sequence = around[depth];
      if (sequence !== undefined && tag === 'fffe,e000') {
        sequence.item += 1;
      }
      return [];
    }
    around.length = Math.min(around.length, depth);
    const path = [...around.map((each) => each.tag), tag.toUpperCase()];
    const items = around.map(({ item }) => item);
    around.push({ tag: tag.toUpperCase(), item: -1 });
    return [{ path, items, vr, text: textOf(printed.trimEnd()) }];
  });
}

function textOf(printed: string): string | undefined {
  if (/^\((no value available|Sequence|PixelSequence|not loaded)/.test(printed)) {
    return undefined;
  }
  return unquoted(printed.startsWith('[') && printed.endsWith(']') ? printed.slice(1, -1) : printed);
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unquoted(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, name?: string) =>
    code === undefined ? (NAMED[name ?? ''] ?? whole) : String.fromCharCode(Number(code)),
  );
}
