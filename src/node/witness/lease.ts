import { z } from 'zod';
import {
  canonicalJson,
  type Entropy,
  fromBase64,
  seal,
  toBase64,
  toUtf8,
  unseal,
  utf8ToBytes,
} from '../../base/index.ts';
import { MeterId } from '../../budget/index.ts';

/** How much each meter may have spent, in nano-ε, before the next checkpoint is co-signed. */
export interface Lease {
  /** The incarnation of the process that it was given to. */
  readonly epoch: string;
  /** `closed`: the process ended in order, and nothing more is spent under it. */
  readonly state: 'open' | 'closed';
  readonly meters: ReadonlyMap<MeterId, bigint>;
}

const LINE = /^sfumato-lease (\S+)$/;

const LeaseBody = z.strictObject({
  epoch: z.string().regex(/^[0-9a-f]{32}$/),
  state: z.enum(['open', 'closed']),
  meters: z.array(z.strictObject({ meter: MeterId, nanoEpsilon: z.string().regex(/^\d{1,25}$/) })),
});

/** A lease as the extension line of a checkpoint: sealed, because what is spent on which meter is no business of a witness. */
export function leaseLine(lease: Lease, { key, origin, entropy }: LeaseSeal & { readonly entropy: Entropy }): string {
  const meters = [...lease.meters].map(([meter, nano]) => ({ meter, nanoEpsilon: nano.toString() }));
  const body: z.infer<typeof LeaseBody> = { epoch: lease.epoch, state: lease.state, meters };
  const sealed = seal(utf8ToBytes(canonicalJson(body)), { key, context: contextOf(origin) }, entropy);
  return `sfumato-lease ${toBase64(sealed)}`;
}

/** What a lease is sealed with: the site's seal key, and the origin of its log. */
export interface LeaseSeal {
  readonly key: Uint8Array;
  readonly origin: string;
}

/** The lease among the extension lines of a checkpoint; `undefined` when there is none that one of the keys opens. */
export function leaseIn(lines: readonly string[], origin: string, keys: readonly Uint8Array[]): Lease | undefined {
  const boxes = lines.flatMap((line) => fromBase64(LINE.exec(line)?.[1] ?? '') ?? []);
  const [box] = boxes.filter(({ length }) => length > 0);
  const [plain] = keys.flatMap((key) => (box && unseal(box, { key, context: contextOf(origin) })) ?? []);
  const text = plain && toUtf8(plain);
  if (text === undefined) {
    return undefined;
  }
  const { epoch, state, meters } = LeaseBody.parse(JSON.parse(text));
  return { epoch, state, meters: new Map(meters.map(({ meter, nanoEpsilon }) => [meter, BigInt(nanoEpsilon)])) };
}

function contextOf(origin: string): string {
  return `sfumato/lease/v1\n${origin}`;
}
