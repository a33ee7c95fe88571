import { expect, it } from 'vitest';
import { decidingSite, signer } from '../support/deciding-site.ts';
import { analyst } from '../support/signing.ts';

it('a data-use text that is not on record is refused with the name that is near', async () => {
  const [mira, noor] = [signer(), signer()];
  const site = await decidingSite(
    [
      { person: 'mira', role: 'privacy-officer', key: mira.publicKey },
      { person: 'noor', role: 'steward', key: noor.publicKey },
    ],
    { ada: analyst().publicKey },
  );
  const sign = (id: string) =>
    site.command('agreement', 'sign', id, '--person', 'ada', '--reason', 'I have read it.', '--key', 'ada.key');
  await expect(sign('data-use')).rejects.toThrow('no text of data-use on record; see `sfumato agreement show`.');
  const body = { agreement: 'data-use', text: 'Numbers are not to be taken apart. '.repeat(3).trim() };
  await site.decide({ kind: 'agreement', body }, mira, noor);
  const near = 'There is no text of data-usage on record; did you mean data-use?';
  await expect(sign('data-usage')).rejects.toThrow(near);
  await expect(site.command('agreement', 'show', 'data-usage')).rejects.toThrow(near);
  await site.remove();
});
