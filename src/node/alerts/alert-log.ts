import { z } from 'zod';
import type { Fold, JournalRecord } from '../../journal/index.ts';
import type { Alarm, AlertKind } from './alert.ts';

/** The kinds of alerts that are put on record. */
export const alarmKinds = [
  'budget-low',
  'refusals-in-a-row',
  'witness-missing',
  'freeze',
  'approval-pending',
] as const satisfies readonly AlertKind[];

const Channel = z.enum(['webhook', 'smtp']);
/** A way to people. */
export type ChannelName = z.infer<typeof Channel>;

const AlertId = z.string().regex(/^[0-9a-f]{32}$/);

/** The body of an `alert` record: something began that needs a person, or it is over. */
const AlertRecord = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('raised'),
    id: AlertId,
    kind: z.enum(alarmKinds),
    subject: z.string().max(200),
    /** Whom the site told at that time; each is told of it, whatever follows. */
    channels: z.array(Channel),
  }),
  z.strictObject({ state: z.literal('over'), id: AlertId }),
]);

/** The body of a `delivery` record: a channel took an alert, or was given up on. */
const DeliveryRecord = z.strictObject({ id: AlertId, channel: Channel, state: z.enum(['delivered', 'given-up']) });

/** An alert as the journal has it. */
export interface RaisedAlert extends Alarm {
  readonly id: string;
  readonly raisedMs: number;
  /** Channels that have neither taken it nor been given up on. */
  readonly owed: Set<ChannelName>;
}

/** Which alerts are on, and whom they still have to reach. */
export interface AlertLog extends Fold {
  /** Alerts that are on, by `alarmKey`. */
  readonly on: ReadonlyMap<string, RaisedAlert>;
  /** Alerts that some channel is still owed, on or over. */
  readonly owed: ReadonlyMap<string, RaisedAlert>;
  /** How many of a person's questions were refused since the last answer. */
  readonly refusals: ReadonlyMap<string, number>;
}

/** One alarm, whenever it sounds. */
export function alarmKey({ kind, subject }: Alarm): string {
  return `${kind} ${subject}`;
}

/** An empty log, to be filled by the journal's replay. */
export function createAlertLog(): AlertLog {
  const on = new Map<string, RaisedAlert>();
  const owed = new Map<string, RaisedAlert>();
  const refusals = new Map<string, number>();
  return Object.freeze({
    kinds: Object.freeze({ alert: AlertRecord, delivery: DeliveryRecord }),
    apply({ kind, body, wallMs }: JournalRecord) {
      if (kind === 'delivery') {
        deliver(owed, DeliveryRecord.parse(body));
        return;
      }
      const record = AlertRecord.parse(body);
      if (record.state === 'over') {
        drop(on, record.id);
        return;
      }
      const { id, kind: what, subject, channels } = record;
      const alert = { id, kind: what, subject, raisedMs: wallMs, owed: new Set(channels) };
      on.set(alarmKey(alert), alert);
      owed.set(id, alert);
    },
    follow({ kind, actor }: JournalRecord) {
      if (kind === 'refuse') {
        refusals.set(actor, (refusals.get(actor) ?? 0) + 1);
      } else if (kind === 'commit' || kind === 'replay') {
        refusals.delete(actor);
      }
    },
    on,
    owed,
    refusals,
  } satisfies AlertLog);
}

function deliver(owed: Map<string, RaisedAlert>, { id, channel }: z.infer<typeof DeliveryRecord>): void {
  const alert = owed.get(id);
  alert?.owed.delete(channel);
  if (alert?.owed.size === 0) {
    owed.delete(id);
  }
}

function drop(on: Map<string, RaisedAlert>, id: string): void {
  for (const [key, alert] of on) {
    if (alert.id === id) {
      on.delete(key);
    }
  }
}
