import { z } from 'zod';
import {
  FieldWire,
  MeasureWire,
  MechanismWire,
  PieceWire,
  Receipt,
  RefusedWire,
  ReleasedWire,
  Reply,
  TreeWire,
} from './answer.ts';
import { Quote, SiteFacts } from './dry-run.ts';
import {
  Combined,
  Estimate,
  FederatedQuote,
  FederatedReply,
  FederationFacts,
  Loss,
  MeasureResult,
  SiteOutcome,
} from './federated.ts';
import { Receipted } from './receipt.ts';

const [DiscreteLaplace, DiscreteGaussian] = MechanismWire.options;

/** What a description of the interface names, so that makers of clients name it so, too. */
const COMPONENTS = {
  Released: ReleasedWire,
  Refused: RefusedWire,
  Receipt,
  Receipted,
  Reply,
  Quote,
  SiteFacts,
  Measure: MeasureWire,
  Field: FieldWire,
  Tree: TreeWire,
  Piece: PieceWire,
  Mechanism: MechanismWire,
  DiscreteLaplace,
  DiscreteGaussian,
  SiteOutcome,
  Estimate,
  MeasureResult,
  Combined,
  Loss,
  FederatedReply,
  FederatedQuote,
  FederationFacts,
};

/** Has whoever describes schemas in JSON find their names: done once, by who makes a description, as nothing else needs them. */
export function nameComponents(): void {
  for (const [id, schema] of Object.entries(COMPONENTS)) {
    z.globalRegistry.add(schema, { id });
  }
}
