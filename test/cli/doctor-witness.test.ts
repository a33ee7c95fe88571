import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { formatNoteKey, LIMITS, noteKeyOf } from '../../src/base/index.ts';
import { witnessCheck } from '../../src/cli/doctor/witness.ts';

const folder = mkdtempSync(join(tmpdir(), 'sfumato-doctor-'));
let begun = 0;
const witnesses = [
  { key: formatNoteKey(noteKeyOf('peer', 'witness', new Uint8Array(32).fill(7))), url: 'https://localhost' },
];
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the doctor says of the witnesses beside a running node that answers so. */
async function beside(node: RequestListener) {
  // A connection to the server before may still be kept under its path.
  const owner = join(folder, `owner-${begun++}.sock`);
  server = createServer(node);
  await new Promise<void>((resolve) => server?.listen(owner, resolve));
  const shell = { signal: new AbortController().signal };
  return await witnessCheck({ witnesses }, { recorded: undefined, owner }, shell);
}

describe('the doctor, of the witnesses of a running node,', () => {
  it('waits a while for one that says nothing, and tells', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const asked = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(50));
    const check = await beside(() => undefined);
    expect(check).toMatchObject({ state: 'warning', sentence: expect.stringContaining('no answer within 10 seconds') });
    expect(asked).toHaveBeenCalledWith(LIMITS.linkConnectMs);
  });

  it.each([
    [true, 'warning', 'a witness does not co-sign now. The witness peer'],
    [undefined, 'ok', 'is witnessed. The witness peer'],
  ])('warns where one of them doesn’t co-sign, though a lease is held: %s', async (lacksWitness, state, said) => {
    const witness = { state: 'witnessed', sentence: 'The witness peer could not be reached.', lacksWitness };
    const check = await beside((_, response) => response.end(`${JSON.stringify({ result: { witness } })}\n`));
    expect(check).toMatchObject({ state, sentence: expect.stringContaining(said) });
  });

  it('says that it was started without one, where they came into the configuration later', async () => {
    const witness = { state: 'none', sentence: 'No witness is configured.' };
    const check = await beside((_, response) => response.end(`${JSON.stringify({ result: { witness } })}\n`));
    expect(check).toMatchObject({ state: 'warning', sentence: expect.stringContaining('was started without one') });
    expect(check.sentence).not.toMatch(/is none|No witness is configured/);
  });
});
