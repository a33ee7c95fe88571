import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SfumatoError } from '../../base/index.ts';
import { type CoordinatorConfig, type CoordinatorContext, coordinatorMemory } from '../../coordinator/index.ts';
import { nodeDisk, openJournal } from '../../journal/index.ts';
import {
  createPeerLog,
  type PeerLog,
  readPeers,
  recordPeers,
  type Witness,
  watchesNothing,
  witnessFor,
} from '../../link/index.ts';
import { readWitnessKey } from '../../node/index.ts';
import { lostCoordinatorJournal } from '../doctor/lost-coordinator-journal.ts';
import { trustedAgain } from '../link/trusted-again.ts';
import type { Shell } from '../shell.ts';
import { fatal } from '../site/node-parts.ts';

/** The coordinator's journal, and what is folded from it. */
export interface Records extends Pick<CoordinatorContext, 'journal' | 'witness'> {
  readonly memory: ReturnType<typeof coordinatorMemory>;
  readonly peerLog: PeerLog;
}

/** @throws SfumatoError `journal-corrupt` where the journal was lost, and as `openJournal`. */
export async function openRecords(shell: Shell, config: CoordinatorConfig, folder: string): Promise<Records> {
  assertJournalThere(folder);
  mkdirSync(join(folder, 'journal'), { recursive: true, mode: 0o700 });
  const witness = witnessOf(shell, config, folder);
  const memory = coordinatorMemory();
  const peerLog = createPeerLog();
  const journal = await openJournal({
    disk: nodeDisk(join(folder, 'journal')),
    clock: shell.clock,
    entropy: shell.entropy,
    folds: [...memory.folds, peerLog, witness ?? watchesNothing()],
    onFatal: fatal(shell),
  });
  return { journal, memory, peerLog, witness };
}

/** Records who is enrolled by now, and that what an end interrupted is given up. */
export async function bringUpToDate(
  { terminal }: Shell,
  { journal, peerLog, memory, witness }: Records,
  folder: string,
): Promise<void> {
  witness?.attach(journal);
  const again = await recordPeers({ journal, peerLog }, readPeers(folder), { actor: 'configuration' });
  again.forEach((change) => void terminal.note(trustedAgain(change)));
  for (const requestId of memory.questions.open()) {
    await journal.append({ kind: 'abort', actor: 'coordinator', body: { requestId } }).durable;
  }
}

/** @throws SfumatoError `journal-corrupt` where the journal was lost. */
function assertJournalThere(folder: string): void {
  const lost = lostCoordinatorJournal(folder);
  if (lost !== undefined) {
    throw new SfumatoError('journal-corrupt', lost);
  }
}

/** The witness that a configuration makes of the coordinator. @throws SfumatoError `key-missing`. */
function witnessOf(shell: Shell, { witness }: CoordinatorConfig, folder: string): Witness | undefined {
  if (witness === undefined) {
    return undefined;
  }
  return witnessFor({ watching: witness, secretKey: readWitnessKey(folder), clock: shell.clock });
}
