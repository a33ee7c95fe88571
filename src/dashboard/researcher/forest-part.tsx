import type { Combined } from '../../contract/index.ts';
import { Drawn } from '../layout/chart.tsx';
import { Field } from '../layout/form.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import type { View } from '../layout/view.ts';
import { RESEARCH } from '../texts/research.table.ts';
import { type Say, writtenText } from '../texts/say.ts';
import type { Asked, Forest, Plot } from './desk.ts';
import { ownText } from './voice.ts';

interface ForestPartProps {
  readonly view: View;
  readonly asked: Asked;
  readonly combined: Combined;
  readonly effects: readonly string[];
  readonly forest: Forest | undefined;
}

/** A meta-analysis of the sites' own answers: what `sfumato meta --effect` draws. */
export function ForestPart({ view, asked, combined, effects, forest }: ForestPartProps) {
  const { say } = view;
  const query = new URLSearchParams(view.path.split('?')[1] ?? '');
  const cells = [
    ...new Set(combined.keys.flatMap((key) => Object.entries(key).map(([field, value]) => `${field}=${value}`))),
  ];
  const options = [['', say(RESEARCH.nothing)], ...cells.map((cell) => [cell, cell] as const)] as const;
  const field = (name: string, label: string) => (
    <Field view={view} name={name} label={label} value={query.get(name) ?? ''} options={options} />
  );
  return (
    <Section title={say(RESEARCH.forest)} id="forest">
      <p>{say(RESEARCH.forestLead)}</p>
      {forest === undefined ? null : 'why' in forest ? (
        <Notice tone="wait">{ownText(say, forest.why)}</Notice>
      ) : (
        <figure class="chart">
          <ScaleText say={say} query={query} plot={forest} />
          <Drawn name={say(RESEARCH.forest)}>
            <img src={`/answers/${asked.id}/forest.svg?${query}`} alt={say(RESEARCH.forestAlt)} width={810} />
          </Drawn>
          <pre tabindex={0}>{forest.text}</pre>
        </figure>
      )}
      <form method="get" action={`/answers/${asked.id}#forest`} class="form">
        <Field
          view={view}
          name="effect"
          label={say(RESEARCH.effect)}
          required
          value={query.get('effect') ?? ''}
          options={effects.map((effect) => [effect, ownText(say, effect)] as const)}
        />
        {field('group1', say(RESEARCH.group1))}
        {field('group2', say(RESEARCH.group2))}
        {field('outcome1', say(RESEARCH.outcome1))}
        {field('outcome2', say(RESEARCH.outcome2))}
        <p class="actions">
          <button type="submit">{say(RESEARCH.draw)}</button>
        </p>
      </form>
    </Section>
  );
}

const SCALES = {
  plain: RESEARCH.forestPlain,
  log: RESEARCH.forestLog,
  logit: RESEARCH.forestLogit,
  atanh: RESEARCH.forestAtanh,
} as const;

interface ScaleProps {
  readonly say: Say;
  readonly query: URLSearchParams;
  readonly plot: Plot;
}

/** Which effect is drawn, between which cells, and on which scale; and what it comes to off it. */
function ScaleText({ say, query, plot: { scale, back } }: ScaleProps) {
  const [groups, outcomes] = ['group', 'outcome'].map((name) =>
    [1, 2].flatMap((at) => query.get(`${name}${at}`) || []).join(' / '),
  );
  const effect = query.get('effect') ?? '';
  // The sentence itself says that a logarithm is drawn.
  const name = ownText(say, effect === 'log-mean' ? 'mean' : effect);
  const [estimate = '', low = '', high = ''] = (back ?? []).map((number) => writtenText(say, number));
  const cells = [groups, outcomes].filter((one) => one !== '').join('; ');
  return (
    <>
      <p>{say(SCALES[scale], { name, of: cells === '' ? '' : ` (${cells})` })}</p>
      {back && <p>{say(RESEARCH.forestBack, { estimate, low, high })}</p>}
    </>
  );
}
