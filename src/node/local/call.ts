import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { PUBLIC_SENTENCES, SfumatoError, systemCode } from '../../base/index.ts';
import { Line } from './protocol.ts';
import type { LocalVerb, VerbOutput } from './verbs.ts';

/** A verb for the process that owns a folder. */
interface LocalCall<V extends LocalVerb> {
  readonly path: string;
  readonly verb: V;
  readonly input: unknown;
  /** What is shown leaves as a file. */
  readonly exported?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: unknown) => void;
}

/** Sends a verb to the owner's socket and gives its result, which the owner's program and this one both know by `VerbOutput`. @throws SfumatoError as the owner did. */
export async function callOwner<V extends LocalVerb>(call: LocalCall<V>): Promise<VerbOutput[V]> {
  try {
    for await (const line of lines(call)) {
      if ('progress' in line) {
        call.onProgress(line.progress);
      } else if ('error' in line) {
        throw new SfumatoError(codeOf(line.error.code), line.error.message);
      } else {
        return line.result as VerbOutput[V];
      }
    }
  } catch (error) {
    if (call.signal.aborted) {
      throw new SfumatoError('interrupted', PUBLIC_SENTENCES.interrupted, { cause: error });
    }
    throw WENT_AWAY.has(systemCode(error) ?? '') ? wentAway() : error;
  }
  throw wentAway();
}

/** What a socket says whose other end has died. */
const WENT_AWAY: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ENOENT']);

function wentAway(): SfumatoError {
  const sentence =
    'The process that uses this folder went away before it was done; look at its log, start it, and give the command again.';
  return new SfumatoError('unreachable-peer', sentence);
}

async function* lines(call: LocalCall<LocalVerb>): AsyncGenerator<Line> {
  const path = `/verbs/${call.verb}${call.exported === true ? '?exported' : ''}`;
  const sent = request({ socketPath: call.path, path, method: 'POST', signal: call.signal });
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
    sent.end(JSON.stringify(call.input));
  });
  for await (const text of createInterface({ input: response })) {
    yield Line.parse(JSON.parse(text));
  }
}

function codeOf(code: string): keyof typeof PUBLIC_SENTENCES {
  return code in PUBLIC_SENTENCES ? (code as keyof typeof PUBLIC_SENTENCES) : 'internal';
}
