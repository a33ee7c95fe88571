import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatNoteKey, type NoteKey, noteKeyOf } from '../../src/base/index.ts';
import { type ReceiptVerdict, verifyReceipt } from '../../src/client/index.ts';
import {
  answerDigest,
  type Draft,
  formatReceipts,
  parseReceipts,
  type Receipted,
  RefusedWire,
  type ReleasedWire,
  Reply,
  readRequest,
} from '../../src/contract/index.ts';
import { nodeApp } from '../../src/node/index.ts';
import { sfumato } from '../support/command.ts';
import { hurriedClock, openPublishedSite } from '../support/open-site.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE } from '../support/site-folder.ts';
import { within } from '../support/within.ts';

const ada = analyst();
let node: Awaited<ReturnType<typeof openPublishedSite>>;
let folder: string;
let key: NoteKey;

beforeAll(async () => {
  node = await openPublishedSite({ site: 'harbour', publicKey: ada.publicKey, blockEpsilon: '6' }, hurriedClock());
  folder = mkdtempSync(join(tmpdir(), 'sfumato-receipts-'));
  key = node.ctx.notary.key;
});
afterAll(async () => {
  await node.remove();
  rmSync(folder, { recursive: true, force: true });
});

const CT: Draft = { count: 'patients', where: { Modality: 'CT' }, epsilon: '0.1' };
const requests = new Map<string, string>();

/** The same signed request for the same question, every time. */
function signed(draft: Draft): string {
  const known = requests.get(JSON.stringify(draft));
  const text = known ?? signedQuestion({ secretKey: ada.secretKey, draft, sites: ['harbour', 'hillside'] });
  requests.set(JSON.stringify(draft), text);
  return text;
}

async function ask(text: string): Promise<z.infer<typeof Reply>> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ signed: text });
  const response = await nodeApp(node.ctx).request('/trpc/query.answer', { method: 'POST', headers, body });
  return z.object({ result: z.object({ data: Reply }) }).parse(await response.json()).result.data;
}

function receipted({ answer, receipt }: z.infer<typeof Reply>): Receipted {
  if (receipt === null) {
    throw new Error('there is no receipt');
  }
  return { answer, receipt };
}

const OTHER: Readonly<Record<string, string | number>> = {
  requestId: '0'.repeat(32),
  textHash: '0'.repeat(64),
  hourMs: 0,
};

/** A “no” as it was recorded before refusals named their request. */
async function earlierRefusal(): Promise<Receipted> {
  const [answer, opening] = [
    { state: 'refused', site: 'harbour', code: 'frozen', sentence: 'No.' } as const,
    '1'.repeat(32),
  ];
  const body = { request: null, code: answer.code, digest: answerDigest(answer, opening) };
  const { record, durable } = node.ctx.journal.append({ kind: 'refuse', actor: 'ada', body });
  await durable;
  const { seq, recordHash } = record;
  const proof = node.ctx.notary.prove(seq);
  return { answer, receipt: { site: 'harbour', seq, kind: 'refuse', recordHash, opening, proof } };
}

