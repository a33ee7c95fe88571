import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where everything of one run lies. */
export interface Layout {
  readonly archive: string;
  readonly damaged: string;
  /** The site that ingests and publishes the planted archive. */
  readonly site: string;
  /** A second site, for what goes wrong. */
  readonly wreck: string;
  /** Sites that read the same people from a DICOMweb server, and from tables. */
  readonly web: string;
  readonly tables: string;
  readonly coordinator: string;
  /** Working directory, home and temporary folder of the processes. */
  readonly homes: readonly string[];
  /** What was seen in sites and homes while processes ran. */
  readonly seen: string;
  /** For the bench's own files. */
  readonly aside: string;
}

/** The folders of one run below `work`. */
export function layoutIn(work: string): Layout {
  const at = (name: string): string => join(work, name);
  const layout = {
    archive: at('archive'),
    damaged: at('damaged'),
    site: at('site'),
    wreck: at('wreck'),
    web: at('web'),
    tables: at('tables'),
    coordinator: at('coordinator'),
    homes: ['cwd', 'home', 'tmp'].map(at),
    seen: at('seen'),
    aside: at('aside'),
  };
  for (const folder of [...Object.values(layout).flat()]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  return layout;
}

/** The folders of all sites. */
export function sitesOf({ site, wreck, web, tables }: Layout): readonly string[] {
  return [site, wreck, web, tables];
}

/** A folder of the archive, which is named after a patient. */
export function firstFolder(archive: string): string {
  return readdirSync(archive)[0]!;
}
