import { systemEntropy } from '../../src/base/index.ts';
import { type Disk, type DiskFile, nodeDisk } from '../../src/journal/index.ts';
import { answerTo, grant, openSite, request } from '../support/budget-site.ts';

// Run as a process of its own by kill.test.ts: answers request 1 on a real disk and kills itself at the named point.

const [folder = '', point = ''] = process.argv.slice(2);

function die(at: string): void {
  if (at === point) {
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way; do nothing more until it is here.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

const state = { armed: false, frames: 0 };

/** Counts the writes and syncs of the request, so that each can be the last. */
function dyingFile(file: DiskFile): DiskFile {
  return {
    append(bytes) {
      if (state.armed) {
        state.frames += 1;
        if (point === `torn-write-${state.frames}`) {
          file.append(bytes.subarray(0, bytes.length / 2));
          die(point);
        }
      }
      file.append(bytes);
      die(state.armed ? `written-${state.frames}` : '');
    },
    writeAgain: () => file.writeAgain(),
    async sync() {
      await file.sync();
      die(state.armed ? `synced-${state.frames}` : '');
    },
    close: () => file.close(),
  };
}

function dyingDisk(disk: Disk): Disk {
  return {
    ...disk,
    create(name) {
      const file = disk.create(name);
      die(state.armed ? 'segment-created' : '');
      return dyingFile(file);
    },
    open: (name, length) => dyingFile(disk.open(name, length)),
    async syncDirectory() {
      die(state.armed ? 'segment-synced' : '');
      await disk.syncDirectory();
    },
  };
}

const segmentBytes = point.startsWith('segment') ? 1_500 : 1_000_000;
const site = await openSite(dyingDisk(nodeDisk(folder)), {
  entropy: systemEntropy(),
  fault: die,
  segmentBytes,
});
if (site.journal.records === 1) {
  await grant(site, 1_000_000_000n);
}
state.armed = true;
await answerTo(site, { ref: request(1), run: () => die('run') });
die('answered');
