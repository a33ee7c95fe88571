import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isSfumatoError, LIMITS } from '../../base/index.ts';
import { FederatedReply, type Request, readRequest } from '../../contract/index.ts';
import type { Asked, Wanted } from '../../dashboard/index.ts';
import { readTextFile } from '../files/read-text.ts';

/** A question as it was signed, and what became of it. */
export interface Question {
  readonly request: Request;
  readonly signed: string;
  readonly asked: Asked;
}

/** Of how many earlier questions the pages tell. */
const KEPT_MAX = 200;

const NO_ANSWER = 'The workbench ended before an answer was there.';

/** The questions of a project that lie in a folder with what came of them, the latest last. Files that are none are left alone. */
export function keptAnswers(folder: string, project: string): readonly Question[] {
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => /^[0-9a-f]{32}\.jws$/.test(file))
    .flatMap((file) => keptIn(folder, file.slice(0, -'.jws'.length)))
    .filter(({ request }) => request.project === project)
    .sort((left, right) => left.request.expires - right.request.expires)
    .slice(-KEPT_MAX);
}

/** The file that says that its asker has let go of a request. */
export function letGoFile(folder: string, id: string): string {
  return join(folder, `${id}.let-go`);
}

function keptIn(folder: string, id: string): readonly Question[] {
  const signed = textIn(join(folder, `${id}.jws`), LIMITS.textFileBytesMax)?.trim() ?? '';
  const read = readRequest('question', signed);
  if (read === undefined || read.request.id !== id || !read.signed()) {
    return [];
  }
  return [{ request: read.request, signed, asked: askedBefore(folder, read.request) }];
}

/** What is known of a question that was asked in an earlier session: its answer is read when somebody looks at it. */
function askedBefore(folder: string, request: Request): Asked {
  const isLetGo = existsSync(letGoFile(folder, request.id));
  let read: { readonly reply: FederatedReply | undefined } | undefined;
  const reply = (): FederatedReply | undefined => {
    read ??= { reply: replyIn(join(folder, `${request.id}.json`), request.id) };
    return read.reply;
  };
  return Object.freeze({
    id: request.id,
    wanted: wantedOf(request),
    form: '',
    until: isLetGo ? undefined : request.expires,
    isLetGo,
    get reply() {
      return reply();
    },
    get failed() {
      return reply() === undefined ? NO_ANSWER : undefined;
    },
    get sites() {
      const told = new Map(reply()?.sites.map(({ site, state }) => [site, state]));
      return new Map(request.sites.map((site) => [site, told.get(site) ?? ('unavailable' as const)]));
    },
  } satisfies Asked);
}

function wantedOf({ query, sites, release }: Request): Wanted {
  return { draft: query, sites, total: release === 'total' };
}

function replyIn(file: string, id: string): FederatedReply | undefined {
  try {
    const reply = FederatedReply.parse(JSON.parse(textIn(file, LIMITS.answerFileBytesMax) ?? ''));
    return reply.requestId === id ? reply : undefined;
  } catch {
    return undefined;
  }
}

function textIn(file: string, bytesMax: number): string | undefined {
  try {
    return existsSync(file) ? readTextFile(file, 'answer', bytesMax) : undefined;
  } catch (error) {
    if (isSfumatoError(error)) {
      return undefined;
    }
    throw error;
  }
}
