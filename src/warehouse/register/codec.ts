import { z } from 'zod';
import { assert, canonicalJson, concatBytes, jsonIn, toUtf8, utf8ToBytes } from '../../base/index.ts';
import { IntakeEvents } from './intake-events.ts';

/** A state that was saved: how many events it had, and the salt under which its digest was journalled. */
export interface Mark {
  readonly events: number;
  readonly registerSalt: string;
}

/** What a register file holds. */
export interface RegisterContent {
  readonly events: IntakeEvents;
  readonly marks: readonly Mark[];
}

// Plain text of the sealed file: one line of JSON with the marks, then the events.
const LINE_FEED = 10;

// Format 2 has scopes among its events; nothing else is new in it.
const FORMATS = [1, 2] as const;

const Head = z.strictObject({
  format: z.literal(FORMATS),
  marks: z.array(z.strictObject({ events: z.int().nonnegative(), registerSalt: z.string().regex(/^[0-9a-f]{64}$/) })),
});

/** The plain text of a register. */
export function encodeRegister({ events, marks }: RegisterContent): Uint8Array {
  assert(
    marks.every((mark) => mark.events <= events.count),
    'a mark lies among the events',
  );
  const head = canonicalJson({ format: 2, marks: marks.map((mark) => ({ ...mark })) });
  return concatBytes(utf8ToBytes(`${head}\n`), events.bytes(events.count));
}

/** Reads what `encodeRegister` wrote; `undefined` for anything else. */
export function decodeRegister(plain: Uint8Array): RegisterContent | undefined {
  const end = plain.indexOf(LINE_FEED);
  const head = end < 0 ? undefined : parseHead(plain.subarray(0, end));
  const events = end < 0 ? undefined : IntakeEvents.read(plain.subarray(end + 1));
  return head === undefined || events === undefined ? undefined : { events, marks: head.marks };
}

function parseHead(bytes: Uint8Array): z.infer<typeof Head> | undefined {
  return Head.safeParse(jsonIn(toUtf8(bytes) ?? '')).data;
}
