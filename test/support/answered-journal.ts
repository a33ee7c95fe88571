import { join } from 'node:path';
import {
  bytesToHex,
  formatNoteKey,
  hashText,
  noteKeyOf,
  randomBytes,
  randomId,
  systemClock,
  systemEntropy,
} from '../../src/base/index.ts';
import { sealKeys } from '../../src/budget/sealing.ts';
import { nodeDisk, openJournal } from '../../src/journal/index.ts';
import { nodeFolds, sealRing } from '../../src/node/index.ts';

// A site's journal, written record by record without a site: what an audit reads.

const entropy = systemEntropy();
const hash = (text: string): string => hashText('written', text);
const METERS = ['block:north:2026', 'project:lungs', 'analyst:ada'];
const NANO = '100000000';

/** The journal of the site folder, with all budgets granted. */
export async function answeredJournal(folder: string) {
  const disk = nodeDisk(join(folder, 'journal'));
  const seals = sealKeys({ keys: sealRing(folder).all, entropy });
  const onFatal = (error: Error): never => {
    throw error;
  };
  const journal = await openJournal({ disk, clock: systemClock, entropy, folds: nodeFolds(disk), onFatal });
  const key = formatNoteKey(noteKeyOf('sfumato/north', 'log', randomBytes(entropy, 32)));
  journal.append({ kind: 'signer', actor: 'configuration', body: { key } });
  for (const meter of METERS) {
    const body = { meter, nanoEpsilon: `${10n ** 18n}` };
    journal.append({ kind: 'grant', actor: 'configuration', reason: 'a written journal', body });
  }
  return {
    journal,
    /** Reserves for request `number` and commits a sealed answer; `changed` is what the record says otherwise. */
    answer(number: number, changed: { readonly digest?: string } = {}) {
      const reservation = randomId(entropy);
      const { opening: _, ...sealed } = seals.seal(reservation, answer());
      journal.append({ kind: 'reserve', actor: 'ada', body: reserveBody(reservation, number) });
      const body = { reservation, state: 'released', nanoEpsilon: NANO, ...sealed, ...changed };
      const { record, durable } = journal.append({ kind: 'commit', actor: 'ada', body });
      return { reservation, record, durable };
    },
    /** Serves request `number` from the answer of a reservation. */
    replay(number: number, reservation: string) {
      journal.append({ kind: 'replay', actor: 'ada', body: { request: request(number), reservation } });
    },
    refuse(number: number) {
      const body = { request: request(number), code: 'frozen', digest: hash(`${number}`) };
      journal.append({ kind: 'refuse', actor: 'ada', body });
    },
  };
}

function request(number: number) {
  const id = number.toString(16).padStart(32, '0');
  return { key: 'k'.repeat(43), project: 'lungs', id, textHash: hash(id) };
}

function reserveBody(reservation: string, number: number) {
  const piece = { length: 7, sensitivity: '1', sensitivitySquared: '1', nanoEpsilon: NANO };
  const mechanism = { name: 'discrete-laplace', pieces: [piece] };
  const what = { question: hash(`q${number}`), nanoEpsilon: NANO, snapshot: 's', policy: 'p' };
  return { reservation, request: request(number), meters: METERS, mechanism, ...what };
}

function answer() {
  const keys = ['CT', 'MR', 'US', 'CR', 'DX', 'OTHER', 'MISSING'].map((Modality) => ({ Modality }));
  const mechanism = {
    ...{ name: 'discrete-laplace' as const, epsilon: '0.1', sensitivity: '1', sensitivitySquared: '1', variance: 200 },
    scale: { numerator: '10', denominator: '1' },
  };
  const interval = { confidence: '0.95', halfWidth: '30' };
  const piece = { measure: 0, name: 'n' as const, fields: [], width: 1, mechanism, interval };
  return {
    ...{ state: 'released' as const, site: 'north', keys, epsilon: '0.1', definition: 'pure', pieces: [piece] },
    measures: [{ kind: 'count' as const, of: 'patients' as const, fields: [], perGroup: 1 }],
    ...{ privacyUnit: 'patient' as const, caps: { groupsPerPatient: 1 }, leavesOut: [], blocks: [2026] },
    ...{ snapshot: 's'.repeat(32), queryHash: hash('c') },
    policy: { id: 'imaging', version: '1.0.0', deidentification: hash('a'), disclosure: hash('b') },
    values: [keys.map(() => `${BigInt(`0x${bytesToHex(randomBytes(entropy, 2))}`)}`)],
  };
}