describe('a receipt', () => {
  it('comes with every answer and every refusal of a known key, and holds', async () => {
    const text = signed(CT);
    const first = await ask(text);
    const refused = await ask(signed({ ...CT, where: { Modality: 'CTT' } }));
    const again = await ask(text);
    expect(again.replayed).toBe(true);
    const verdicts = [first, refused, again].map((reply) => verifyReceipt(receipted(reply), [key]));
    expect(verdicts.map(({ evidence, answer, code }) => [evidence, answer, code])).toEqual([
      ['holds', 'released', undefined],
      ['holds', 'refused', 'unknown-value'],
      ['holds', 'released', undefined],
    ]);
    const { queryHash, snapshot } = first.answer as ReleasedWire;
    const of = { question: queryHash, snapshot };
    expect(verdicts.map((verdict) => verdict.of)).toEqual([of, undefined, of]);
    // The retry is shown to be in the log as it is by then.
    expect(again.receipt?.seq).toBe(first.receipt?.seq);
    expect(again.receipt?.proof).not.toBe(first.receipt?.proof);
  });

  it('of a “no” says which request was refused, by id and signed text, and in which hour', async () => {
    const text = signed({ ...CT, where: { Modality: 'CTT' } });
    const refused = receipted(await ask(text));
    const { request, textHash } = readRequest('question', text)!;
    const listed = node.ctx.refusalLog.refusals().find(({ seq }) => seq === refused.receipt.seq);
    const hourMs = listed!.hourMs;
    expect(hourMs % 3_600_000).toBe(0);
    const of = { requestId: request.id, textHash, hourMs };
    expect(verifyReceipt(refused, [key]).refused).toEqual(of);
    // What is no time could not be shown.
    expect(RefusedWire.safeParse(refused.answer).success).toBe(true);
    expect(RefusedWire.safeParse({ ...refused.answer, of: { ...of, hourMs: 9e15 } }).success).toBe(false);
    // Of another request, or hour, or of none, it doesn't hold.
    const { of: _, ...bare } = refused.answer as RefusedWire;
    const others = [bare, ...Object.keys(of).map((name) => ({ ...bare, of: { ...of, [name]: OTHER[name] } }))];
    for (const answer of others as RefusedWire[]) {
      const verdict = verifyReceipt({ ...refused, answer }, [key]);
      expect([verdict.evidence, verdict.steps.at(-1)?.name]).toEqual(['broken', 'inclusion']);
    }
  });

  it('of a “no” from before refusals named their request holds as it did', async () => {
    const verdict = verifyReceipt(await earlierRefusal(), [key]);
    expect([verdict.evidence, verdict.code, verdict.refused]).toEqual(['holds', 'frozen', undefined]);
  });

  it('says nothing of when the answer was worked out', async () => {
    const { receipt } = await ask(signed(CT));
    expect(Object.keys(receipt ?? {}).sort()).toEqual(expect.not.arrayContaining(['wallMs', 'record', 'body']));
    expect(JSON.stringify(receipt)).not.toContain(String(Date.now()).slice(0, 6));
  });

  it('names the step that does not hold', async () => {
    const good = receipted(await ask(signed(CT)));
    const forged = noteKeyOf('sfumato/harbour', 'log', new Uint8Array(32).fill(1));
    const { answer, receipt } = good;
    const cases: readonly [string, Receipted, readonly NoteKey[]][] = [
      ['site', { answer: { ...answer, site: 'hillside' }, receipt }, [key]],
      ['form', { answer, receipt: { ...receipt, proof: receipt.proof.replace('@v1', '@v2') } }, [key]],
      ['form', { answer, receipt: { ...receipt, proof: `${receipt.proof}— a AAAAAAAA\n` } }, [key]],
      ['signature', good, [forged]],
      ['log', { answer, receipt: { ...receipt, seq: receipt.seq + 1 } }, [key]],
      ['inclusion', { answer, receipt: { ...receipt, kind: 'refuse' } }, [key]],
      ['inclusion', { answer: { ...answer, definition: 'another' } as typeof answer, receipt }, [key]],
    ];
    for (const [step, changed, keys] of cases) {
      const verdict = verifyReceipt(changed, keys);
      expect([verdict.evidence, verdict.steps.at(-1)?.name, verdict.answer]).toEqual(['broken', step, undefined]);
    }
  });

  it('is not called broken where nobody gave the site’s key', async () => {
    const other = noteKeyOf('sfumato/hillside', 'log', new Uint8Array(32).fill(1));
    expect(verifyReceipt(receipted(await ask(signed(CT))), [other])).toEqual({
      site: 'harbour',
      evidence: 'unchecked',
      steps: [{ name: 'key', holds: false, sentence: 'No key of sfumato/harbour was given.' }],
    });
  });

  it('is broken by any bit that is changed in its file', async () => {
    const text = formatReceipts([receipted(await ask(signed(CT)))]);
    const holds = (file: string): boolean => {
      const parsed = parseReceipts(file);
      return parsed?.every((one) => verifyReceipt(one, [key]).evidence === 'holds') ?? false;
    };
    expect(holds(text)).toBe(true);
    const bytes = Buffer.from(text);
    const survived: string[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      const bit = 1 << (at % 8);
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ bit;
      if (holds(changed.toString('utf8'))) {
        survived.push(`byte ${at}, bit ${bit}`);
      }
    }
    expect(survived).toEqual([]);
  });
});

