import {
  entryBytes,
  isIncluded,
  isSignedBy,
  leafHash,
  logOrigin,
  type Note,
  type NoteKey,
  parseCheckpoint,
  parseLogProof,
  parseNote,
  signaturesUnder,
} from '../base/index.ts';
import { answerDigest, type LeftWire, type Receipted, type RefusedWire, type Statement } from '../contract/index.ts';

/** One step of a verification: what was looked at, and whether it holds. */
export interface ReceiptStep {
  readonly name: 'key' | 'site' | 'form' | 'signature' | 'log' | 'inclusion';
  readonly holds: boolean;
  readonly sentence: string;
}

/** What a receipt shows. Evidence that is broken or unchecked says nothing of the answer; evidence that holds may well be of a “no”. */
export interface ReceiptVerdict {
  readonly site: string;
  /** Whether every step holds; `unchecked` when none was taken for want of the site's key. */
  readonly evidence: 'holds' | 'broken' | 'unchecked';
  /** In order; the first that doesn't hold is the last. */
  readonly steps: readonly ReceiptStep[];
  /** What the site answered, for evidence that holds. */
  readonly answer?: LeftWire['state'];
  /** Why it refused. */
  readonly code?: string;
  /** Which request it refused, and in which hour; sites of earlier versions don't say. */
  readonly refused?: NonNullable<RefusedWire['of']>;
  /** To which question (its `queryHash`) something was released, and from which snapshot. */
  readonly of?: { readonly question: string; readonly snapshot: string };
  /** Of which round a masked vector is, by its hash, and of how many sites. */
  readonly round?: { readonly hash: string; readonly sites: number };
}

/**
 * Verifies offline that an answer stands in its site's log, by the site's public key: RFC 6962 inclusion under a C2SP
 * checkpoint. `keys` are those of the sites that the verifier trusts.
 */
export function verifyReceipt({ answer, receipt }: Receipted, keys: readonly NoteKey[]): ReceiptVerdict {
  const steps: ReceiptStep[] = [];
  for (const step of stepsOf({ answer, receipt }, keys)) {
    steps.push(step);
    if (!step.holds) {
      return { site: answer.site, evidence: step.name === 'key' ? 'unchecked' : 'broken', steps };
    }
  }
  return { site: answer.site, evidence: 'holds', steps, answer: answer.state, ...saidOf(answer) };
}

function saidOf(answer: LeftWire): Pick<ReceiptVerdict, 'code' | 'refused' | 'of' | 'round'> {
  switch (answer.state) {
    case 'released':
      return { of: ofWhat(answer) };
    case 'refused':
      return { code: answer.code, ...(answer.of === undefined ? {} : { refused: answer.of }) };
    case 'masked':
      return { of: ofWhat(answer), round: { hash: answer.round, sites: answer.shares.count } };
  }
}

function ofWhat({ queryHash: question, snapshot }: Statement): NonNullable<ReceiptVerdict['of']> {
  return { question, snapshot };
}

function* stepsOf({ answer, receipt }: Receipted, keys: readonly NoteKey[]): Generator<ReceiptStep> {
  const origin = logOrigin(receipt.site);
  const ours = keys.filter(({ name, role }) => name === origin && role === 'log');
  const isGiven = ours.length > 0;
  const keySentence = isGiven ? `The key of ${origin} is among those given.` : `No key of ${origin} was given.`;
  yield step('key', isGiven, keySentence);
  yield step('site', answer.site === receipt.site, 'Answer and receipt are of the same site.');
  const proof = parseLogProof(receipt.proof);
  const note = parseNote(proof?.checkpoint ?? '');
  const checkpoint = parseCheckpoint(note?.text ?? '');
  // Two of the log's own keys sign while one takes the place of the other.
  const isOwn = note?.signatures.every(({ name }) => name === origin);
  const plain = isOwn === true && checkpoint?.extensions.length === 0;
  yield step('form', plain, 'The proof has the form of a C2SP tlog-proof with one signed checkpoint.');
  if (proof === undefined || note === undefined || checkpoint === undefined) {
    return;
  }
  const isLog = checkpoint.origin === origin && proof.index === receipt.seq;
  yield step('log', isLog, `The checkpoint is of the site’s own log, and the proof of record ${receipt.seq}.`);
  const { seq, kind, recordHash } = receipt;
  const leaf = leafHash(entryBytes({ seq, kind, recordHash, digest: answerDigest(answer, receipt.opening) }));
  const claim = { index: seq, size: checkpoint.size, leaf, root: checkpoint.root, proof: proof.hashes };
  yield step('inclusion', isIncluded(claim), `The log of ${checkpoint.size} records holds the answer there.`);
  yield signatureStep(note, ours);
}

function signatureStep(note: Note, keys: readonly NoteKey[]): ReceiptStep {
  const holds = keys.some((key) => isSignedBy(note, key));
  const isOther = !holds && !keys.some((key) => signaturesUnder(note, key).length > 0);
  const sentence = isOther
    ? 'Another key of that name signed the checkpoint. If the site rotated its key, give the new one, or the statement by which the key that you trust names it.'
    : 'The site signed the checkpoint.';
  return step('signature', holds, sentence);
}

function step(name: ReceiptStep['name'], holds: boolean, sentence: string): ReceiptStep {
  return { name, holds, sentence };
}
