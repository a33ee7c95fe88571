import { z } from 'zod';
import { jsonIn, moreOf, type NoteKey, SfumatoError, toUtf8, utf8ToBytes } from '../../base/index.ts';
import type { Post } from '../outbound.ts';
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
  const call = async <T>(path: string, input: unknown, { signal, schema }: Call<T>): Promise<T> => {
    const sent = post(`${url}/trpc/${path}`, utf8ToBytes(JSON.stringify(input)), signal);
    const body = await sent.catch((cause: unknown) => {
      const more = moreOf(cause, { url, trust: '`certificates`' });
      throw new SfumatoError('unreachable-peer', `Witness ${key.name} did not answer.${more}`, { cause });
    });
    const parsed = schema.safeParse(resultIn(body));
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

const Result = z.object({ result: z.object({ data: z.unknown() }) });

/** What a procedure gave; nothing where the body is no reply of one. */
function resultIn(body: Uint8Array): unknown {
  return Result.safeParse(jsonIn(toUtf8(body) ?? '')).data?.result.data;
}
