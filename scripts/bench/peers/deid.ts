import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeArchive } from '../deid/archive.ts';
import { type Plan, planArchive } from '../deid/plan.ts';
import { productIn } from '../deid/product.ts';
import { type Search, searchFor } from '../deid/search.ts';
import { makeSite } from '../deid/site.ts';
import { realFiles } from '../deid/sources.ts';
import { newestPolicy } from '../newest-policy.ts';
import { pythonWith } from '../python.ts';
import type { Result } from '../report.ts';

const PACKAGES = { dicognito: 'dicognito==0.19.0', 'dicom-anonymizer': 'dicom-anonymizer==2.1.0' };

/**
 * How many identifiers that were planted into real headers are still there afterwards: in files that others de-identify by their own
 * defaults, and in everything that a site of this product wrote, its keys and journal among it.
 */
export async function leftBehind(folder: string): Promise<Result[]> {
  const { file: policyFile, policy } = newestPolicy();
  const plan = planArchive({ policy, sources: realFiles(join(folder, 'nowhere')), seed: 1, copies: 6 });
  const archive = join(folder, 'archive');
  writeArchive(plan, archive);
  const search = searchFor(plan.tokens);
  const site = join(folder, 'site');
  const key = join(folder, 'ada.key');
  const homes = { cwd: join(folder, 'cwd'), home: join(folder, 'home'), temporary: join(folder, 'temporary') };
  for (const one of Object.values(homes)) {
    mkdirSync(one, { recursive: true });
  }
  const { sfumato } = productIn(homes);
  const made = await sfumato('keygen', '--no-passphrase', '--analyst', key, '--json');
  const { publicKey } = JSON.parse(String(made.stdout));
  const config = makeSite({ folder: site, site: 'harbour', policyFile, policy, publicKey });
  for (const words of [['keygen'], ['ingest', archive], ['publish']]) {
    const { code, stderr } = await sfumato(...words, '--config', config);
    if (code !== 0) {
      throw new Error(`${words[0]} ended with ${code}: ${stderr}`);
    }
  }
  const others = Object.keys(PACKAGES).flatMap((name) =>
    otherLeft(name as keyof typeof PACKAGES, { folder, archive, plan, search }),
  );
  const mine = tokensIn(site, search);
  return [{ ...left('Sfumato', mine, plan), goal: 'none', holds: mine === 0 }, ...others];
}

interface Given {
  readonly folder: string;
  readonly archive: string;
  readonly plan: Plan;
  readonly search: Search;
}

function otherLeft(name: keyof typeof PACKAGES, { folder, archive, plan, search }: Given): Result[] {
  const python = pythonWith(join(folder, `with-${name}`), [PACKAGES[name]]);
  if (python === undefined) {
    return [];
  }
  const target = join(folder, name);
  mkdirSync(target);
  const script = fileURLToPath(new URL('deid_peer.py', import.meta.url));
  const said = execFileSync(python, ['-W', 'ignore', script, name, archive, target], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { version, files, failed } = JSON.parse(said.trim().split('\n').at(-1) ?? '');
  return [
    left(`${name} ${version}`, tokensIn(target, search), plan),
    {
      key: `${name} ${version}, files that it could not do, of ${files}`,
      value: failed,
      unit: '',
      goal: null,
      holds: null,
    },
  ];
}

function left(name: string, value: number, { tokens }: Plan): Result {
  return { key: `${name}, planted identifiers left, of ${tokens.length}`, value, unit: '', goal: null, holds: null };
}

function tokensIn(folder: string, search: Search): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.flatMap(({ parentPath, name }) => search(readFileSync(join(parentPath, name))));
  return new Set(found.map(({ token }) => token.text)).size;
}
