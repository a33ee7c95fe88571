import { moreOf, type NoteKey, SfumatoError } from '../../base/index.ts';
import type { Post } from '../outbound.ts';
import { callProcedure } from '../procedure-call.ts';
import { type AddInput, AddReply, LatestReply } from './protocol.ts';

/** One witness, however it is reached. */
export interface WitnessLink {
  /** What its co-signatures are verified with. */
  readonly key: NoteKey;
  latest(origin: string, signal: AbortSignal): Promise<LatestReply>;
  add(input: AddInput, signal: AbortSignal): Promise<AddReply>;
}

/** A witness at `url` (its origin). @throws SfumatoError `unreachable-peer` or `peer-invalid`. */
export function witnessLink({ key, url, post }: { key: NoteKey; url: string; post: Post }): WitnessLink {
  const call = async <T>(verb: string, input: unknown, { signal, schema }: Call<T>): Promise<T> => {
    const output = await callProcedure({ url, post }, { verb, input }, signal).catch((cause: unknown) => {
      const more = moreOf(cause, { url, trust: '`certificates`' });
      throw new SfumatoError('unreachable-peer', `Witness ${key.name} did not answer.${more}`, { cause });
    });
    const parsed = schema.safeParse(output);
    if (!parsed.success) {
      throw new SfumatoError('peer-invalid', `Witness ${key.name} gave a reply that is not valid.`);
    }
    return parsed.data;
  };
  return Object.freeze({
    key,
    latest: (origin: string, signal: AbortSignal) =>
      call('witness.latest', { origin }, { signal, schema: LatestReply }),
    add: (input: AddInput, signal: AbortSignal) => call('witness.add', input, { signal, schema: AddReply }),
  });
}

interface Call<T> {
  readonly signal: AbortSignal;
  readonly schema: { safeParse(raw: unknown): { success: true; data: T } | { success: false } };
}
