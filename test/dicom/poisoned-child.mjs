import dcmjs from 'dcmjs';
import { systemClock, systemFetch } from '../../dist/base/index.js';
import { serve } from '../../dist/dicom/child/serve.js';
import { workOf } from '../../dist/dicom/child/work.js';

// The real child, except that some file names make it do what no file should be able to, and that whatever holds an
// unlimited text ends it, but only when it is read in full.
dcmjs.data.ValueRepresentation.createByTypeString('UT').applyFormatting = () => process.exit(3);
let isUsed = false;

serve({
  channel: process,
  clock: systemClock,
  open: (setup) => {
    const work = workOf(setup, { clock: systemClock, fetch: systemFetch });
    return (task) => {
      poison(task.path);
      return work(task);
    };
  },
});

function poison(path) {
  if (path.includes('second') && isUsed) {
    process.exit(3);
  }
  isUsed = true;
  if (path.includes('hang')) {
    for (;;) {}
  }
  if (path.includes('exit')) {
    process.exit(3);
  }
  if (path.includes('throw')) {
    // biome-ignore lint/style/useThrowOnlyError: dcmjs throws bare strings too
    throw 'a bare string';
  }
  if (path.includes('swell')) {
    const held = [];
    for (;;) {
      held.push(Buffer.alloc(8 * 1024 * 1024, 1));
    }
  }
  if (path.includes('heap')) {
    const held = [];
    for (;;) {
      held.push(new Array(1000).fill(held.length));
    }
  }
  if (path.includes('babble')) {
    const outcomes = [{ state: 'stored', row: { patient: 'Doe^Jo' } }];
    process.send({ kind: 'results', results: [{ outcomes, ended: true }] });
  }
}
