import { join } from 'node:path';
import type { AuditedAnswers } from '../../budget/index.ts';
import { coordinatorFolds } from '../../coordinator/index.ts';
import { type Broken, type Fold, nodeDisk, type Verified, verifyJournal } from '../../journal/index.ts';
import { nodeFolds, sealRing } from '../../node/index.ts';
import { parseYamlKind } from '../files/configuration.ts';
import { type Cosigned, cosignedFold } from './cosigned.ts';
import { auditAnswers } from './stored-answers.ts';

/** What a verification found. */
export interface Verification {
  readonly journal: string;
  readonly records: number;
  readonly verified: boolean;
  readonly problem?: string;
  /** Of a node: stored answers that were compared with their digests, and those that no key opens. */
  readonly answers?: AuditedAnswers;
  /** Of a node: how many checkpoints are co-signed, and how many records the last of them covers. */
  readonly cosigned?: Cosigned;
}

const PROGRESS_RECORDS = 10_000;

/** Verifies the journal that belongs to a configuration file; shared with the demonstration. */
export async function verifyFolder(
  configFile: string,
  onProgress: (records: number) => void = () => undefined,
): Promise<Verification> {
  const { kind, folder } = parseYamlKind(configFile);
  const journal = join(folder, 'journal');
  const disk = nodeDisk(journal);
  const progress = progressFold(onProgress);
  if (kind !== 'node') {
    return verificationOf(journal, verifyJournal({ disk, folds: [...coordinatorFolds(), progress] }));
  }
  // Answers are opened where the site's keys can be read; an auditor without it checks everything else.
  const answers = auditAnswers({ journal, keys: sealRing(folder).all() });
  const { fold, found: cosigned } = cosignedFold();
  try {
    const result = verifyJournal({ disk, folds: [...nodeFolds(disk), fold, progress] });
    const found = await answers.verdict;
    return 'verified' in found
      ? verificationOf(journal, earlier(result, found))
      : { ...verificationOf(journal, result), ...(result.verified && { answers: found, cosigned: { ...cosigned } }) };
  } finally {
    answers.stop();
  }
}

/** Where the journal first isn't what was written. */
function earlier(result: Verified | Broken, found: Broken): Broken {
  return result.verified || found.seq < result.seq ? found : result;
}

function verificationOf(journal: string, result: Verified | Broken): Verification {
  return result.verified
    ? { journal, records: result.records, verified: true }
    : { journal, records: result.seq, verified: false, problem: result.sentence };
}

function progressFold(onProgress: (records: number) => void): Fold {
  return {
    kinds: {},
    apply: () => undefined,
    follow: ({ seq }) => (seq % PROGRESS_RECORDS === PROGRESS_RECORDS - 1 ? onProgress(seq + 1) : undefined),
  };
}
