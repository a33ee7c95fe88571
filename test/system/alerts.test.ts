import { createHmac } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Clock,
  formatNoteKey,
  fromBase64Url,
  LIMITS,
  noteKeyOf,
  randomId,
  systemClock,
  systemEntropy,
  systemFetch,
} from '../../src/base/index.ts';
import { draftAction, signAction } from '../../src/contract/index.ts';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import type { Alert } from '../../src/node/alerts/alert.ts';
import { createAlerts } from '../../src/node/alerts/alerts.ts';
import { channelsOf } from '../../src/node/alerts/channels.ts';
import { type OpenNode, writeKeyFile } from '../../src/node/index.ts';
import { sfumato, startServer } from '../support/command.ts';
import { type Hook, openHook, type Posted } from '../support/hook.ts';
import { type Mailbox, openMailbox } from '../support/mailbox.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

const ada = analyst();
const [olga, sven] = [analyst(), analyst()];
let [hook, mailbox]: [Hook, Mailbox] = [undefined as never, undefined as never];
let site: ReturnType<typeof siteFolder>;
let open: OpenNode[] = [];
let ahead = 0;

/** A clock that can be put forward. */
const clock: Clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + ahead };

beforeEach(async () => {
  ahead = 0;
  hook = await openHook();
  mailbox = await openMailbox();
  site = siteFolder({ site: 'harbour', publicKey: ada.publicKey });
  writeKeyFile(join(site.folder, 'webhook.key'), 'webhook', systemEntropy());
  configure('');
});
afterEach(async () => {
  for (const node of open) {
    await node.close();
  }
  open = [];
  await hook.close();
  await mailbox.close();
  rmSync(site.folder, { recursive: true, force: true });
});

let plain: string | undefined;
function configure(more: string): void {
  plain ??= readFileSync(site.config, 'utf8');
  const people = [olga, sven].map(
    ({ publicKey }, at) =>
      `  - { person: p${at}, key: ${publicKey}, roles: [${at ? 'steward' : 'privacy-officer'}] }\n`,
  );
  writeFileSync(
    site.config,
    `${plain}people:\n${people.join('')}alerts:
  webhook: { url: "${hook.url}", keyFile: webhook.key }
  smtp: { host: 127.0.0.1, port: ${mailbox.port}, from: site@example.org, to: [steward@example.org] }
  refusalsInARow: 3
${more}`,
  );
}

/** The site, open, with its alerts; one look at a time. */
async function start() {
  const node = await openSite({ folder: site.folder, config: site.config, policyFile: POLICY_FILE }, clock);
  open.push(node);
  const { ctx } = node;
  const config = ctx.config.alerts!;
  const parts = { ctx, config, clock, entropy: systemEntropy() };
  const channels = channelsOf({ config, folder: site.folder, fetch: systemFetch, nowMs: () => ctx.journal.nowMs() });
  const alerts = createAlerts({ ...parts, channels });
  return { ctx, alerts, channels, close: async () => open.splice(open.indexOf(node), 1)[0]?.close() };
}
type Started = Awaited<ReturnType<typeof start>>;

async function look({ alerts }: Started): Promise<void> {
  await alerts.look();
  await alerts.rest();
}

async function act({ ctx }: Started, kind: 'freeze' | 'unfreeze', ...signers: (typeof olga)[]): Promise<void> {
  const common = {
    version: 1,
    id: randomId(systemEntropy()),
    site: 'harbour',
    reason: 'What a test asks for.',
  } as const;
  const draft = draftAction({ ...common, expires: Date.now() + 60_000, kind, body: { scope: 'node' } });
  const signed = signers.reduce((action, { secretKey }) => signAction(action, secretKey), draft);
  await ctx.journal.append({ kind: 'action', actor: 'p0', body: { signed } }).durable;
}

/** Takes what a meter has left, as a grant of less does. */
async function grantLess({ ctx }: Started, meter: string, epsilon: number): Promise<void> {
  const body = { meter, nanoEpsilon: String(-epsilon * 1_000_000_000) };
  await ctx.journal.append({ kind: 'grant', actor: 'p0', reason: 'What a test asks for.', body }).durable;
}

/** A site in which something needs a person, closed again. */
async function frozenSite(): Promise<void> {
  const node = await start();
  await act(node, 'freeze', olga);
  await node.close();
}

async function refuse({ ctx }: Started, times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    await ctx.budget.refuse({ actor: 'ada', keyId: ada.publicKey, code: 'wrong-site' });
  }
}

