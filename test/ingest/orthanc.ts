import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { freePort } from '../support/free-port.ts';

// Debian's packages orthanc and orthanc-dicomweb.
const SERVER = '/usr/sbin/Orthanc';
const PLUGIN = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
const START_MS_MAX = 30_000;
const LOOK_EVERY_MS = 100;

/** Whether a real Orthanc can be started here. */
export const HAS_ORTHANC = existsSync(SERVER) && existsSync(PLUGIN);

/** Skips a test, and has it counted as skipped, where Debian's packages aren't installed. */
export function needsOrthanc(skip: TestContext['skip']): void {
  skip(!HAS_ORTHANC, 'the Debian packages orthanc and orthanc-dicomweb are not there');
}

/** An Orthanc of its own on loopback. */
export interface Orthanc {
  /** Address of its DICOMweb service. */
  readonly base: string;
  /** Sends a file to it; whether it was taken. */
  store(file: Uint8Array): Promise<boolean>;
  /** Kills it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, over the same storage. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts an Orthanc with a configuration and a storage in a temporary folder; `more` are settings of its own. */
export async function openOrthanc(more: Readonly<Record<string, unknown>> = {}): Promise<Orthanc> {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-orthanc-'));
  const port = await freePort();
  const root = `http://127.0.0.1:${port}`;
  const config = join(folder, 'orthanc.json');
  writeFileSync(config, JSON.stringify({ ...configuration(folder, port), ...more }));
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server = spawn(SERVER, [config], { stdio: 'ignore' });
    await answering(root);
  };
  const kill = async (): Promise<void> => {
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    if (server?.kill('SIGKILL')) {
      await ended;
    }
    server = undefined;
  };
  await start();
  return {
    base: `${root}/dicom-web`,
    async store(file) {
      const response = await fetch(`${root}/instances`, { method: 'POST', body: file });
      await response.body?.cancel();
      return response.ok;
    },
    kill,
    start,
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, port: number) {
  return {
    StorageDirectory: join(folder, 'storage'),
    IndexDirectory: join(folder, 'storage'),
    HttpPort: port,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomServerEnabled: false,
    Plugins: [PLUGIN],
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
  };
}

async function answering(root: string): Promise<void> {
  for (let waited = 0; waited < START_MS_MAX; waited += LOOK_EVERY_MS) {
    const ok = await fetch(`${root}/system`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error('Orthanc did not start');
}
