import { isSfumatoError, systemCode } from './errors.ts';

const NAME = /^\$?[A-Za-z]{1,60}$/;
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;
const FRAME = /^ {4}at [^\n]*?(node:[\w/]+|[\w.-]+\.[cm]?[jt]sx?):(\d+):(\d+)\)?$/;

/**
 * What a log may hold of an error: its kind, and the place in the code where it was made. Never its message, which could quote
 * whatever went wrong; of our own errors the fixed sentence.
 */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return typeof error;
  }
  const code = systemCode(error) ?? '';
  const kind = isSfumatoError(error)
    ? `${error.code}, “${error.publicSentence}”`
    : `${NAME.test(error.name) ? error.name : 'Error'}${CODE.test(code) ? ` ${code}` : ''}`;
  const place = placeOf(error);
  return place === undefined ? kind : `${kind} at ${place}`;
}

/** The first frame that is not Node's own, else the first: file name, line and column. */
function placeOf({ message, stack = '' }: Error): string | undefined {
  // What stands before the frames is the message, and could itself look like one.
  const after = stack.indexOf(message);
  const isWhole = message === '' ? !stack.split('\n', 1)[0]?.includes(':') : after >= 0;
  const lines = isWhole ? stack.slice(after + message.length).split('\n') : [];
  const frames = lines.flatMap((line) => {
    const [, file, at, column] = FRAME.exec(line) ?? [];
    return file === undefined ? [] : [`${file}:${at}:${column}`];
  });
  return frames.find((frame) => !frame.startsWith('node:')) ?? frames[0];
}
