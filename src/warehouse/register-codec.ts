import { z } from 'zod';
import { assert, bytesToHex, canonicalJson, concatBytes, hexToBytes, toUtf8, utf8ToBytes } from '../base/index.ts';

/** One step in a patient's standing. */
export type IntakeEvent =
  | { readonly kind: 'admit'; readonly pseudonym: string; readonly block: number }
  | { readonly kind: 'opt-out'; readonly pseudonym: string };

/** A state that was saved: how many events it had, and the salt under which its digest was journalled. */
export interface Mark {
  readonly events: number;
  readonly registerSalt: string;
}

interface Content {
  readonly events: readonly IntakeEvent[];
  readonly marks: readonly Mark[];
}

// Plain text of the sealed file: one line of JSON with the marks, then the events, 19 bytes each:
// kind (1), block (2, big-endian; 0 when there is none), pseudonym (16).
const EVENT_BYTES = 19;
const KINDS = ['admit', 'opt-out'] as const;
const LINE_FEED = 10;

const Head = z.strictObject({
  format: z.literal(1),
  marks: z.array(z.strictObject({ events: z.int().nonnegative(), registerSalt: z.string().regex(/^[0-9a-f]{64}$/) })),
});

/** The bytes of events, in order; the digest is over these. */
export function encodeEvents(events: readonly IntakeEvent[]): Uint8Array {
  const bytes = new Uint8Array(events.length * EVENT_BYTES);
  events.forEach((event, at) => {
    const block = event.kind === 'admit' ? event.block : 0;
    const pseudonym = hexToBytes(event.pseudonym);
    assert(pseudonym.length === 16 && block >= 0 && block < 65_536, 'a register holds 128-bit pseudonyms and years');
    bytes.set([KINDS.indexOf(event.kind), block >> 8, block & 255], at * EVENT_BYTES);
    bytes.set(pseudonym, at * EVENT_BYTES + 3);
  });
  return bytes;
}

/** The plain text of a register. */
export function encodeRegister({ events, marks }: Content): Uint8Array {
  const head = canonicalJson({ format: 1, marks: marks.map((mark) => ({ ...mark })) });
  return concatBytes(utf8ToBytes(`${head}\n`), encodeEvents(events));
}

/** Reads what `encodeRegister` wrote; `undefined` for anything else. */
export function decodeRegister(plain: Uint8Array): Content | undefined {
  const end = plain.indexOf(LINE_FEED);
  const head = end < 0 ? undefined : parseHead(plain.subarray(0, end));
  const events = end < 0 ? undefined : decodeEvents(plain.subarray(end + 1));
  return head === undefined || events === undefined ? undefined : { events, marks: head.marks };
}

function parseHead(bytes: Uint8Array): z.infer<typeof Head> | undefined {
  try {
    return Head.safeParse(JSON.parse(toUtf8(bytes) ?? '')).data;
  } catch {
    return undefined;
  }
}

function decodeEvents(bytes: Uint8Array): readonly IntakeEvent[] | undefined {
  if (bytes.length % EVENT_BYTES !== 0) {
    return undefined;
  }
  const events: IntakeEvent[] = [];
  for (let at = 0; at < bytes.length; at += EVENT_BYTES) {
    const kind = KINDS[bytes[at] ?? KINDS.length];
    const block = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const pseudonym = bytesToHex(bytes.subarray(at + 3, at + EVENT_BYTES));
    if (kind === undefined || (kind === 'admit') !== block > 0) {
      return undefined;
    }
    events.push(kind === 'admit' ? { kind, pseudonym, block } : { kind, pseudonym });
  }
  return events;
}
