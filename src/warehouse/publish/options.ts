import { type Entropy, SfumatoError } from '../../base/index.ts';
import type { StoredPolicy } from '../layout.ts';
import type { Register } from '../register/register.ts';
import type { Slot } from '../slot.ts';
import type { Staging } from '../staging/row.ts';

/** How far a publish is, in patients or rows of this step. For people on the site only. */
export interface PublishProgress {
  readonly step: 'patients' | 'rows' | 'file';
  readonly done: number;
}

/** What a publish needs. */
export interface PublishOptions {
  readonly staging: Staging;
  readonly policy: StoredPolicy;
  /** The dataset's declared size: fewer than 2^patientsLog2 − 1 patients. */
  readonly sizeClass: { readonly patientsLog2: number };
  /** 32 bytes; decides, patient by patient, which rows and groups are kept. */
  readonly truncationKey: Uint8Array;
  readonly register: Register;
  /** The open slot; the caller refuses a second publish in one slot. */
  readonly slot: Slot;
  readonly entropy: Entropy;
  readonly snapshotsFolder: string;
  /** For tests: about how many rows are sorted at a time, instead of `LIMITS.publishRowsPerPass`. */
  readonly rowsPerPass?: number;
  readonly progress?: (at: PublishProgress) => void;
  /** Aborting leaves nothing visible. */
  readonly signal?: AbortSignal;
}

/** Stops between two steps of a publish. @throws SfumatoError `interrupted` once `signal` was aborted. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new SfumatoError('interrupted', 'The publish was interrupted; nothing changed, start it again.');
  }
}
