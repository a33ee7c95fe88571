import { join } from 'node:path';
import type { Command } from 'commander';
import { createAnswerAudit } from '../../budget/index.ts';
import { coordinatorFolds } from '../../coordinator/index.ts';
import { type Disk, type Fold, nodeDisk, verifyJournal } from '../../journal/index.ts';
import { nodeFolds, sealRing } from '../../node/index.ts';
import { parseYamlKind } from '../load.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

/** What a verification found. */
interface Verification {
  readonly journal: string;
  readonly records: number;
  readonly verified: boolean;
  readonly problem?: string;
  /** Of a node: stored answers that were compared with their digests, and those that no key opens. */
  readonly answers?: { readonly opened: number; readonly closed: number };
}

const PROGRESS_RECORDS = 10_000;

/** `sfumato audit verify`: every byte of a journal, and all that follows from it. */
export function registerAuditVerify(audit: Command, shell: Shell): void {
  const command = audit
    .command('verify')
    .description(
      'check every byte of a journal, fold its balances again, and check stored answers, checkpoints and co-signatures; reads only, also beside a running process',
    )
    .requiredOption('--config <file>', 'the node’s or coordinator’s YAML file')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async (): Promise<Outcome> => {
        const document = verifyFolder(options.config, (records) =>
          shell.terminal.status(`${records} records checked …`),
        );
        return { document, text: textOf(document), exitCode: document.verified ? 0 : 1 };
      }),
    );
  helpTail(command, ['npx --no sfumato audit verify --config site/node.yaml']);
}

/** Verifies the journal that belongs to a configuration file; shared with the demonstration. */
export function verifyFolder(
  configFile: string,
  onProgress: (records: number) => void = () => undefined,
): Verification {
  const { kind, folder } = parseYamlKind(configFile);
  const journal = join(folder, 'journal');
  const disk = nodeDisk(journal);
  const { folds, found } = kind === 'node' ? siteFolds(folder, disk) : { folds: coordinatorFolds(), found: () => ({}) };
  const result = verifyJournal({ disk, folds: [...folds, progressFold(onProgress)] });
  return result.verified
    ? { journal, records: result.records, verified: true, ...found() }
    : { journal, records: result.seq ?? 0, verified: false, problem: result.sentence };
}

interface SiteFolds {
  readonly folds: readonly Fold[];
  readonly found: () => Pick<Verification, 'answers'>;
}

/** Answers are opened where the site's keys can be read; an auditor without it checks everything else. */
function siteFolds(folder: string, disk: Disk): SiteFolds {
  const answers = createAnswerAudit(sealRing(folder).all());
  return { folds: [...nodeFolds(disk), answers], found: () => ({ answers: answers.counts() }) };
}

function progressFold(onProgress: (records: number) => void): Fold {
  return {
    kinds: {},
    apply: () => undefined,
    follow: ({ seq }) => (seq % PROGRESS_RECORDS === PROGRESS_RECORDS - 1 ? onProgress(seq + 1) : undefined),
  };
}

function textOf({ journal, records, verified, problem, answers }: Verification): string {
  if (!verified) {
    return `${journal} does NOT verify: ${problem}`;
  }
  const opened =
    answers && `${answers.opened} stored answers fit their digests, ${answers.closed} can’t be opened here.`;
  return `${journal}: ${records} records verified. ${opened ?? ''}`.trim();
}