describe('sfumato receipt verify', () => {
  async function verify(text: string, words: readonly string[] = ['--key', formatNoteKey(key)]) {
    const file = join(folder, 'receipts');
    writeFileSync(file, text);
    const run = await sfumato(['receipt', 'verify', file, ...words, '--json']);
    const parsed: { receipts?: ReceiptVerdict[]; error?: { code: string; message: string } } = JSON.parse(run.stdout);
    return { code: run.code, ...parsed };
  }

  it('tells an answer that is on record, a “no” that is on record, and broken evidence apart', async () => {
    const answered = receipted(await ask(signed(CT)));
    const refused = receipted(await ask(signed({ ...CT, where: { Modality: 'CTT' } })));
    expect(await verify(formatReceipts([answered]))).toMatchObject({ code: 0, receipts: [{ evidence: 'holds' }] });
    expect(await verify(formatReceipts([answered, refused]))).toMatchObject({
      code: 3,
      receipts: [{ answer: 'released' }, { evidence: 'holds', answer: 'refused', code: 'unknown-value' }],
    });
    // What `ask --json` printed holds the same receipts.
    const site = { site: 'harbour', state: 'answered', reply: { replayed: false, ...answered } };
    const printed = { requestId: '0'.repeat(32), sites: [site], combined: null, notCombined: 'One.', loss: null };
    const kept = JSON.stringify(printed, null, 2);
    expect(await verify(kept)).toMatchObject({ code: 0, receipts: [{ evidence: 'holds', answer: 'released' }] });
    // An answer of another site that nothing shows doesn't pass for checked.
    const bare = { ...site, site: 'hillside', reply: { ...site.reply, receipt: null } };
    for (const sites of [[site, bare], [bare]]) {
      const message = expect.stringMatching(/^The answer of hillside came without a receipt/);
      expect(await verify(JSON.stringify({ ...printed, sites }))).toMatchObject({
        code: 1,
        error: { code: 'evidence-broken', message },
      });
    }
    const changed = kept.replace('"epsilon": "0.1"', '"epsilon": "0.2"');
    expect(changed).not.toBe(kept);
    expect(await verify(changed)).toMatchObject({ code: 1, receipts: [{ evidence: 'broken' }] });
    expect((await verify(JSON.stringify({ ...printed, sites: [] }))).code).toBe(1);
    const moved = { ...answered, receipt: { ...answered.receipt, recordHash: '0'.repeat(64) } };
    expect(await verify(formatReceipts([moved, refused]))).toMatchObject({
      code: 1,
      receipts: [{ evidence: 'broken' }, {}],
    });
    expect(await verify('{}')).toMatchObject({ code: 1, error: { code: 'evidence-broken' } });
  });

  it('says to which question an answer is, as `explain` says of one, and from which snapshot', async () => {
    const file = join(folder, 'named');
    writeFileSync(file, formatReceipts([receipted(await ask(signed(CT)))]));
    const question = join(folder, 'question.json');
    writeFileSync(question, JSON.stringify(CT));
    const [, hash] =
      /of question ([0-9a-f]{64})\./.exec((await within(['explain', question, '--policy', POLICY_FILE])).stdout) ?? [];
    const { stdout } = await within(['receipt', 'verify', file, '--key', formatNoteKey(key)]);
    expect(stdout).toContain(`  of      question ${hash}, snapshot ${node.ctx.catalog.snapshot()?.id}`);
  });

  it('says which request was refused, and whether it is the one that is given', async () => {
    const text = signed({ ...CT, where: { Modality: 'CTT' } });
    const refused = receipted(await ask(text));
    const { requestId, textHash, hourMs } = (refused.answer as RefusedWire).of!;
    const [file, own, other] = ['refused', 'own.jws', 'other.jws'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(file, formatReceipts([refused, receipted(await ask(signed(CT)))]));
    writeFileSync(own, `${text}\n`);
    writeFileSync(other, signed(CT));
    const said = async (...words: string[]) => {
      const { code, stdout } = await within(['receipt', 'verify', file, '--key', formatNoteKey(key), ...words]);
      return { code, stdout };
    };
    const hour = new Date(hourMs).toISOString().slice(0, 16).replace('T', ' ');
    const plain = await said();
    expect(plain.code).toBe(3);
    expect(plain.stdout).toContain(`  of      request ${requestId}, as signed ${textHash}\n`);
    expect(plain.stdout).toContain(`  when    in the hour from ${hour}\n`);
    expect(plain.stdout).not.toContain('very request');
    const asked = await said('--request', own);
    expect([asked.code, asked.stdout]).toEqual([3, expect.stringContaining('  yes     this very request\n')]);
    const others = await said('--request', other);
    expect([others.code, others.stdout]).toEqual([
      1,
      expect.stringContaining('  NO      the “no” is to another request'),
    ]);
    expect(await verify(formatReceipts([refused]), ['--key', formatNoteKey(key), '--request', own])).toMatchObject({
      code: 3,
      receipts: [{ refused: { requestId, textHash, hourMs }, isOfRequest: true }],
    });
    writeFileSync(file, formatReceipts([await earlierRefusal()]));
    expect((await said()).code).toBe(3);
    const earlier = await said('--request', own);
    expect([earlier.code, earlier.stdout]).toEqual([1, expect.stringContaining('  NO      the “no” names no request')]);
    expect(
      (await within(['receipt', 'verify', file, '--key', formatNoteKey(key), '--request', file])).stderr,
    ).toContain('does not hold a signed request');
  });

  it('reads keys from files, and refuses what is no key', async () => {
    const text = formatReceipts([receipted(await ask(signed(CT)))]);
    const keys = join(folder, 'keys.txt');
    writeFileSync(keys, `${formatNoteKey(key)}\n`);
    expect(await verify(text, ['--key', keys])).toMatchObject({ code: 0 });
    expect(await verify(text, ['--key', 'nonsense+1+1'])).toMatchObject({ code: 2, error: { code: 'wrong-use' } });
    expect(await verify(text, ['--key', 'nofile'])).toMatchObject({ code: 1, error: { code: 'file-unreadable' } });
  });

  it('asks for the key that is missing, and calls nothing broken', async () => {
    const other = formatNoteKey(noteKeyOf('sfumato/hillside', 'log', new Uint8Array(32).fill(1)));
    const file = join(folder, 'unchecked');
    writeFileSync(file, formatReceipts([receipted(await ask(signed(CT)))]));
    const { code, stdout } = await within(['receipt', 'verify', file, '--key', other]);
    expect(code).toBe(1);
    expect(stdout).toContain('harbour: not checked, for want of the key of its log; name it with --key.');
    expect(stdout).toContain('No key of sfumato/harbour was given.');
    expect(stdout).not.toContain('BROKEN');
  });
});
