import { LIMITS, systemFetchWithin } from '../../base/index.ts';
import type { OpenNodeOptions } from '../../node/index.ts';
import { FAULT_POINTS, readSiteKeys } from '../../node/index.ts';
import { environmentVariable } from '../environment.ts';
import type { LoadedNode } from '../files/configuration.ts';
import { linkKeysIn } from '../link/link-keys.ts';
import { postOf } from '../link/outbound.ts';
import { trustedAgain } from '../link/trusted-again.ts';
import { packageVersion } from '../package-version.ts';
import type { Shell } from '../shell.ts';

/** What a node is opened with in this process. @throws SfumatoError as `readSiteKeys`. */
export function nodeParts(shell: Shell, loaded: LoadedNode): OpenNodeOptions {
  // First: a folder whose keys/ was not copied yet gets no link keys of its own there.
  readSiteKeys(loaded.folder, loaded.config.site);
  linkKeysIn(loaded.folder, 'site', shell);
  return {
    ...loaded,
    clock: shell.clock,
    entropy: shell.entropy,
    network: {
      fetch: systemFetchWithin(LIMITS.archiveReplyBytesMax),
      certificates: environmentVariable('NODE_EXTRA_CA_CERTS'),
      postOf: (way) => postOf(way, loaded.file),
    },
    version: packageVersion(),
    schedule: (work) => void setImmediate(work),
    onFatal: fatal(shell),
    fault: faultFromEnvironment(FAULT_POINTS),
    onTrustedAgain: (change) => shell.terminal.note(trustedAgain(change)),
    onPolicy: ({ from, to }) =>
      shell.terminal.note(
        `${to} is in force now and no longer ${from}, as the configuration says: the next publish is made under it.`,
      ),
  };
}

/** A journal that can't be written is never tried again: the process ends, and recovery decides what is true. */
export function fatal(shell: Shell): (error: Error) => void {
  return (error) => {
    shell.terminal.note(`sfumato: ${error.message}`);
    process.exit(1);
  };
}

/** `SFUMATO_FAULT=reserved` kills this process at that one of `points`, as a power cut would; for recovery drills. */
export function faultFromEnvironment<P extends string>(points: readonly P[]): (point: P) => void {
  const wanted = points.find((point) => point === environmentVariable('SFUMATO_FAULT'));
  return (point) => {
    if (point === wanted) {
      process.kill(process.pid, 'SIGKILL');
    }
  };
}
