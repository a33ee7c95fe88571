import { z } from 'zod';
import {
  assert,
  canonicalJson,
  type Entropy,
  fromBase64,
  seal,
  toBase64,
  toUtf8,
  unseal,
  utf8ToBytes,
} from '../../base/index.ts';
import { LossBody, lossBody, lossOf, MeterId } from '../../budget/index.ts';
import type { Accountant, Loss } from '../../privacy/index.ts';
import { packed, unpacked } from './packed.ts';

/** How much each meter may have spent before the next checkpoint is co-signed. */
export interface Lease {
  /** The incarnation of the process that it was given to. */
  readonly epoch: string;
  /** `closed`: the process ended in order, and nothing more is spent under it. */
  readonly state: 'open' | 'closed';
  /** The incarnations before it in its log, the latest last, by which a log that went another way finds where the two part; absent in older leases. */
  readonly after?: readonly string[] | undefined;
  readonly meters: ReadonlyMap<MeterId, Loss>;
}

const LINE = /^sfumato-lease (\S+)$/;

const Epoch = z.string().regex(/^[0-9a-f]{32}$/);

const LeaseBody = z.strictObject({
  epoch: Epoch,
  state: z.enum(['open', 'closed']),
  after: z.array(Epoch).optional(),
  meters: z.array(z.strictObject({ meter: MeterId, ...LossBody.shape })),
});

/** A lease as the extension line of a checkpoint: sealed, because what is spent on which meter is no business of a witness. */
export function leaseLine(
  lease: Lease,
  { key, origin, accountant, entropy }: LeaseSeal & { readonly entropy: Entropy },
): string {
  const meters = [...lease.meters].map(([meter, loss]) => ({ meter, ...lossBody(accountant, loss) }));
  const { epoch, state, after } = lease;
  const body: z.infer<typeof LeaseBody> = { epoch, state, ...(after && { after: [...after] }), meters };
  const sealed = seal(packed(utf8ToBytes(canonicalJson(body))), { key, context: contextOf(origin) }, entropy);
  return `sfumato-lease ${toBase64(sealed)}`;
}

/** What a lease is read by: how its site counts losses, and the origin of its log. */
export interface LeaseTerms {
  readonly accountant: Accountant;
  readonly origin: string;
}

/** What a lease is sealed with beside that: the site's seal key. */
export interface LeaseSeal extends LeaseTerms {
  readonly key: Uint8Array;
}

/** The lease among the extension lines of a checkpoint; `undefined` when there is none that one of the keys opens. */
export function leaseIn(
  lines: readonly string[],
  { origin, accountant }: LeaseTerms,
  keys: readonly Uint8Array[],
): Lease | undefined {
  const boxes = lines.flatMap((line) => fromBase64(LINE.exec(line)?.[1] ?? '') ?? []);
  const [box] = boxes.filter(({ length }) => length > 0);
  const [plain] = keys.flatMap((key) => (box && unseal(box, { key, context: contextOf(origin) })) ?? []);
  const text = plain && toUtf8(unpacked(plain));
  if (text === undefined) {
    return undefined;
  }
  const { epoch, state, after, meters } = LeaseBody.parse(JSON.parse(text));
  return {
    epoch,
    state,
    after,
    meters: new Map(
      meters.map(({ meter, ...amounts }) => {
        const loss = lossOf(accountant, amounts);
        assert(loss !== undefined, 'a lease counts as its site does');
        return [meter, loss];
      }),
    ),
  };
}

function contextOf(origin: string): string {
  return `sfumato/lease/v1\n${origin}`;
}