const documentOf = ({ body }: Posted) => JSON.parse(body) as Pick<Alert, 'id' | 'kind' | 'subject'>;
const told = () => hook.posted.map(documentOf).map(({ kind, subject }) => `${kind} ${subject}`);
const records = () => [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(({ kind }) => kind === 'alert');

describe('an alert', () => {
  it('is told once on every way, however often the site looks, also after a restart', async () => {
    const first = await start();
    await act(first, 'freeze', olga);
    await look(first);
    await look(first);
    await first.close();
    await look(await start());
    expect(told()).toEqual(['freeze node']);
    expect(mailbox.mails).toHaveLength(1);
    expect(records()).toHaveLength(1);
  });

  it('is told again once it was over', async () => {
    const node = await start();
    await act(node, 'freeze', olga);
    await look(node);
    await act(node, 'unfreeze', olga, sven);
    await look(node);
    await act(node, 'freeze', olga);
    await look(node);
    expect(told()).toEqual(['freeze node', 'freeze node']);
    expect(new Set(hook.posted.map((one) => documentOf(one).id)).size).toBe(2);
  });

  it('is signed with its time, so that a receiver knows who sent it and when', async () => {
    const node = await start();
    await act(node, 'freeze', olga);
    await look(node);
    const [{ headers, body }] = hook.posted as [Posted];
    const key = fromBase64Url(readFileSync(join(site.folder, 'webhook.key'), 'utf8').trim().split(' ').at(-1)!)!;
    const said = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(said).digest('base64')}`);
    expect(headers['webhook-id']).toBe(documentOf({ headers, body }).id);
    expect(Math.abs(Number(headers['webhook-timestamp']) * 1_000 - Date.now())).toBeLessThan(600_000);
  });

  it('says what needs a person, and nothing else', async () => {
    const node = await start();
    await act(node, 'freeze', olga);
    await look(node);
    expect(documentOf(hook.posted[0]!)).toEqual({
      version: 1,
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      site: 'harbour',
      kind: 'freeze',
      subject: 'node',
      sentence: 'node is frozen; `sfumato status` shows what else is.',
      raised: expect.any(String),
    });
    expect(mailbox.mails[0]).toContain('Subject: [sfumato harbour] freeze: node');
    expect(mailbox.mails[0]).toContain('To: steward@example.org');
  });
});

describe('what a person is told of', () => {
  it('is a meter of which little is left', async () => {
    const node = await start();
    await look(node);
    expect(told()).toEqual([]);
    await grantLess(node, 'project:lung-imaging', 20);
    await look(node);
    expect(told()).toEqual(['budget-low project:lung-imaging']);
  });

  it('is question after question that is refused, and an answer ends the row', async () => {
    const node = await start();
    await refuse(node, 2);
    await look(node);
    expect(told()).toEqual([]);
    await refuse(node, 1);
    await look(node);
    await refuse(node, 5);
    await look(node);
    expect(told()).toEqual(['refusals-in-a-row ada']);
  });

  it('is a witness that is missing for longer than the configuration allows, and not before', async () => {
    const key = formatNoteKey(noteKeyOf('witness.example', 'witness', analyst().secretKey));
    configure(`witnesses: [{ url: "http://127.0.0.1:9", key: "${key}" }]\n`);
    const node = await start();
    await look(node);
    expect(told()).toEqual([]);
    ahead = 11 * 60_000;
    await look(node);
    await node.close();
    // A start that can't know yet neither ends the alert nor raises it again.
    const again = await start();
    await look(again);
    ahead += 11 * 60_000;
    await look(again);
    expect(told()).toEqual(['witness-missing harbour']);
  });

  it('is a decision that waits for signatures', async () => {
    const node = await start();
    const id = randomId(systemEntropy());
    const common = { version: 1, id, site: 'harbour', reason: 'What a test asks for.' } as const;
    const draft = draftAction({ ...common, expires: Date.now() + 60_000, kind: 'dismiss', body: { person: 'p1' } });
    await node.ctx.journal.append({
      kind: 'proposal',
      actor: 'p0',
      body: { signed: signAction(draft, olga.secretKey) },
    }).durable;
    await look(node);
    expect(told()).toEqual([`approval-pending ${id}`]);
  });
});

describe('a way to people', () => {
  it('that hangs keeps no other waiting, nor the site', async () => {
    hook.answer = () => undefined;
    const node = await start();
    await act(node, 'freeze', olga);
    await node.alerts.look();
    await expect.poll(() => mailbox.mails.length, { timeout: 20_000 }).toBe(1);
    await refuse(node, 3);
    await node.alerts.look();
    await expect.poll(() => mailbox.mails.length, { timeout: 20_000 }).toBe(2);
    await hook.close();
    hook = await openHook();
  });

  const [steward, officer] = ['steward@example.org', 'officer@example.org'];
  const addressees = () => mailbox.mails.map((one) => /^To: (.*?)\r?$/m.exec(one)?.[1]);
  const mailTo = (...to: readonly string[]) => {
    const config = readFileSync(site.config, 'utf8');
    writeFileSync(site.config, config.replace(`[${steward}]`, `[${to.join(', ')}]`));
    mailbox.unknown.add(officer);
  };

  it('that takes a mail for some of those it is to is tried again for the others alone, however they are spelt', async () => {
    mailTo(steward, 'officer@Example.org');
    const node = await start();
    await act(node, 'freeze', olga);
    await look(node);
    expect(mailbox.mails).toHaveLength(1);
    mailbox.unknown.clear();
    ahead += 6_000;
    await look(node);
    await look(node);
    expect(addressees()).toEqual([`${steward}, ${officer}`, officer]);
  });

  it('that refuses somebody to the end is given up on, and nothing of it is kept', async () => {
    mailTo(steward, officer);
    const node = await start();
    await act(node, 'freeze', olga);
    for (let tries = 0; tries < LIMITS.alertTriesMax; tries += 1) {
      await look(node);
      ahead += LIMITS.alertRetryMsMax;
    }
    expect(node.ctx.alerts.owed.size).toBe(0);
    mailbox.unknown.clear();
    const alert = { site: 'harbour', ...documentOf(hook.posted[0]!), raisedMs: 0 };
    await node.channels.get('smtp')?.(alert, true);
    expect(addressees()).toEqual([`${steward}, ${officer}`, `${steward}, ${officer}`]);
  });

  it('that fails is tried again, each time later, until it takes the alert', async () => {
    let failures = 0;
    hook.answer = (response) => {
      failures += 1;
      response.writeHead(failures <= 2 ? 503 : 200).end();
    };
    const node = await start();
    await act(node, 'freeze', olga);
    await look(node);
    await look(node);
    expect(hook.posted).toHaveLength(1);
    ahead += 6_000;
    await look(node);
    ahead += 6_000;
    await look(node);
    expect(hook.posted).toHaveLength(2);
    ahead += 6_000;
    await look(node);
    ahead += 3_600_000;
    await look(node);
    expect(hook.posted).toHaveLength(3);
    expect(new Set(hook.posted.map((one) => documentOf(one).id)).size).toBe(1);
    expect(mailbox.mails).toHaveLength(1);
  });

  it('is tried by the doctor, without a record', async () => {
    const said = await sfumato(['doctor', '--alert', '--config', site.config, '--json']);
    const { checks } = JSON.parse(said.stdout) as { checks: { name: string; state: string }[] };
    expect(checks.filter(({ name }) => name.startsWith('alerts')).map(({ state }) => state)).toEqual(['ok', 'ok']);
    expect(told()).toEqual(['test harbour']);
    await hook.close();
    const failed = await sfumato(['doctor', '--alert', '--config', site.config, '--json']);
    expect(failed.code).toBe(1);
    hook = await openHook();
  });
});

describe('a process that is killed', () => {
  it('between delivery and its record, delivers again under the same id, and then never more', async () => {
    await frozenSite();
    let server = await startServer(['node', 'start', '--config', site.config]);
    await new Promise<void>((resolve) => {
      hook.answer = () => resolve(); // it was taken, and the site never hears of it
    });
    await server.kill('SIGKILL');
    hook.answer = (response) => void response.end();
    server = await startServer(['node', 'start', '--config', site.config]);
    await expect.poll(() => hook.posted.length, { timeout: 30_000 }).toBe(2);
    await expect.poll(() => deliveries(), { timeout: 30_000 }).toContain('webhook');
    await server.kill('SIGTERM');
    server = await startServer(['node', 'start', '--config', site.config]);
    await server.kill('SIGTERM');
    expect(hook.posted.map((one) => documentOf(one).id)).toEqual(Array(2).fill(documentOf(hook.posted[0]!).id));
    expect(records()).toHaveLength(1);
  });

  it('before anybody could be told, tells them after its next start', async () => {
    const url = hook.url;
    await hook.close();
    await frozenSite();
    let server = await startServer(['node', 'start', '--config', site.config]);
    await expect.poll(() => records().length, { timeout: 30_000 }).toBe(1);
    await server.kill('SIGKILL');
    hook = await openHook(Number(new URL(url).port));
    server = await startServer(['node', 'start', '--config', site.config]);
    await expect.poll(() => hook.posted.length, { timeout: 30_000 }).toBe(1);
    await server.kill('SIGTERM');
    expect(told()).toEqual(['freeze node']);
  });
});

function deliveries(): readonly string[] {
  return [...readJournal(nodeDisk(join(site.folder, 'journal')))]
    .filter(({ kind }) => kind === 'delivery')
    .map(({ body }) => (body as { channel: string }).channel);
}
