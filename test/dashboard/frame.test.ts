import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { localPath } from '../../src/dashboard/layout/preferences.ts';
import { scripts } from '../../src/dashboard/style/assets.ts';
import { inlineIn } from './markup.ts';
import { samplePages } from './sample-page.tsx';

const pageIn = async (headers: Record<string, string> = {}): Promise<string> =>
  (await samplePages().request('/a', { headers })).text();

describe('the frame around every page', () => {
  it('begins with a doctype, names its language and leads to the content first', async () => {
    const page = await pageIn({ cookie: 'lang=de; theme=dark' });
    expect(page).toMatch(/^<!doctype html><html lang="de" data-theme="dark">/);
    expect(page).toMatch(/<body><a class="skip" href="#main">Zum Inhalt springen<\/a>/);
    expect(page).toContain('<main id="main"');
    expect(page).toContain('aria-current="page"');
  });

  it('never lets a name become markup', async () => {
    const page = await pageIn();
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(20);
    expect(page).not.toContain('alert("x")');
    expect(page).not.toContain(`' onload`);
    expect(page.match(/<script/g)).toHaveLength(2);
  });

  it('holds no script, style or handler of its own, so that a strict policy lets everything through', async () => {
    expect(inlineIn(await pageIn())).toEqual([]);
    expect(inlineIn('<p style="x">')).toHaveLength(1);
    expect(inlineIn('<script>a</script>')).toHaveLength(1);
    expect(inlineIn('<a onclick="x">')).toHaveLength(1);
    expect(inlineIn('<a href="javascript:x">')).toHaveLength(1);
  });

  it('loads everything from its own origin, under names that change with the content', async () => {
    const page = await pageIn();
    const loads = [...page.matchAll(/<(?:script|link)[^>]* (?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(loads).toHaveLength(4);
    for (const path of loads) {
      expect(path).toMatch(/^\/assets\/[a-z]+\.[0-9a-f]{12}\.(css|js|svg)$/);
      const response = await samplePages().request(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toContain('immutable');
    }
  });

  it('loads at most 60 kB of script, compressed', () => {
    const bytes = scripts().reduce((sum, script) => sum + gzipSync(script).length, 0);
    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThanOrEqual(60_000);
  });
});

describe('the switches', () => {
  it('remember a choice and lead back', async () => {
    const response = await samplePages().request('/preferences?lang=de&back=/a%3Fb=1');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/a?b=1');
    expect(response.headers.get('set-cookie')).toMatch(/^lang=de; .*HttpOnly; SameSite=Lax$/);
  });

  it('remember nothing else than what there is', async () => {
    const response = await samplePages().request('/preferences?lang=xx&theme=%0d%0a');
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'evil', '/a b', '', '/\u0000'])(
    'never lead elsewhere: %j',
    (path) => expect(localPath(path)).toBe('/'),
  );
});
