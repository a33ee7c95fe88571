/** A mistake that somebody could make: exact texts of the built product, and what is planted instead. */
export interface Fault {
  readonly name: string;
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[];
}

/** The mistakes that the simulation must find, each within a minute. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'skip the sync of a record',
    edits: [
      {
        file: 'journal/group-commit.js',
        from: 'file.append(group.bytes);\n                await file.sync();',
        to: 'file.append(group.bytes);',
      },
    ],
  },
  {
    name: 'skip the sync of the folder for a new segment',
    edits: [{ file: 'journal/group-commit.js', from: 'await this.#disk.syncDirectory();', to: '' }],
  },
  {
    name: 'skip the sync of a new segment',
    edits: [
      {
        file: 'journal/group-commit.js',
        from: 'await this.#file.sync();\n        await this.#disk.syncDirectory();',
        to: 'await this.#disk.syncDirectory();',
      },
    ],
  },
  {
    name: 'leave the segment before a new one unsynced',
    edits: [{ file: 'journal/group-commit.js', from: 'await this.#file?.sync();', to: '' }],
  },
  {
    name: 'acknowledge before writing',
    edits: [
      {
        file: 'journal/group-commit.js',
        from: 'await this.#write(batch.chunks);\n                batch.settle();',
        to: 'batch.settle();\n                await this.#write(batch.chunks);',
      },
    ],
  },
  {
    name: 'try a failed sync again',
    edits: [
      {
        file: 'journal/group-commit.js',
        from: 'file.append(group.bytes);\n                await file.sync();',
        to: 'file.append(group.bytes);\n                await file.sync().catch(() => file.sync());',
      },
    ],
  },
  {
    name: 'trust what a failed sync left in memory',
    edits: [{ file: 'journal/open.js', from: 'file.writeAgain();', to: '' }],
  },
  {
    name: 'trust that the folder’s entries were synced before',
    edits: [{ file: 'journal/open.js', from: 'await disk.syncDirectory();', to: '' }],
  },
  {
    name: 'go on when the disk is full',
    edits: [
      {
        file: 'journal/group-commit.js',
        from: 'file.append(group.bytes);',
        to: 'try { file.append(group.bytes); } catch {}',
      },
    ],
  },
  {
    name: 'write on behind a torn tail',
    edits: [
      {
        file: 'journal/open.js',
        from: 'disk.open(segmentName(tail.segment), tail.length)',
        to: 'disk.open(segmentName(tail.segment), tail.length + (tail.torn?.bytes ?? 0))',
      },
    ],
  },
  {
    name: 'take a record that does not fit its hash',
    edits: [{ file: 'journal/frame.js', from: '!equalBytes(chain, sha256(at.chain, length, body))', to: 'false' }],
  },
  {
    name: 'believe a clock that was set back',
    edits: [
      {
        file: 'journal/log-journal.js',
        from: 'return this.#toldMs;',
        to: 'return this.#wallMs();',
      },
    ],
  },
  {
    name: 'begin under a clock that is far ahead',
    edits: [{ file: 'journal/believed-clock.js', from: 'tail.records > 0 &&', to: 'tail.records < 0 &&' }],
  },
  {
    name: 'go on under a clock that has leapt ahead',
    edits: [{ file: 'journal/believed-clock.js', from: 'nowMs - expectedMs > boundMs', to: 'nowMs < 0' }],
  },
  {
    name: 'send before the commit is durable',
    edits: [{ file: 'budget/conclude.js', from: 'await durable;', to: '' }],
  },
  {
    name: 'serve a stored answer before that is on record',
    edits: [
      {
        file: 'budget/recall.js',
        from: "await journal.append({ kind: 'replay', ...actorOf(input), body }).durable;",
        to: "void journal.append({ kind: 'replay', ...actorOf(input), body }).durable;",
      },
    ],
  },
  {
    name: 'pause between check and charge',
    edits: [
      { file: 'budget/reserve.js', from: "desk.fault('reserving');", to: "desk.fault('reserving');\n    await null;" },
    ],
  },
  {
    name: 'check the first meter only',
    edits: [{ file: 'budget/reserve.js', from: 'return meters.every(', to: 'return meters.slice(0, 1).every(' }],
  },
  {
    name: 'keep ε in a float',
    edits: [
      {
        file: 'budget/reserve.js',
        from: 'isLossWithin(loss, leftOf(books, id))',
        to: 'Number(leftOf(books, id)[0]) >= Number(loss[0])',
      },
      {
        file: 'budget/post.js',
        from: '!isLossWithin(addLosses(spentOf(meter), loss), capOf(books, meter))',
        to: 'Number(spentOf(meter)[0]) + Number(loss[0]) > Number(capOf(books, meter)[0])',
      },
    ],
  },
  {
    name: 'give the budget back after a run',
    edits: [
      {
        file: 'budget/conclude.js',
        from: "append({ kind: 'commit', ...actorOf(ending.actor), body })",
        to: "append(state === 'released' ? { kind: 'commit', ...actorOf(ending.actor), body } : { kind: 'void', ...actorOf(ending.actor), body: { reservation: reservation.id } })",
      },
    ],
  },
  {
    name: 'give the budget back after a resumption',
    edits: [
      { file: 'budget/conclude.js', from: 'reservationOf(desk, id).attempts === 0', to: 'true' },
      { file: 'budget/post.js', from: 'reservation.attempts > 0 || record.epoch', to: 'record.epoch' },
    ],
  },
  {
    name: 'charge a resumption again',
    edits: [
      {
        file: 'budget/post.js',
        from: 'if (charged) {',
        to: 'if (charged || reservation.attempts >= 0) {',
      },
    ],
  },
  {
    name: 'forget a charge whose process died',
    edits: [
      {
        file: 'budget/recall.js',
        from: '    if (!hasAnswer(reservation)) {',
        to: "    if (!hasAnswer(reservation)) {\n        return { state: 'new' };",
      },
    ],
  },
  {
    name: 'resume without end',
    edits: [
      { file: 'budget/resume.js', from: 'reservation.attempts < LIMITS.resumptionsMax', to: 'true' },
      { file: 'budget/post.js', from: ' || attempt > LIMITS.resumptionsMax', to: '' },
      { file: 'budget/kinds.js', from: '.max(LIMITS.resumptionsMax)', to: '' },
    ],
  },
  {
    name: 'give one request the answer of another text',
    edits: [{ file: 'budget/scope.js', from: '(requests.get(scope)?.textHash ?? textHash) !== textHash', to: 'false' }],
  },
  {
    name: 'serve an answer that is less exact than was asked for',
    edits: [{ file: 'budget/stored.js', from: 'BigInt(nanoEpsilon) >= (shares[at] ?? 0n)', to: 'true' }],
  },
  {
    name: 'draw anew for a request that has its answer',
    edits: [
      {
        file: 'budget/stored.js',
        from: 'const { answer, opening } = opened;',
        to: 'const { opening } = opened;\n    const answer = JSON.parse(JSON.stringify(opened.answer).replace(/\\d"\\]/, (end) => String((Number(end[0]) + 1) % 10) + end.slice(1)));',
      },
    ],
  },
];
