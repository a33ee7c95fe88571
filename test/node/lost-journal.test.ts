import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { folderChecks } from '../../src/cli/doctor/folder.ts';
import { lostJournal } from '../../src/node/index.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, publishedSite } from '../support/site-folder.ts';

const made = await publishedSite({ site: 'harbour', publicKey: analyst().publicKey, patients: 8 });
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

const journal = join(made.folder, 'journal');
const checked = () =>
  folderChecks(made.folder, { foldsOf: () => [], nowMs: 0, lostJournal, begins: 'a command' }).find(
    ({ name }) => name === 'journal',
  );

describe('a site of which everything but the journal was copied', () => {
  it.each(['register.sealed', 'consent.sealed', 'snapshots', 'ingests'])(
    'begins no other while it has its %s',
    async (last) => {
      rmSync(journal, { recursive: true, force: true });
      await expect(openSite({ ...made, policyFile: POLICY_FILE }, systemClock)).rejects.toMatchObject({
        code: 'journal-corrupt',
        message: `The journal ${journal} is missing, though ${last} is there; restore it from a backup, because without it what was spent is forgotten.`,
      });
      expect(existsSync(journal)).toBe(false);
      expect(checked()?.state).toBe('failed');
      rmSync(join(made.folder, last), { recursive: true });
    },
  );

  it('is a new one once nothing of it is left', async () => {
    expect(checked()?.state).toBe('ok');
    await (await openSite({ ...made, policyFile: POLICY_FILE }, systemClock)).close();
  });
});
