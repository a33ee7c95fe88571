import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Server, sfumato, startServer } from '../support/command.ts';
import { type Visitor, visitorAt } from '../support/visitor.ts';

const Living = z.object({
  coordinator: z.url(),
  coordinatorPages: z.url(),
  pages: z.strictObject({ harbour: z.url(), hillside: z.url(), lakeside: z.url() }),
  people: z.array(
    z.strictObject({
      person: z.string(),
      role: z.enum(['privacy-officer', 'steward']),
      password: z.string(),
      passphrase: z.string(),
      codes: z.string().startsWith('otpauth://totp/'),
    }),
  ),
  workbench: z.url(),
});
type Site = keyof z.infer<typeof Living>['pages'];

const SITES: readonly Site[] = ['harbour', 'hillside', 'lakeside'];
const folder = mkdtempSync(join(tmpdir(), 'sfumato-living-'));
let demo: Server;
let living: z.infer<typeof Living>;

beforeAll(async () => {
  demo = await startServer(['demo', '--keep', '--folder', folder]);
  living = Living.parse(demo);
}, 600_000);
afterAll(async () => {
  await demo?.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
});

const officer = (name: string) => {
  const found = living.people.find(({ person }) => person === name);
  if (found === undefined) {
    throw new Error(`${name} was not printed`);
  }
  return found;
};

const visitors = new Map<string, Promise<Visitor>>();

/** Somebody's browser at a site. A code opens a site once, so each of them signs in there once. */
async function signedIn(name: string, site: Site): Promise<Visitor> {
  const visitor = visitors.get(`${name} ${site}`) ?? signIn(name, site);
  visitors.set(`${name} ${site}`, visitor);
  return await visitor;
}

/** Signs in with what was printed, and a code that an authenticator makes of the printed secret. */
async function signIn(name: string, site: Site): Promise<Visitor> {
  const { person, password, codes } = officer(name);
  const authenticator = URI.parse(codes);
  const code = authenticator instanceof TOTP ? authenticator.generate() : '';
  const visitor = visitorAt(living.pages[site]);
  expect(await visitor.send('/sign-in', '/sign-in', { person, password, code })).toMatchObject({ status: 303 });
  return visitor;
}

const configOf = (site: Site): string => join(folder, site, 'node.yaml');
const waitingAt = async (visitor: Visitor): Promise<readonly string[]> =>
  [...(await visitor.get('/inbox')).text.matchAll(/href="\/inbox\/([0-9a-f]{32})"/g)].map(([, id = '']) => id);

describe('the demonstration that is left up', () => {
  it('lets a privacy officer in at every hospital, where an application waits', async () => {
    for (const site of SITES) {
      const mira = await signedIn('mira', site);
      expect((await mira.get('/inbox')).text).toContain('bone-density');
      expect(await waitingAt(mira)).toHaveLength(site === 'lakeside' ? 2 : 1);
    }
  });

  it('lets nobody in by a password of another run, or without a code', async () => {
    const { person, password } = officer('noor');
    const wrong = { person, password: 'a1b2-c3d4-e5f6-a7b8', code: '000000' };
    const visitor = visitorAt(living.pages.harbour);
    expect(await visitor.send('/sign-in', '/sign-in', wrong)).toMatchObject({ status: 403 });
    expect(await visitor.send('/sign-in', '/sign-in', { person, password, code: '' })).toMatchObject({ status: 403 });
  });

  it('takes the printed passphrases: two people approve the application, and its project is there', async () => {
    for (const name of ['noor', 'mira']) {
      const visitor = await signedIn(name, 'hillside');
      const [id = ''] = await waitingAt(visitor);
      const form = { 'approve-passphrase': officer(name).passphrase };
      expect(await visitor.send(`/inbox/${id}`, `/inbox/${id}/approve`, form)).toMatchObject({
        status: 303,
        to: '/inbox',
      });
    }
    const { stdout } = await sfumato(['project', 'list', '--config', configOf('hillside'), '--json']);
    expect(stdout).toContain('bone-density');
  });

  it('has a past: projects, an agreement, an incident that is closed, and questions of two people', async () => {
    const log = await sfumato(['log', '--config', configOf('harbour'), '--json']);
    for (const kind of ['agreement', 'project', 'agree', 'freeze', 'note', 'unfreeze', 'close']) {
      expect(log.stdout).toContain(`"${kind}"`);
    }
    const { stdout } = await sfumato(['budget', '--config', configOf('harbour'), '--json']);
    const spent = new Map(
      z
        .object({ meters: z.array(z.object({ meter: z.string(), spent: z.string() })) })
        .parse(JSON.parse(stdout))
        .meters.map(({ meter, spent: epsilon }) => [meter, epsilon]),
    );
    expect([spent.get('project:ct-protocols'), spent.get('analyst:ben')]).toEqual(['1', '1']);
    expect(spent.get('project:lung-imaging')).not.toBe('0');
  });

  it('opens the researcher’s workbench by its address', async () => {
    const { origin, pathname, search } = new URL(living.workbench);
    const ada = visitorAt(origin);
    expect(await ada.get(`${pathname}${search}`)).toMatchObject({ status: 303, to: '/' });
    const page = await ada.get('/?price=yes&kind=count+patients&aim=epsilon&epsilon=0.5');
    expect(page.text).toContain('id="quote"');
  });

  it('shows the federation on the coordinator’s pages, to whoever comes', async () => {
    const page = await visitorAt(living.coordinatorPages).get('/federation');
    expect(SITES.filter((site) => page.text.includes(`<th scope="row">${site}</th>`))).toEqual(SITES);
  });

  it('ends with everything that it started, and leaves journals that verify', async () => {
    expect(await demo.kill('SIGINT')).toBe(0);
    for (const site of SITES) {
      const audit = await sfumato(['audit', 'verify', '--config', configOf(site)]);
      expect(audit.code, audit.stderr).toBe(0);
    }
    await expect(fetch(`${living.pages.harbour}/sign-in`)).rejects.toThrow();
  });
});
