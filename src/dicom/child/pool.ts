import { bytesToHex, type Clock, LIMITS } from '../../base/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Server } from '../json/index.ts';
import { childEntry } from './entry.ts';
import { ParserChild } from './parser-child.ts';

/** Reading processes side by side; each is handed one batch at a time by whoever drives it. */
export interface ParserPool {
  readonly children: readonly Pick<ParserChild, 'parse'>[];
  /** Ends all of them; what they hadn't told isn't told any more. */
  close(): void;
}

/** What a pool needs; the last three have their production values as defaults and exist for tests. */
export interface PoolOptions {
  readonly policy: Policy;
  /** The site's pseudonym key, 32 bytes; it is handed to the children over their pipe. */
  readonly pseudonymKey: Uint8Array;
  readonly clock: Clock;
  readonly count: number;
  /** The server of tasks that are series. */
  readonly server?: Server | undefined;
  /** File of further certificate authorities that children trust (NODE_EXTRA_CA_CERTS). */
  readonly certificates?: string | undefined;
  readonly entry?: string;
  readonly fileParseMsMax?: number;
  readonly childBytesMax?: number;
}

const CHECK_EVERY_MS = 50;

/** Opens a pool; a child is forked when it gets its first batch. */
export function openParserPool(options: PoolOptions): ParserPool {
  const { policy, pseudonymKey, clock, count, server, certificates } = options;
  const setup = {
    kind: 'setup',
    policy: JSON.stringify(policy.document),
    key: bytesToHex(pseudonymKey),
    ...(server && { server }),
  } as const;
  const {
    entry = childEntry(),
    fileParseMsMax = LIMITS.fileParseMsMax,
    childBytesMax = LIMITS.childBytesMax,
  } = options;
  const msMax = {
    file: fileParseMsMax,
    look: fileParseMsMax,
    series: LIMITS.seriesMsMax,
    table: LIMITS.tableStepMsMax,
  };
  const child = () => new ParserChild({ setup, clock, entry, msMax, childBytesMax, certificates });
  const children = Array.from({ length: count }, child);
  let open = true;
  const watch = async (): Promise<void> => {
    while (open) {
      await clock.until(clock.monotonicMs() + CHECK_EVERY_MS);
      for (const each of children) {
        each.check();
      }
    }
  };
  void watch();
  return {
    children,
    close() {
      open = false;
      for (const each of children) {
        each.close();
      }
    },
  };
}
