import { jsonIn, printableCell, SfumatoError } from '../../base/index.ts';
import { type ReadAction, readAction, SignedAction } from '../../contract/index.ts';
import { readTextFile } from '../files/read-text.ts';
import { requireNew, writeNewFile } from '../files/write-text.ts';

/** Writes a signed decision to a new file, for others to sign and hand in; another one there may bear signatures. */
export async function writeDecision(file: string, sign: () => Promise<SignedAction>): Promise<SignedAction> {
  requireNew(file);
  const signed = await sign();
  writeNewFile(file, `${JSON.stringify(signed, null, 2)}\n`);
  return signed;
}

/** A decision in a file, and what it says. @throws SfumatoError `wrong-use` where the file holds none, or signatures that don't fit; as `readTextFile`. */
export function readDecision(file: string): { readonly signed: SignedAction; readonly read: ReadAction } {
  const signed = SignedAction.safeParse(jsonIn(readTextFile(file, 'decision'))).data;
  const read = signed && readAction(signed);
  if (signed === undefined || read === undefined) {
    throw new SfumatoError(
      'wrong-use',
      `${printableCell(file)} does not hold a decision whose signatures fit; write a new one.`,
    );
  }
  return { signed, read };
}
