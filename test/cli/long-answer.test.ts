import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatPersonKey, systemClock, systemEntropy } from '../../src/base/index.ts';
import { ask } from '../../src/cli/ask/ask.ts';
import { listen } from '../../src/cli/server/serve.ts';
import { createShell } from '../../src/cli/shell.ts';
import { FederatedReply } from '../../src/contract/index.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { closeSites, release, reply, siteThatSays, testCoordinator } from '../support/spoken-site.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-long-answer-'));
afterAll(() => {
  closeSites();
  rmSync(scratch, { recursive: true, force: true });
});

describe('an answer of many sites', () => {
  it('arrives also where it is longer than any one site’s may be', async () => {
    const { secretKey } = analyst();
    const [question, key, kept] = ['question.yaml', 'analyst.key', 'request.jws'].map((name) => join(scratch, name));
    const change = { policy: 'nobodys@1.0.0' };
    const draft = { count: 'patients' as const, by: ['PatientSex'], epsilon: '0.5' };
    const signed = signedQuestion({ secretKey, draft, sites: ['a', 'b'], change });
    writeFileSync(question!, 'count: patients\nby: [PatientSex]\nepsilon: "0.5"\n');
    writeFileSync(key!, formatPersonKey({ secretKey }, undefined, systemEntropy()), { mode: 0o600 });
    writeFileSync(kept!, signed);
    const leavesOut = Array.from({ length: 200 }, () => 'x'.repeat(16_000));
    const said = (site: string) => siteThatSays(site, reply(release(site, { leavesOut })));
    const { app, journal } = await testCoordinator([await said('a'), await said('b')], { deadlineMs: 5_000 });
    const server = await listen(app, { host: '127.0.0.1', port: 0 });
    const terminal = { print: () => undefined, note: () => undefined, status: () => undefined };
    const shell = createShell({ terminal, clock: systemClock, entropy: systemEntropy() } as never);
    const options = { coordinator: server.url, project: 'lung-imaging', key: key!, request: kept! };
    const { document } = await ask({ shell, file: question!, options }).finally(server.close);
    await journal.close();
    expect(FederatedReply.parse(document).combined?.pieces[0]?.values).toEqual(['20', '-2']);
  });
});
