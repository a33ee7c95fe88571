import { z } from 'zod';
import { assert, logOrigin, parseNoteKey, SfumatoError, signSuccession } from '../../../base/index.ts';
import type { Actor } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';
import type { KeyRecord } from '../../keys/key-history.ts';
import { type RingPurpose, shortId } from '../../keys/key-ring.ts';
import { KeyReason } from './input.ts';
import { resealFiles } from './reseal.ts';

/** Which key is rotated, and why; the reason is recorded. */
export const RotateInput = z.strictObject({ purpose: z.string(), reason: KeyReason });

interface Rotate {
  readonly ctx: NodeContext;
  readonly actor: Actor;
  readonly input: z.infer<typeof RotateInput>;
}

/** A key that took the place of another. */
export interface RotateReport {
  readonly purpose: RingPurpose;
  readonly former: string;
  readonly inUse: string;
  /** Of a log key: what receipts and witnesses need from now on, and the statement of the former key. */
  readonly logKey?: string;
  readonly succession?: string;
}

/** Why no other key can be rotated. */
const NEVER: Readonly<Record<string, string>> = {
  pseudonym:
    'The pseudonym key is never rotated: every patient would get another pseudonym, and with it a new budget. Move the site to an encrypted volume, or end the domain and begin another, if it was seen by others.',
  truncation:
    'The truncation key is never rotated: it decides which of a patient’s groups are kept, and choosing anew would show others.',
};

/**
 * Makes another seal or checkpoint key and uses it from its record on. The former one stays: answers are read with it, or it
 * signs beside the new one, until it is destroyed. @throws SfumatoError `wrong-use` for a key that is never rotated.
 */
export async function rotateKey({ ctx, actor, input: { purpose, reason } }: Rotate): Promise<RotateReport> {
  if (purpose === 'seal') {
    return await rotateSeal(ctx, actor, reason);
  }
  if (purpose === 'checkpoint') {
    return await rotateCheckpoint(ctx, actor, reason);
  }
  throw new SfumatoError(
    'wrong-use',
    NEVER[purpose] ?? 'Only the seal and the checkpoint key are rotated: name one of them.',
  );
}

async function rotateSeal(ctx: NodeContext, actor: Actor, reason: string): Promise<RotateReport> {
  const { seal } = ctx.keys;
  const from = seal.idOf(seal.current());
  const to = seal.make(ctx.entropy);
  const body: KeyRecord = { act: 'rotated', purpose: 'seal', from, to };
  await ctx.journal.append({ kind: 'key', actor: actor.person, reason, body }).durable;
  seal.use(to);
  await resealFiles(ctx);
  return { purpose: 'seal', former: shortId(from), inUse: shortId(to) };
}

async function rotateCheckpoint(ctx: NodeContext, actor: Actor, reason: string): Promise<RotateReport> {
  const { checkpoint } = ctx.keys;
  const from = checkpoint.idOf(checkpoint.current());
  const to = checkpoint.make(ctx.entropy);
  // Not a signature of its own before the former key's statement is on record.
  checkpoint.rest(to, true);
  const key = parseNoteKey(to);
  assert(key !== undefined, 'the fingerprint of a log key is the key');
  const secretKey = checkpoint.current();
  const succession = signSuccession({ name: logOrigin(ctx.config.site), secretKey }, key);
  await ctx.journal.append({ kind: 'signer', actor: actor.person, reason, body: { key: to, succession } }).durable;
  checkpoint.rest(to, false);
  checkpoint.use(to);
  return { purpose: 'checkpoint', former: shortId(from), inUse: shortId(to), logKey: to, succession };
}
