import { assert, LIMITS, SfumatoError } from '../../base/index.ts';
import { type Peer, peerId } from '../identity/peer.ts';
import { type Maker, makeRequest, readResponse } from './exchange.ts';
import { decodeResponse, encodeRequest } from './http-message.ts';
import type { Content } from './padding.ts';
import { readResult, SPEAKS, wordsInBytes } from './said.ts';

/** Carries a message to a party and brings the answer's bytes back, whatever the way. @throws SfumatoError `unreachable-peer`. */
export type Carry = (message: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>;

/** What is said to a party: a verb, its input, and bytes that travel with it. */
export interface Saying {
  readonly verb: string;
  readonly input: unknown;
  readonly attached?: Uint8Array;
  /** The id of the request that this is part of: 32 hex digits, for logs. */
  readonly trace?: string | undefined;
}

/** What came back. */
export interface Said {
  readonly output: unknown;
  readonly attached: Uint8Array;
}

/** Speaks to one party. @throws SfumatoError `unreachable-peer` or `peer-invalid`. */
export type Caller = (saying: Saying, signal: AbortSignal) => Promise<Said>;

/** The cause of an error that says that a peer takes none of this party's messages. */
export const REFUSED_BY_PEER = Symbol('refused by the peer');

const NONE = new Uint8Array();

/** A caller of `peer`. A message that it refuses is made anew, with a new nonce and time, for as often as `LIMITS.linkTries`. */
export function createCaller(maker: Maker, peer: Peer, carry: Carry): Caller {
  return async ({ verb, input, attached = NONE, trace }, signal) => {
    const content = { text: wordsInBytes({ speaks: [...SPEAKS], verb, input, trace }), attached };
    for (let tries = 1; ; tries += 1) {
      const answer = await exchanged(maker, { peer, content }, (message) => carry(message, signal));
      if (answer !== 'refused') {
        return understood(answer, peer);
      }
      if (tries >= LIMITS.linkTries || signal.aborted) {
        throw new SfumatoError(
          'peer-invalid',
          `${peerId(peer)} refuses this party’s messages: compare clocks and enrolment.`,
          { cause: REFUSED_BY_PEER },
        );
      }
    }
  };
}

/** One message and its answer, read; `refused` where the peer took none. @throws SfumatoError `unreachable-peer` or `peer-invalid`. */
export async function exchanged(
  maker: Maker,
  { peer, content }: { peer: Peer; content: Content },
  carry: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<Content | 'refused'> {
  const request = makeRequest(maker, peer, content);
  if (request === undefined) {
    throw new SfumatoError('peer-invalid', `What is to be said to ${peerId(peer)} is too long for a message.`);
  }
  const message = decodeResponse(await carry(encodeRequest(request)));
  if (message?.status === 401) {
    return 'refused';
  }
  const read = message === undefined ? 'malformed' : readResponse(maker, peer, { request, message });
  if (typeof read === 'string') {
    throw new SfumatoError('peer-invalid', `${peerId(peer)} gave an answer that is not one of its own (${read}).`);
  }
  return read;
}

function understood({ text, attached }: Content, peer: Peer): Said {
  const result = readResult(text);
  if (result === undefined || 'failed' in result) {
    const why =
      result?.failed === 'no-common-version'
        ? 'speaks no version of the link that this party does'
        : 'could not answer';
    throw new SfumatoError('peer-invalid', `${peerId(peer)} ${why}.`);
  }
  assert('output' in result, 'a result is an output or a failure');
  return { output: result.output, attached };
}
