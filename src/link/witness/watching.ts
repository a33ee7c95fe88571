import { z } from 'zod';
import { type Clock, parseNoteKey } from '../../base/index.ts';
import { PublicKey } from '../../contract/index.ts';
import { createWitness, type Witness } from './witness.ts';

/** What a configuration says of a witness: its name, and the logs that it watches and co-signs. */
export const Watching = z.strictObject({
  /** The name under which it signs. */
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9./-]{0,62}$/,
      '1 to 63 lower-case letters, digits, dots, slashes and hyphens, the first a letter or digit',
    ),
  logs: z
    .array(
      z.strictObject({
        key: z.string().refine((text) => parseNoteKey(text)?.role === 'log', 'a log key, as `keygen` prints it'),
        /** Public keys of the people at the site, two of whom must sign a recovery. */
        recoverers: z.array(PublicKey).default([]),
      }),
    )
    .max(500),
});
export type Watching = z.infer<typeof Watching>;

interface Watcher {
  readonly watching: Watching;
  readonly secretKey: Uint8Array;
  readonly clock: Clock;
}

/** The witness of a configuration, empty. */
export function witnessFor({ watching: { name, logs: configured }, secretKey, clock }: Watcher): Witness {
  const logs = configured.flatMap(({ key: text, recoverers }) => {
    const key = parseNoteKey(text);
    return key === undefined ? [] : [{ key, recoverers }];
  });
  return createWitness({ signer: { name, secretKey }, logs, clock });
}
