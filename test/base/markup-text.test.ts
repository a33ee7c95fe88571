import { expect, it } from 'vitest';
import { markupText } from '../../src/base/index.ts';

it('lets no text of somebody’s become markup, and none that XML can’t hold through', () => {
  expect(markupText('<b title="a">A & B</b>\u0000\u001b\n')).toBe(
    '&lt;b title=&quot;a&quot;&gt;A &amp; B&lt;/b&gt;   ',
  );
});
