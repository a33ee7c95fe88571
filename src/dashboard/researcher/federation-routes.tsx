import { Hono } from 'hono';
import { Field, Form, mended } from '../layout/form.tsx';
import { answerPage, Page } from '../layout/page.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import type { View } from '../layout/view.ts';
import { FEDERATION } from '../texts/federation.table.ts';
import { RESEARCH } from '../texts/research.table.ts';
import { answerRoutes } from './answer-routes.tsx';
import { Builder, PricedPart } from './builder.tsx';
import type { Asked, Asker, Federation, FederationDesk, Wanted } from './desk.ts';
import { EstimatePart } from './estimate.tsx';
import { FederationPage } from './federation-page.tsx';
import { type Fields, fieldsIn, readQuestion } from './question-form.ts';
import { CommandPart } from './quote.tsx';
import { type ResearchContext, type ResearchEnv, researchView } from './research-view.ts';
import { AnswersTable } from './small-pages.tsx';

const KEY_FILE = 'analyst.key';
const KEY_FILE_LENGTH_MAX = 200;

/** A coordinator's pages: they show what is public, and to each browser the answers that it asked for again itself. */
export function federationRoutes(desk: FederationDesk): Hono<ResearchEnv> {
  const app = new Hono<ResearchEnv>();
  const viewOf = (c: ResearchContext): View => researchView(c, { policy: desk.policy(), coordinator: desk.name });
  const askedBy = (c: ResearchContext): readonly Asked[] => desk.asked(c.get('browser') ?? '');
  app.get('/', async (c) => {
    const federation = await desk.federation();
    return await questionPage(c, desk, { view: viewOf(c), federation });
  });
  app.get('/federation', async (c) => {
    const { sites } = await desk.federation();
    return answerPage(c, <FederationPage view={viewOf(c)} desk={desk} sites={sites} />);
  });
  app.get('/answers', (c) => answerPage(c, <SendPage view={viewOf(c)} asked={askedBy(c)} />));
  app.post('/answers', (c) => {
    const id = desk.send(c.get('browser') ?? '', (c.get('form').one('signed') ?? '').trim());
    return id === undefined
      ? answerPage(c, <SendPage view={viewOf(c)} asked={askedBy(c)} wrong={c.get('form').one('signed') ?? ''} />, 422)
      : c.redirect(`/answers/${id}`, 303);
  });
  answerRoutes(app, {
    desk,
    viewOf,
    askedBy,
    commandOf: ({ wanted, project = '' }) => desk.command(wanted, { project, keyFile: KEY_FILE }),
  });
  return app;
}

interface Asking {
  readonly view: View;
  readonly federation: Federation;
}

async function questionPage(c: ResearchContext, desk: FederationDesk, { view, federation }: Asking) {
  const { say } = view;
  const { fields, sites } = federation;
  if (fields.length === 0) {
    return answerPage(
      c,
      <Page view={view} title={say(RESEARCH.question)}>
        <Notice tone="wait">{say(FEDERATION.noQuestions)}</Notice>
      </Page>,
    );
  }
  const form = fieldsIn(new URL(c.req.url).searchParams);
  const isPriced = form.one('price') !== undefined;
  const read = readQuestion(form, { fields, sites: sites.map(({ site }) => site) });
  const errors = isPriced && 'errors' in read ? read.errors : {};
  const wanted = isPriced && 'wanted' in read ? read.wanted : undefined;
  return answerPage(
    c,
    <Page view={view} title={say(RESEARCH.question)} lead={say(FEDERATION.builderLead)}>
      <div id="work">
        <Builder view={view} form={form} fields={fields} sites={sites.map(({ site }) => site)} errors={errors}>
          <AskerPart view={view} form={form} />
        </Builder>
        <PricedPart view={view}>
          {Object.keys(errors).length === 0 ? null : <Notice tone="bad">{say(RESEARCH.mend)}</Notice>}
          {wanted === undefined ? null : await estimated(view, desk, { wanted, all: sites.length })}
        </PricedPart>
        <SigningPart view={view} desk={desk} wanted={wanted} asker={askerIn(form)} />
      </div>
    </Page>,
  );
}

async function estimated(
  view: View,
  desk: FederationDesk,
  { wanted, all }: { readonly wanted: Wanted; readonly all: number },
) {
  const sites = wanted.sites.length === 0 ? all : wanted.sites.length;
  return <EstimatePart view={view} estimate={await desk.estimate(wanted)} sites={sites} isTotal={wanted.total} />;
}

/** Who would ask; `undefined` until a project is named. */
function askerIn(form: Fields): Asker | undefined {
  const project = form.one('project')?.trim() ?? '';
  const keyFile = form.one('keyFile')?.trim() ?? '';
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(project)
    ? { project, keyFile: keyFile === '' ? KEY_FILE : keyFile.slice(0, KEY_FILE_LENGTH_MAX) }
    : undefined;
}

function AskerPart({ view, form }: { readonly view: View; readonly form: Fields }) {
  const { say } = view;
  return (
    <Section title={say(FEDERATION.asker)} id="asker">
      <Field
        view={view}
        name="project"
        label={say(FEDERATION.project)}
        hint={say(FEDERATION.projectHint)}
        value={form.one('project')}
      />
      <Field
        view={view}
        name="keyFile"
        label={say(FEDERATION.keyFile)}
        hint={say(FEDERATION.keyFileHint)}
        value={form.one('keyFile') ?? KEY_FILE}
      />
    </Section>
  );
}

interface SigningProps {
  readonly view: View;
  readonly desk: FederationDesk;
  readonly wanted: Wanted | undefined;
  readonly asker: Asker | undefined;
}

function SigningPart({ view, desk, wanted, asker }: SigningProps) {
  const { say } = view;
  return (
    <Section title={say(FEDERATION.signing)} id="signing">
      <p>{say(FEDERATION.signingLead)}</p>
      {asker === undefined || wanted === undefined ? null : (
        <div>
          {/* A command of the question before is none of the one that stands there now. */}
          <template class="unreachable too-long" />
          <CommandPart view={view} command={desk.command(wanted, asker)} open />
        </div>
      )}
      {asker === undefined ? null : (
        <details>
          <summary>{say(FEDERATION.workbench)}</summary>
          <pre id="workbench" tabindex={0}>
            <code>{desk.workbench(asker)}</code>
          </pre>
        </details>
      )}
    </Section>
  );
}

interface SendProps {
  readonly view: View;
  readonly asked: readonly Asked[];
  /** What was sent and is no signed request: it stands there again. */
  readonly wrong?: string;
}

/** The answers that this browser asked for again, and the form to ask for another. */
function SendPage({ view, asked, wrong }: SendProps) {
  const { say } = view;
  return (
    <Page view={view} title={say(RESEARCH.answers)}>
      <Section title={say(FEDERATION.show)} id="show">
        <p>{say(FEDERATION.showLead)}</p>
        <Form view={view} action="/answers" submit={say(FEDERATION.show)}>
          <Field
            view={view}
            name="signed"
            label={say(FEDERATION.signed)}
            lines={6}
            required
            value={wrong}
            {...mended(wrong === undefined ? undefined : say(FEDERATION.notSigned))}
          />
        </Form>
      </Section>
      <AnswersTable view={view} asked={asked} />
    </Page>
  );
}
