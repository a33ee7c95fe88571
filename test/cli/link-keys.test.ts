import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemEntropy } from '../../src/base/index.ts';
import { linkKeysIn } from '../../src/cli/link/link-keys.ts';
import { type LinkIdentity, peerOf, writePeers } from '../../src/link/index.ts';

// Link keys that are lost are made anew: whoever had enrolled the old ones has to be told.

let folder: string;
const said: string[] = [];
const terminal = { note: (line: string) => void said.push(line) } as Parameters<typeof linkKeysIn>[2]['terminal'];
const made = () => linkKeysIn(folder, 'site', { terminal, entropy: systemEntropy() });
const keys = () => readdirSync(join(folder, 'keys')).sort();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sfumato-link-keys-'));
  said.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('link keys', () => {
  it('are made at a first start without a word, and left alone after it', () => {
    made();
    mkdirSync(join(folder, 'journal'));
    writeFileSync(join(folder, 'journal', '000001.log'), '');
    made();
    expect([keys(), said]).toEqual([['link.key', 'opening.key'], []]);
  });

  it.each(['link.key', 'opening.key'])('that others may have enrolled aren’t replaced silently: %s', (lost) => {
    made();
    const identity: LinkIdentity = {
      ...{ role: 'coordinator', name: 'north' },
      ...{ signing: new Uint8Array(32).fill(1), opening: new Uint8Array(32).fill(2) },
    };
    writePeers(folder, [peerOf(identity)]);
    rmSync(join(folder, 'keys', lost));
    made();
    expect(said).toEqual([expect.stringMatching(/new link keys were made; every peer must enrol this site anew/)]);
    expect(keys()).toEqual(['link.key', 'opening.key']);
    // Nobody has enrolled a party that knows nobody, as a site of a version before there were links.
    rmSync(join(folder, 'peers.txt'));
    rmSync(join(folder, 'keys', lost));
    mkdirSync(join(folder, 'journal'));
    writeFileSync(join(folder, 'journal', '000001.log'), '');
    made();
    expect(said).toHaveLength(1);
  });
});
