import type { Clock, Entropy, SfumatoError } from '../base/index.ts';
import type { PeerRecord } from '../link/index.ts';
import type { Policy } from '../policy/index.ts';
import type { NodeConfig } from './config.ts';
import type { Network } from './context.ts';
import type { FaultPoint } from './fault.ts';

/** What a node is opened with. */
export interface OpenNodeOptions {
  readonly config: NodeConfig;
  /** The site's folder, absolute. */
  readonly folder: string;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly network: Network;
  /** Of this program. */
  readonly version: string;
  /** Runs work off the request path. */
  readonly schedule: (work: () => void) => void;
  /** The journal can't go on: the process must end. */
  readonly onFatal: (error: SfumatoError) => void;
  readonly fault: (point: FaultPoint) => void;
  /** Opened for one verb and not to answer: then a snapshot that is lost need not be there, or nothing could ever be published in its place. */
  readonly forOneVerb?: boolean;
  /** Somebody has looked at the clock: it is right, however long ago the last record was made. */
  readonly clockIsRight?: boolean;
  /** Told of each party that `peers.txt` names again under a key that was let go before. */
  readonly onTrustedAgain?: (change: PeerRecord) => void;
  /** Told when the configuration has put another policy in force. */
  readonly onPolicy?: (change: { readonly from: string; readonly to: string }) => void;
}
