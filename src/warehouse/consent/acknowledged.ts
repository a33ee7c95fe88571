import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../../base/files.ts';
import { bytesToHex, SfumatoError, utf8ToBytes } from '../../base/index.ts';

// What a cut consent file lacks looks like a write that never ended. So what was acknowledged stands in a file of its own, written
// before anybody is told. The journal can't hold it: its record would tell when somebody came to withdraw. The chain goes over the
// consent file's secret, so it says nothing but which file it is of.

const Acknowledged = z.strictObject({
  batches: z.int().positive(),
  /** The chain after that many batches, hex. */
  chain: z.string().regex(/^[0-9a-f]{64}$/),
});
type Acknowledged = z.infer<typeof Acknowledged>;

/** The chain after each frame of a consent file; the first is that of its secret, before any batch. */
type Chains = readonly Uint8Array[];

/** The file that says what was acknowledged. */
export function acknowledgedFile(folder: string): string {
  return join(folder, 'consent.acknowledged');
}

/** Notes, as one durable step, that all batches there are were acknowledged. @throws SfumatoError `disk-full` or `file-unwritable`. */
export function acknowledge(folder: string, chains: Chains): void {
  const [batches, chain] = [chains.length - 1, chains.at(-1)];
  const known = readAcknowledged(folder);
  if (chain !== undefined && batches > (known?.batches ?? 0)) {
    const noted: Acknowledged = { batches, chain: bytesToHex(chain) };
    writeDurably(acknowledgedFile(folder), utf8ToBytes(`${JSON.stringify(noted)}\n`));
  }
}

/** Whether anything was acknowledged. @throws SfumatoError `consent-corrupt`. */
export function isAcknowledged(folder: string): boolean {
  return readAcknowledged(folder) !== undefined;
}

/** Looks that every batch that was acknowledged is there. @throws SfumatoError `consent-corrupt`. */
export function assertAcknowledged(folder: string, chains: Chains): void {
  const known = readAcknowledged(folder);
  const chain = known && chains[known.batches];
  if (known !== undefined && (chain === undefined || bytesToHex(chain) !== known.chain)) {
    throw corrupt(`The consent file in ${folder} lacks lists that were acknowledged`, folder);
  }
}

function readAcknowledged(folder: string): Acknowledged | undefined {
  const file = acknowledgedFile(folder);
  if (!existsSync(file)) {
    return undefined;
  }
  try {
    return Acknowledged.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw corrupt(`${file} can’t be read`, folder);
  }
}

function corrupt(what: string, folder: string): SfumatoError {
  const sentence = `${what}; restore the newest copies of consent.sealed and consent.acknowledged. If there are none, remove ${acknowledgedFile(folder)} and add the lists since the last publish again.`;
  return new SfumatoError('consent-corrupt', sentence);
}
