import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Hono } from 'hono';
import { PATHS } from './page.ts';
import type { AccessEnv } from './shell/env.ts';

const { resolve } = createRequire(import.meta.url);

/** The two scripts of passkeys: the library's as its package brings it, and ours as it was compiled. */
const SOURCES = {
  [PATHS.webauthnScript]: () => join(dirname(resolve('@simplewebauthn/browser')), '../dist/bundle/index.umd.min.js'),
  [PATHS.passkeyScript]: () =>
    new URL('./browser/passkey.js', import.meta.url.replace(/\/src\/(?=access\/)/, '/dist/')),
} as const;

/** Serves the scripts from our own origin, each by its one name; `no-cache` has browsers ask whether they are still these. */
export function addScripts(app: Hono<AccessEnv>): void {
  for (const [path, source] of Object.entries(SOURCES)) {
    const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' };
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    app.get(path, () => {
      bytes ??= new Uint8Array(readFileSync(source()));
      return new Response(bytes, { headers });
    });
  }
}
