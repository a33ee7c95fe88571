import { z } from 'zod';
import { formatNoteKey, parseNoteKey, readSuccession, SfumatoError } from '../../base/index.ts';
import type { Fold } from '../../journal/index.ts';
import type { Catalog } from '../catalog/catalog.ts';

const Fingerprint = z.string().regex(/^[0-9a-f]{64}$/);
const LogKey = z.string().refine((text) => parseNoteKey(text)?.role === 'log', { message: 'a verifier key' });

/**
 * The key that checkpoints are signed with from here on, as C2SP writes it: the body of a `signer` record. `succession` is the
 * statement of the key before, which goes on signing beside it until it is destroyed; none for the first.
 */
const SignerRecord = z.strictObject({ key: LogKey, succession: z.string().optional() });

/** What became of a key: the body of a `key` record. */
const KeyRecord = z.union([
  z.strictObject({ act: z.literal('rotated'), purpose: z.literal('seal'), from: Fingerprint, to: Fingerprint }),
  z.strictObject({ act: z.literal('destroyed'), purpose: z.literal('seal'), key: Fingerprint }),
  z.strictObject({ act: z.literal('destroyed'), purpose: z.literal('checkpoint'), key: LogKey }),
]);
export type KeyRecord = z.infer<typeof KeyRecord>;

/** A key that the journal knows. */
export interface KnownKey {
  readonly id: string;
  readonly state: 'in use' | 'former' | 'destroyed';
  /** By which the key before named this one, if it did. */
  readonly succession?: string | undefined;
}

/** Which keys a site has sealed and signed with, oldest first: the last is in use. */
export interface KeyHistory extends Fold {
  /** Empty before the first start. */
  readonly seals: () => readonly KnownKey[];
  readonly signers: () => readonly KnownKey[];
}

interface Line {
  readonly id: string;
  readonly succession?: string | undefined;
}

/** An empty history, to be filled by the journal's replay. The first seal key is the one of the `site` record. */
export function createKeyHistory({ catalog }: { readonly catalog: Pick<Catalog, 'site'> }): KeyHistory {
  const rotated: Line[] = [];
  const signing: Line[] = [];
  const destroyed = new Set<string>();
  const sealing = (): readonly Line[] => {
    const first = catalog.site()?.keys.seal;
    return first === undefined ? [] : [{ id: first }, ...rotated];
  };
  return Object.freeze({
    kinds: Object.freeze({ signer: SignerRecord, key: KeyRecord }),
    apply({ kind, body }) {
      if (kind === 'signer') {
        const next = SignerRecord.parse(body);
        assertFollows(signing, next);
        signing.push({ id: next.key, succession: next.succession });
        return;
      }
      const record = KeyRecord.parse(body);
      const line = record.purpose === 'seal' ? sealing() : signing;
      if (record.act === 'destroyed') {
        assertFormer(line, record.key);
        destroyed.add(record.key);
      } else if (line.at(-1)?.id !== record.from || line.some(({ id }) => id === record.to)) {
        breach('a seal key was rotated that was not in use, or to one that was before');
      } else {
        rotated.push({ id: record.to });
      }
    },
    seals: () => known(sealing(), destroyed),
    signers: () => known(signing, destroyed),
  } satisfies KeyHistory);
}

function known(line: readonly Line[], destroyed: ReadonlySet<string>): readonly KnownKey[] {
  return line.map((key, at) => {
    const former = destroyed.has(key.id) ? 'destroyed' : 'former';
    return { ...key, state: at === line.length - 1 ? 'in use' : former };
  });
}

/** Another log key is only good when the one before says so. */
function assertFollows(signing: readonly Line[], next: z.infer<typeof SignerRecord>): void {
  const last = signing.at(-1);
  const statement = next.succession === undefined ? undefined : readSuccession(next.succession);
  const isFirst = last === undefined && next.succession === undefined;
  const follows =
    statement !== undefined && formatNoteKey(statement.from) === last?.id && formatNoteKey(statement.to) === next.key;
  if ((!isFirst && !follows) || signing.some(({ id }) => id === next.key)) {
    breach('another log key does not bear the signature of the one before');
  }
}

function assertFormer(line: readonly Line[], key: string): void {
  if (line.at(-1)?.id === key || !line.some(({ id }) => id === key)) {
    breach('a key was destroyed that is in use, or that this site never had');
  }
}

function breach(what: string): never {
  throw new SfumatoError(
    'invariant-broken',
    `The record of keys is not sound: ${what}; run the audit before starting again.`,
  );
}
