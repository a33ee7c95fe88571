import { afterEach, describe, expect, it } from 'vitest';
import { hashText, LIMITS } from '../../src/base/index.ts';
import type { SiteFacts } from '../../src/contract/index.ts';
import type { Verbs } from '../../src/link/index.ts';
import { type Federation, federation, type LinkKind } from './federation.ts';

const FACTS: SiteFacts = {
  protocol: 1,
  site: 'harbour',
  policy: 'imaging-metadata@1.1.0',
  deidentificationHash: 'a'.repeat(64),
  disclosureHash: 'b'.repeat(64),
  blocks: [2026],
  minSites: 1,
  logKey: 'log',
  serving: true,
};
const REFUSED = { state: 'refused', site: 'harbour', code: 'expired', sentence: 'The request has expired.' } as const;
const CANARY = 'canary-of-a-question';

/** A site that says who it is, and to a question that it has expired, with the question's own text in the detail. */
const honest: Verbs = async (_, { verb, input }) => {
  const detail = JSON.stringify(input);
  const answer = { answer: { ...REFUSED, detail }, replayed: false, receipt: null };
  return { output: verb === 'query.answer' ? answer : verb === 'query.dryRun' ? { ...REFUSED, detail } : FACTS };
};

const never = new AbortController().signal;
const running: Federation[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) {
    await one.close();
  }
});

async function started(kind: LinkKind, verbs: Verbs = honest): Promise<Federation> {
  const made = await federation(kind, verbs);
  running.push(made);
  return made;
}

/** A promise with its ends. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe.each(['relay', 'direct'] as const)('a %s link', (kind) => {
  it('brings the site’s own words, whatever is asked', async () => {
    const { link } = await started(kind);
    expect(await link.facts(never)).toEqual(FACTS);
    expect(await link.dryRun(CANARY, never)).toEqual({ ...REFUSED, detail: JSON.stringify({ signed: CANARY }) });
    expect((await link.ask(CANARY, never)).answer).toEqual({ ...REFUSED, detail: JSON.stringify({ signed: CANARY }) });
  });

  it('gives every one of many questions at once its own answer', async () => {
    const { link } = await started(kind);
    const texts = Array.from({ length: 12 }, (_, at) => `question ${at}`);
    const replies = await Promise.all(texts.map((text) => link.dryRun(text, never)));
    expect(replies).toEqual(texts.map((signed) => ({ ...REFUSED, detail: JSON.stringify({ signed }) })));
  });

  it('carries questions and answers of any size that is allowed', async () => {
    const longest = (input: unknown): string =>
      hashText('heard', JSON.stringify(input)).padEnd(LIMITS.wireSentenceMax, 'y');
    const { link } = await started(kind, async (_, { input }) => ({ output: { ...REFUSED, detail: longest(input) } }));
    const text = 'x'.repeat(LIMITS.requestBytesMax * 2);
    expect(await link.dryRun(text, never)).toMatchObject({ detail: longest({ signed: text }) });
  });

  it('takes no reply that names another site, nor one of another form', async () => {
    for (const output of [{ ...FACTS, site: 'hillside' }, { ...FACTS, site: 'xharbour' }, {}, null]) {
      const { link } = await started(kind, async () => ({ output }));
      await expect(link.facts(never)).rejects.toMatchObject({ code: 'peer-invalid' });
    }
  });

  it('says that a site could not do it, and not why', async () => {
    const { link } = await started(kind, async () => {
      throw new Error(CANARY);
    });
    const error = await link.facts(never).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'peer-invalid' });
    expect(String(error)).not.toContain(CANARY);
  });

  it('shows who listens on the wire no word of it, and one of few lengths', async () => {
    const { link, tap } = await started(kind);
    await link.ask(CANARY, never);
    await link.facts(never);
    const heard = new TextDecoder('latin1').decode(tap.heard());
    for (const word of [
      CANARY,
      Buffer.from(CANARY).toString('base64').slice(0, 20),
      'query.answer',
      'expired',
      'relay.fetch',
    ]) {
      expect(heard).not.toContain(word);
    }
    expect(heard).toContain('sfumato.invalid');
    const overhead = 32 + 24 + 16;
    const lengths = new Set(
      [...heard.matchAll(/date: .*GMT\r\n(?:.*\r\n)*?content-length: (\d+)\r\n\r\n/g)].map(([, length]) =>
        Number(length),
      ),
    );
    expect(lengths.size).toBeGreaterThan(0);
    for (const length of lengths) {
      expect(LIMITS.linkBucketsKib.map((kib) => kib * 1024 + overhead)).toContain(length);
    }
  });

  it('ends when the asker gives up', async () => {
    // Until the site ends, which waits for what is in hand.
    const { link } = await started(kind, async (_from, _saying, signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      return undefined;
    });
    const stop = new AbortController();
    const asking = link.facts(stop.signal);
    setTimeout(() => stop.abort(), 200);
    await expect(asking).rejects.toBeDefined();
  });

  it('heals after the wire was cut before a question', async () => {
    const { link, tap } = await started(kind);
    await link.facts(never);
    tap.cut();
    const early = link.facts(AbortSignal.timeout(20_000)).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    tap.mend();
    await early;
    expect(await link.facts(AbortSignal.timeout(20_000))).toEqual(FACTS);
  });

  it('heals after the wire was cut while the site works', async () => {
    const { open, opened } = gate();
    const arrived = gate();
    const { link, tap } = await started(kind, async (...call) => {
      arrived.open();
      await opened;
      return await honest(...call);
    });
    const asking = link.dryRun(CANARY, AbortSignal.timeout(20_000)).catch((error: unknown) => error);
    await arrived.opened;
    tap.cut();
    open();
    tap.mend();
    const first = await asking;
    // The relay offers again what was not answered; a direct link says that the site did not answer, and is asked again.
    expect(first).toMatchObject(kind === 'relay' ? { state: 'refused' } : { code: 'unreachable-peer' });
    expect(await link.dryRun(CANARY, AbortSignal.timeout(20_000))).toMatchObject({ state: 'refused' });
  });

  it('heals after the site was lost while it worked', async () => {
    let isFirst = true;
    const arrived = gate();
    const made = await started(kind, async (from, saying, signal) => {
      if (isFirst) {
        isFirst = false;
        arrived.open();
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        throw new Error('the site is gone');
      }
      return await honest(from, saying, signal);
    });
    const asking = made.link.dryRun(CANARY, AbortSignal.timeout(20_000)).catch((error: unknown) => error);
    await arrived.opened;
    await made.restartSite();
    const first = await asking;
    // Over a relay, too, what is in hand at the end gets its answer, here that it could not be done.
    expect(first).toMatchObject(kind === 'relay' ? { code: 'peer-invalid' } : {});
    expect(await made.link.dryRun(CANARY, AbortSignal.timeout(20_000))).toMatchObject({ state: 'refused' });
  });
});
