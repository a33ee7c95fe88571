import { hmacSha256Under, type Keyed } from '../../base/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { StagedInstance, StagedRow } from '../../warehouse/index.ts';
import { type Header, wantedAt } from '../parse/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import { columnTransforms } from './column.ts';
import { dayNumber, strictDate } from './date.ts';
import { placesOf } from './field-value.ts';
import { keysUnder } from './keys.ts';
import { normalised, pseudonym, secretDay } from './pseudonym.ts';
import { type Reading, readingOf } from './reading.ts';
import { holdsIdentity, holdsLongIdentity } from './self-test.ts';
import { PLACES, TAGS } from './tags.ts';

/** De-identifies headers. Everything but these pseudonyms, codes and steps stays behind. */
export interface Deidentifier {
  /** Why a header can't be stored whatever its values are, or its pseudonyms. */
  readonly keysOf: (header: Header) => StagedInstance | QuarantineReason;
  /** The row of a header with these keys, or why there is none. */
  readonly rowOf: (header: Header, keys: StagedInstance) => StagedRow | QuarantineReason;
}

/**
 * The de-identification that `policy` describes, under the site's 32-byte pseudonym key: the header's identifiers become
 * keyed pseudonyms, its listed elements codes and steps, and nothing else of it is looked at.
 */
export function deidentification(policy: Policy, key: Uint8Array): Deidentifier {
  const transforms = [...columnTransforms(policy)];
  const wanted = wantedAt(placesRead(policy));
  const keyed = hmacSha256Under(key);
  const keysOf = keysUnder(keyed);
  const secrets = secretsOf(policy, keyed);
  return {
    keysOf: (header) => header.fault(wanted) ?? (holdsLongIdentity(header) ? 'element-too-long' : keysOf(header)),
    rowOf(header, keys) {
      const values = header.values(wanted);
      if (values === undefined) {
        return 'parser-failed';
      }
      const reading = readingOf(values);
      const stored = transforms.map(([keyword, transform]) => [keyword, transform(reading)] as const);
      const row = { ...keys, values: Object.fromEntries(stored), ...secrets(header, keys, reading) };
      return holdsIdentity(row, { header, policy }) ? 'identity-in-value' : row;
    },
  };
}

function placesRead(policy: Policy) {
  const fields = [...policy.columns.values()]
    .map(({ field }) => field)
    .filter(({ transform }) => transform.kind !== 'derived');
  return [...fields.flatMap(placesOf), PLACES.PatientBirthDate, PLACES.StudyDate];
}

type Secrets = (header: Header, keys: StagedInstance, reading: Reading) => Pick<StagedRow, 'device' | 'day'>;

/** What is staged beside the columns, each only where the policy has a use for it. */
function secretsOf({ document }: Policy, keyed: Keyed): Secrets {
  const kinds = document.fields.map(({ transform }) => transform);
  const needsDevice = kinds.some((transform) => transform.kind === 'pseudonym' && transform.domain === 'device');
  const needsDay = kinds.some((transform) => transform.kind === 'derived' && transform.of === 'days-since-first-study');
  return (header, { patient }, reading) => {
    const serial = needsDevice ? normalised(header.raw(TAGS.DeviceSerialNumber)) : new Uint8Array(0);
    const date = needsDay ? strictDate(reading.text([PLACES.StudyDate]) ?? '') : undefined;
    return {
      ...(serial.length > 0 && { device: pseudonym(keyed, 'device', [serial]) }),
      ...(date && { day: secretDay(keyed, patient, dayNumber(date)) }),
    };
  };
}
