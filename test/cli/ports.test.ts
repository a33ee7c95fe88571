import { once } from 'node:events';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sharedPort } from '../../src/cli/server/ports.ts';
import { startServer } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

let made: ReturnType<typeof siteFolder>;
beforeEach(() => {
  made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
});
afterEach(() => rmSync(made.folder, { recursive: true, force: true }));
const run = (...words: string[]) => runProgram([...words, '--config', made.config]);

/** The port that the node itself shall listen on. */
function listenAt(port: number): void {
  const text = readFileSync(made.config, 'utf8');
  writeFileSync(
    made.config,
    text.replace('listen: { host: 127.0.0.1, port: 0', `listen: { host: 127.0.0.1, port: ${port}`),
  );
}

describe('a port that is taken', () => {
  it.each(['metrics', 'pages'])(
    'ends a start that meets it at `%s`, with everything that listened before',
    async (setting) => {
      const own = await freePort();
      listenAt(own);
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as { port: number };
      appendFileSync(made.config, `${setting}: { port: ${port} }\n`);
      const doctor = await run('doctor');
      const { code, stderr } = await run('node', 'start');
      other.close();
      expect([doctor.code, doctor.stdout]).toEqual([
        1,
        expect.stringContaining(
          `failed   ports: 127.0.0.1:${port} is already in use; stop what listens there or change \`${setting}\`.`,
        ),
      ]);
      expect(code).toBe(1);
      expect(stderr).toContain(
        `127.0.0.1:${port} is already in use; stop what listens there or change \`${setting}\`.`,
      );
      const again = createServer().listen(own, '127.0.0.1');
      await once(again, 'listening');
      again.close();
    },
  );
});

describe('the doctor beside a running node', () => {
  it('takes no port of that for a taken one', async () => {
    listenAt(await freePort());
    expect((await run('doctor')).stdout).toContain('ok       ports: Each server has a port of its own.');
    const node = await startServer(['node', 'start', '--config', made.config]);
    const beside = await run('doctor');
    await node.kill('SIGTERM');
    expect(beside.stdout).toContain('ok       ports: Each server has a port of its own.');
  });
});

describe('one port for two servers', () => {
  it('is refused by a start, and the doctor says so', async () => {
    const port = await freePort();
    listenAt(port);
    appendFileSync(made.config, `pages: { port: ${port} }\nmetrics: { port: ${port} }\n`);
    const sentence = `\`listen\`, \`pages\`, \`metrics\` name one port, ${port}; give each a port of its own.`;
    expect(await run('node', 'start')).toMatchObject({ code: 2, stderr: `sfumato: ${sentence}\n` });
    const { code, stdout } = await run('doctor');
    expect(code).toBe(1);
    expect(stdout).toContain(`failed   ports: ${sentence}`);
  });

  it.each([
    ['127.0.0.1', 'localhost', true],
    ['127.0.0.1', '0.0.0.0', true],
    ['::', '10.1.1.1', true],
    ['127.0.0.1', '10.1.1.1', false],
  ])('is one at %s and %s: %s', (one, other, isOne) => {
    const at = (host: string, port = 7101) => ({ host, port });
    expect(sharedPort({ listen: at(one), metrics: at(other) }) !== undefined).toBe(isOne);
    expect(sharedPort({ listen: at(one), metrics: at(other, 7102) })).toBeUndefined();
    expect(sharedPort({ listen: at(one, 0), metrics: at(other, 0) })).toBeUndefined();
  });
});
