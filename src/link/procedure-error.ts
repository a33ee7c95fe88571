import { z } from 'zod';

// What is said of a request that no procedure takes: which field is wrong and in which way, by the schema's words and never
// by what was sent, which may be anything; and of all else nothing but a fixed sentence.

/** What every procedure gives in place of a result, whatever happened. */
export interface ProcedureError {
  readonly error: { readonly message: string; readonly code: number; readonly data: Readonly<Record<string, never>> };
}

/** Codes of tRPC for what happens outside its procedures. */
const CODES = { 404: -32_004, 413: -32_013, 500: -32_603 } as const;

/** The body of an error that comes from beside the procedures. */
export function procedureError(status: keyof typeof CODES, message: string): ProcedureError {
  return { error: { message, code: CODES[status], data: {} } };
}

/** The sentence of a request that is too long. */
export const TOO_LONG = 'The request is too long.';

const SENTENCES: ReadonlyMap<string, string> = new Map([
  ['PARSE_ERROR', 'The body is not JSON.'],
  ['NOT_FOUND', 'There is no such procedure.'],
  ['METHOD_NOT_SUPPORTED', 'Procedures are called by POST.'],
  ['UNSUPPORTED_MEDIA_TYPE', 'The body must be JSON, with content-type application/json.'],
  ['PAYLOAD_TOO_LARGE', TOO_LONG],
]);

/** What is wrong with a request itself, or `otherwise` for all that happened behind it. */
export function requestSentence(error: { code: string; cause?: unknown }, otherwise: string): string {
  if (error.code === 'BAD_REQUEST' && error.cause instanceof z.ZodError) {
    const [first] = error.cause.issues;
    return first === undefined ? otherwise : `The request is not valid: ${nameOf(first.path)} ${complaint(first)}.`;
  }
  const isParsing = error.code === 'BAD_REQUEST' && error.cause instanceof SyntaxError;
  return SENTENCES.get(isParsing ? 'PARSE_ERROR' : error.code) ?? otherwise;
}

function nameOf(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return parts.length === 0 ? 'the input' : parts.join('').replace(/^\./, '');
}

function complaint(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES.get(issue.expected) ?? 'of another type'}`;
    case 'too_big':
      return bounded('at most', issue.maximum, issue.origin);
    case 'too_small':
      return bounded('at least', issue.minimum, issue.origin);
    case 'unrecognized_keys':
      return 'has a field that is not known';
    default:
      return 'does not have the form that the document states';
  }
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'a string'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['object', 'an object'],
  ['array', 'a list'],
  ['boolean', 'true or false'],
]);

function bounded(how: string, bound: number | bigint, origin: string): string {
  const things = THINGS.get(origin);
  return things === undefined ? `must be ${how} ${bound}` : `must have ${how} ${bound} ${things}`;
}

const THINGS: ReadonlyMap<string, string> = new Map([
  ['string', 'characters'],
  ['array', 'entries'],
]);
