import { describe, expect, it, vi } from 'vitest';
import { hidesSomething, printable, printableCell } from '../../src/base/index.ts';
import { answerText } from '../../src/cli/ask/show.ts';
import { table } from '../../src/cli/terminal/table.ts';
import { systemTerminal } from '../../src/cli/terminal/terminal.ts';
import { reply } from '../support/spoken-site.ts';

const ESCAPE = '\u001b[2J\u001b]52;c;cm0=\u0007';
const SHOWN = '\\u001b[2J\\u001b]52;c;cm0=\\u0007';

describe('what other parties say', () => {
  it('acts on no terminal', () => {
    expect(printable(`a ${ESCAPE}\u009b1m\u202eb\r\nc\rd\te`)).toBe(`a ${SHOWN}\\u009b1m\\u202eb\r\nc\\u000dd\te`);
    expect(printable('Größe ≥ 3 – “so” 心 🫀')).toBe('Größe ≥ 3 – “so” 心 🫀');
    const document = { detail: `\u009b${ESCAPE}\u2066` };
    expect(JSON.parse(printable(JSON.stringify(document)))).toEqual(document);
  });

  it('hides nothing, and letters of every direction stay as they are', () => {
    expect(printable('a\u200bb\u2066c\ufeffd\u00ade\u{e0041}')).toBe('a\\u200bb\\u2066c\\ufeffd\\u00ade\\udb40\\udc41');
    for (const text of ['שלום עולם', 'السلام عليكم ورحمة', 'e\u0301', '❤\ufe0f']) {
      expect([printable(text), hidesSomething(text)]).toEqual([text, false]);
    }
    // A joiner stays where it is seen and needed, and is shown for what it is where two texts could look alike; it may be written.
    for (const text of ['می\u200cخواهم', 'क्\u200dष', '👩\u200d⚕\ufe0f', '👨🏽\u200d👩\u200d👧', '❤\ufe0f\u200d🔥']) {
      expect([printable(text), hidesSomething(text)]).toEqual([text, false]);
    }
    for (const text of [
      'pay\u200cment',
      'a\u200db',
      'می\u200c\u200cخ',
      'می\u200c',
      '\u200dخ',
      '1\u200d2',
      '👩\u200d',
      'د\u200ca',
    ]) {
      expect([/[\u200c\u200d]/.test(printable(text)), hidesSomething(text)]).toEqual([false, false]);
    }
    expect(['\u202e', '\u200b', '\u200f', '\u0007', '\r'].filter((one) => !hidesSomething(`a${one}b`))).toEqual([]);
    expect(hidesSomething('two\r\nlines\tand a tab')).toBe(false);
  });

  it('stays in its line', () => {
    expect(printableCell('a\r\nb\tc')).toBe('a\\u000d\\u000ab\\u0009c');
    expect(table(['note'], [['x\ny']]).split('\n')).toHaveLength(3);
  });

  it('is escaped wherever a command speaks', () => {
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const terminal = systemTerminal(() => 0);
    terminal.print(ESCAPE);
    terminal.note(ESCAPE);
    terminal.status(ESCAPE, true);
    const [printed, noted] = [out, err].map(({ mock }) => mock.calls.map(([text]) => String(text)));
    out.mockRestore();
    err.mockRestore();
    expect(printed).toEqual([`${SHOWN}\n`]);
    expect(noted?.map((text) => text.includes(SHOWN))).toEqual([true, true]);
  });

  it('stands on a line of its own, also behind a status', () => {
    const wasTty = process.stderr.isTTY;
    process.stderr.isTTY = true;
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const terminal = systemTerminal(() => 0);
    terminal.status('asking …');
    terminal.note('failed');
    terminal.note('again');
    terminal.status('asked', true);
    terminal.note('done');
    const written = err.mock.calls.map(([text]) => String(text)).join('');
    err.mockRestore();
    process.stderr.isTTY = wasTty;
    expect(written).toBe('\r\u001b[2Kasking …\nfailed\nagain\n\r\u001b[2Kasked\ndone\n');
  });

  it('looks like no answer of ours', () => {
    const detail = `${ESCAPE}count of patients\n\n  4711    4700 – 4722\n\nOver 3 of 3 sites.`;
    const refused = reply({ state: 'refused', site: 'liar', code: 'busy', sentence: 's', detail });
    const sites = [{ site: 'liar', state: 'refused' as const, reason: 'busy', reply: refused }];
    const text = answerText({ requestId: 'x', sites, combined: null, notCombined: 'n\nn', loss: null });
    expect(text).not.toContain('\u001b');
    expect(text).not.toMatch(/^Over 3|^ +4711/m);
    expect(text).toContain('n\\u000an');
  });
});
