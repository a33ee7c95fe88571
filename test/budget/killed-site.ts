import { systemEntropy } from '../../src/base/index.ts';
import { type Disk, type DiskFile, nodeDisk } from '../../src/journal/index.ts';
import { answerTo, grant, openSite, questionOf, request } from '../support/budget-site.ts';

// Run as a process of its own: answers one request on a real disk and kills itself at the named point. Where the point belongs
// to a replay, the request has its answer already, and another one asks the same question.

const [folder = '', point = '', number = '1'] = process.argv.slice(2);

function die(at: string): void {
  if (at === point) {
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way; do nothing more until it is here.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

const state = { armed: false, frames: 0, replaying: false };

/** What is being written: the request's first record, its second, or the record of a replay. */
function now(): string {
  return state.replaying ? 'replay' : `write-${state.frames}`;
}

/** Counts the writes and syncs of the request, so that each can be the last. */
function dyingFile(file: DiskFile): DiskFile {
  return {
    append(bytes) {
      if (state.armed) {
        state.frames += 1;
        if (point === `torn-${now()}`) {
          file.append(bytes.subarray(0, bytes.length / 2));
          die(point);
        }
      }
      file.append(bytes);
      die(state.armed ? `written-${now()}` : '');
    },
    writeAgain: () => file.writeAgain(),
    async sync() {
      await file.sync();
      die(state.armed ? `synced-${now()}` : '');
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
    open(name, length) {
      const file = disk.open(name, length);
      die('cut');
      return dyingFile(file);
    },
    async syncDirectory() {
      die(state.armed ? 'segment-synced' : '');
      await disk.syncDirectory();
      die(state.armed ? 'segment-named' : '');
    },
  };
}

const segmentBytes = point.startsWith('segment') ? 1 : 1_000_000;
const site = await openSite(dyingDisk(nodeDisk(folder)), {
  entropy: systemEntropy(),
  fault: die,
  segmentBytes,
});
if (site.budget.meters().length === 0) {
  await grant(site, 100_000_000_000n);
}
const ref = request(Number(number));
state.armed = !point.endsWith('replay');
await answerTo(site, { ref, run: () => die('run') });
die('answered');
if (point.endsWith('replay')) {
  state.armed = true;
  state.replaying = true;
  await answerTo(site, { ref: request(Number(number) + 1_000), question: questionOf(ref.id) });
}
