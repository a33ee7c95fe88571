import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Env, Hono } from 'hono';
import { bytesToHex, sha256 } from '../../base/index.ts';

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' } as const;

const require = createRequire(import.meta.url);

/** Everything that pages load, and where it lies: our own files beside this one, a script as it was compiled, and htmx as its package brings it. */
const SOURCES = {
  'sheet.css': () => new URL('./sheet.css', import.meta.url),
  'icon.svg': () => new URL('./icon.svg', import.meta.url),
  'htmx.js': () => require.resolve('htmx.org/dist/htmx.min.js'),
  'unreachable.js': () => new URL('./unreachable.js', import.meta.url.replace(/\/src\/(?=dashboard\/)/, '/dist/')),
} as const;
export type AssetName = keyof typeof SOURCES;

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const loaded = new Map<AssetName, Asset>();

/** The address of an asset; its hash is in the name, so that it may be kept for ever. */
export function assetPath(name: AssetName): string {
  return assetOf(name).path;
}

/** The bytes of every script that pages load. */
export function scripts(): readonly Uint8Array[] {
  return [assetOf('htmx.js').bytes, assetOf('unreachable.js').bytes];
}

/** Serves the assets from our own origin. */
export function assetRoutes<E extends Env>(app: Hono<E>): void {
  for (const name of ['sheet.css', 'icon.svg', 'htmx.js', 'unreachable.js'] as const) {
    const { path, type, bytes } = assetOf(name);
    const headers = { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' };
    app.get(path, () => new Response(bytes, { headers }));
  }
}

function assetOf(name: AssetName): Asset {
  const known = loaded.get(name);
  if (known !== undefined) {
    return known;
  }
  const bytes = new Uint8Array(readFileSync(SOURCES[name]()));
  const [stem, ending] = name.split('.');
  const type = Object.entries(TYPES).find(([one]) => one === ending)?.[1] ?? 'application/octet-stream';
  const asset = { path: `/assets/${stem}.${bytesToHex(sha256(bytes)).slice(0, 12)}.${ending}`, type, bytes };
  loaded.set(name, asset);
  return asset;
}
