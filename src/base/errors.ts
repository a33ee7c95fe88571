import { PUBLIC_SENTENCES } from './errors.table.ts';

/** The closed list of operating errors; each has one fixed public sentence in `errors.table.ts`. */
export type ErrorCode = keyof typeof PUBLIC_SENTENCES;

/**
 * An operating error with two faces: `message` is for the operator of this machine, `publicSentence` for anybody else.
 * Neither ever holds a value of a DICOM tag, SQL or a count of patients.
 */
export class SfumatoError extends Error {
  override readonly name = 'SfumatoError';
  readonly code: ErrorCode;

  /** Of what has several grounds: which one, by name, with the values that it names; for whoever says it in another language. */
  readonly ground: { readonly code: string; readonly values: Readonly<Record<string, string>> } | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    { ground, ...options }: { cause?: unknown; ground?: SfumatoError['ground'] } = {},
  ) {
    super(message, options);
    this.code = code;
    this.ground = ground;
  }

  /** The fixed sentence that may leave the process. */
  get publicSentence(): string {
    return PUBLIC_SENTENCES[this.code];
  }
}

/** Whether `error` is an operating error, of `code` when one is given. */
export function isSfumatoError(error: unknown, code?: ErrorCode): error is SfumatoError {
  return error instanceof SfumatoError && (code === undefined || error.code === code);
}

const NO_SPACE: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

/** Whether a system error says that there is no space left, on the disk or in the quota of this account. */
export function isOutOfSpace(error: unknown): boolean {
  return NO_SPACE.has(systemCode(error));
}

/** Node's own `code` of a system error (`ENOENT`, `EADDRINUSE`, …), or undefined. */
export function systemCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return undefined;
}

/** Why a file that somebody named can't be read, without its path; `denied` is said where rights are in the way. */
export function whyUnreadable(error: unknown, denied: string): string {
  switch (systemCode(error)) {
    case 'ENOENT':
      return 'does not exist; check the path.';
    case 'EACCES':
    case 'EPERM':
      return denied;
    case 'EISDIR':
      return 'is a folder; name the file in it.';
    default:
      return 'could not be read; check the path.';
  }
}
