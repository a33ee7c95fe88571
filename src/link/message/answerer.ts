import type { Peer } from '../identity/peer.ts';
import type { Said, Saying } from './caller.ts';
import { claimedKey, faultOfHead, makeResponse, type Reader, type ReadRequest, readRequest } from './exchange.ts';
import { decodeRequest, decodeRequestHead, encodeResponse, type HttpRequest } from './http-message.ts';
import type { Content } from './padding.ts';
import { haveCommonVersion, readCall, SPEAKS, wordsInBytes } from './said.ts';
import type { MessageFault } from './terms.ts';

/** Does what a party asks; `undefined` when there is no such verb for it. Whatever it throws, the party hears that it was not done. */
export type Verbs = (
  from: Peer,
  saying: Saying & Required<Pick<Saying, 'attached'>>,
  signal: AbortSignal,
) => Promise<(Pick<Said, 'output'> & Partial<Said>) | undefined>;

/** What an answerer works with. */
export interface Answering extends Reader {
  readonly verbs: Verbs;
  /** A message was refused, and why: for the operator. Of the message only the key is told that it claims, where nobody knows it. */
  readonly onRefused?: (fault: MessageFault, claimedKey?: string) => void;
}

/** Answers messages, bytes to bytes; the same for every way on which they come. */
export type Answer = (message: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>;

/** The same, where the message comes in piece by piece. */
export interface Answerer extends Answer {
  /** The answer to a message that begins with these bytes, where nobody known here signed its head; `undefined` where the rest may come. */
  readonly refusalOf: (start: Uint8Array) => Uint8Array | undefined;
}

/** One answer to every message that isn't what it should be, unsigned: its sender is not known, and learns nothing. */
const REFUSED = encodeResponse({ status: 401, fields: [], body: new Uint8Array() });
const NONE = new Uint8Array();

/** The answerer of a party. */
export function createAnswerer(answering: Answering): Answerer {
  const refused = (fault: MessageFault, request: HttpRequest | undefined): Uint8Array => {
    const isStrange = fault === 'unknown-key' && request !== undefined;
    answering.onRefused?.(fault, isStrange ? claimedKey(request) : undefined);
    return REFUSED;
  };
  const answer: Answer = async (bytes, signal) => {
    const request = decodeRequest(bytes);
    const read = request === undefined ? 'malformed' : await readRequest(answering, request);
    if (typeof read === 'string' || request === undefined) {
      return refused(typeof read === 'string' ? read : 'malformed', request);
    }
    const content = await answerTo(answering, read, signal);
    return (
      responseTo(answering, { request, read }, content) ?? responseTo(answering, { request, read }, NOT_DONE) ?? REFUSED
    );
  };
  const refusalOf = (start: Uint8Array): Uint8Array | undefined => {
    const head = decodeRequestHead(start);
    const fault = head === undefined ? 'malformed' : faultOfHead(answering, head);
    return fault && refused(fault, head);
  };
  return Object.assign(answer, { refusalOf });
}

const NOT_DONE: Content = { text: wordsInBytes({ speaks: [...SPEAKS], failed: 'not-done' }), attached: NONE };

function responseTo(
  answering: Answering,
  { request, read }: { request: HttpRequest; read: ReadRequest },
  content: Content,
): Uint8Array | undefined {
  const response = makeResponse(answering, read, { request, content });
  return response && encodeResponse(response);
}

async function answerTo({ verbs }: Answering, { peer, content }: ReadRequest, signal: AbortSignal): Promise<Content> {
  const call = readCall(content.text);
  const speaks = [...SPEAKS];
  if (call === undefined || !haveCommonVersion(call.speaks)) {
    return {
      text: wordsInBytes({ speaks, failed: call === undefined ? 'not-done' : 'no-common-version' }),
      attached: NONE,
    };
  }
  try {
    const { verb, input, trace } = call;
    const done = await verbs(peer, { verb, input, attached: content.attached, trace }, signal);
    return done === undefined
      ? { text: wordsInBytes({ speaks, failed: 'no-such-verb' }), attached: NONE }
      : { text: wordsInBytes({ speaks, output: done.output }), attached: done.attached ?? NONE };
  } catch {
    return NOT_DONE;
  }
}
