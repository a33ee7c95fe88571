import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { formatNoteKey, logOrigin, noteKeyOf, randomBytes, systemEntropy } from '../../src/base/index.ts';
import { loadCoordinatorConfig, loadNodeConfig, parseYamlKind } from '../../src/cli/files/configuration.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'sfumato-rules-'));
const site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
afterAll(() => [root, site.folder].forEach((folder) => void rmSync(folder, { recursive: true, force: true })));

const file = join(root, 'coordinator.yaml');
const bare = readFileSync(site.config, 'utf8');
/** A log key of a site, another one each time, as a rotation makes one. */
const logKey = (of: string) => formatNoteKey(noteKeyOf(logOrigin(of), 'log', randomBytes(systemEntropy(), 32)));
const logs = (...sites: string[]) => `logs: [${sites.map((of) => `{ key: "${logKey(of)}" }`).join(', ')}]`;

/** What is said of a coordinator’s configuration with these settings. */
function ofCoordinator(settings: string, sites = '[{ id: harbour }, { id: hillside }]', begin = ''): string {
  writeFileSync(file, `${begin}kind: coordinator\nlisten: { port: 7100 }\nminSites: 1\nsites: ${sites}\n${settings}`);
  return said(() => void loadCoordinatorConfig(file));
}

function ofSite(settings: string): string {
  writeFileSync(site.config, `${bare}${settings}\n`);
  return said(() => void loadNodeConfig(site.config));
}

function said(load: () => void): string {
  try {
    load();
  } catch (error) {
    return String(error);
  }
  return 'taken';
}

it('refuses a site or a log that is listed twice, of which only the last entry would count', () => {
  expect(ofCoordinator('')).toBe('taken');
  const twice = '[{ id: harbour }, { id: hillside }, { id: harbour, url: "http://192.0.2.1" }]';
  expect(ofCoordinator('', twice)).toContain(
    'coordinator.yaml:4: the site harbour is listed twice; leave one entry of it',
  );
  expect(ofCoordinator(`witness: { name: north, ${logs('harbour', 'hillside')} }`)).toBe('taken');
  const log = 'the log sfumato/harbour is listed twice; leave one entry of it, with the key that its site has now';
  expect(ofCoordinator(`witness: { name: north, ${logs('harbour', 'hillside', 'harbour')} }`)).toContain(`:5: ${log}`);
  expect(ofSite(`watches: { name: east, ${logs('hillside', 'lakeside')} }`)).toBe('taken');
  expect(ofSite(`watches: { name: east, ${logs('hillside', 'hillside')} }`)).toContain(
    'sfumato/hillside is listed twice',
  );
});

it('refuses a site that is to be a witness of itself, whose copies it would co-sign as its own', () => {
  expect(ofSite(`watches: { name: east, ${logs('hillside', 'harbour')} }`)).toContain(
    'sfumato/harbour is the log of this site itself: a copy of its folder would have its witness in it',
  );
});

it('says that a coordinator’s folder is none, and makes no fault of one that is still to be made', () => {
  expect(ofCoordinator('folder: later')).toBe('taken');
  expect(ofCoordinator('folder: coordinator.yaml')).toContain(`the folder ${file} is no folder; mend \`folder\``);
});

it('knows a coordinator’s configuration that begins with a byte order mark', () => {
  expect(ofCoordinator('', undefined, '\uFEFF')).toBe('taken');
  expect(parseYamlKind(file).kind).toBe('coordinator');
});
