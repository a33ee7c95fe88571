import { isDeepStrictEqual } from 'node:util';
import { type Context, Hono } from 'hono';
import { NotFoundPage } from '../layout/error-pages.tsx';
import { answerPage, Page } from '../layout/page.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import type { View } from '../layout/view.ts';
import { RESEARCH } from '../texts/research.table.ts';
import { answerRoutes } from './answer-routes.tsx';
import { Builder, PricedPart } from './builder.tsx';
import type { Desk, Wanted } from './desk.ts';
import { fieldsIn, queryOf, readQuestion } from './question-form.ts';
import { QuotePart } from './quote.tsx';
import { bareView, type Frame, type ResearchContext, type ResearchEnv, researchView } from './research-view.ts';
import { AnswersPage, KeyPart, SavedPage, SavePage, SentencePage, UnlockPage } from './small-pages.tsx';
import { togetherOf } from './together.ts';
import { ownText } from './voice.ts';

/** The researcher's pages, over a desk. They go behind a shell that knows who opens them. */
export function researcherRoutes(desk: Desk): Hono<ResearchEnv> {
  const app = new Hono<ResearchEnv>();
  app.get('/unlock', (c) =>
    answerPage(c, <UnlockPage view={frameOf(c, desk)} isSealed={desk.key.isSealed} isWrong={false} />),
  );
  app.post('/unlock', (c) => {
    const isOpen = desk.key.open(c.get('form').one('passphrase') ?? '');
    return isOpen
      ? c.redirect(`/${new URL(c.req.url).search}`, 303)
      : answerPage(c, <UnlockPage view={frameOf(c, desk)} isSealed={desk.key.isSealed} isWrong />, 422);
  });
  app.post('/lock', (c) => {
    desk.key.forget();
    return c.redirect('/unlock', 303);
  });
  app.use(async (c, next) => {
    // The question that is being put together comes back once the key is open.
    const { pathname, search } = new URL(c.req.url);
    const kept = ['/', '/save'].includes(pathname) ? search : '';
    return desk.key.isOpen() ? await next() : c.redirect(`/unlock${kept}`, 303);
  });
  app.get('/', (c) => questionPage(c, desk));
  app.get('/save', (c) => {
    const { wanted, query } = questionIn(new URL(c.req.url).searchParams, desk);
    return wanted === undefined
      ? c.redirect(`/?${query}`, 303)
      : answerPage(c, <SavePage view={frameOf(c, desk)} draft={wanted.draft} form={query} />);
  });
  app.post('/save', async (c) => {
    const { wanted, query } = questionIn(new URLSearchParams(c.get('form').one('form')), desk);
    const name = c.get('form').one('name') ?? '';
    if (wanted === undefined || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) {
      return refusedForm(c, desk);
    }
    desk.save(name, wanted, query);
    return c.redirect('/saved', 303);
  });
  app.post('/ask', async (c) => {
    const priced = questionIn(new URL(c.req.url).searchParams, desk);
    const { wanted, query } = questionIn(sentIn(c), desk);
    if (wanted === undefined || !isSame(wanted, priced.wanted)) {
      return c.redirect(`/?${query.replace(PRICED, CHANGED)}`, 303);
    }
    const id = await desk.ask(wanted, query);
    // Priced anew, the page says why nobody was asked.
    return c.redirect(id === undefined ? `/?${query}` : `/answers/${id}`, 303);
  });
  app.get('/saved', (c) => answerPage(c, <SavedPage view={frameOf(c, desk)} saved={desk.saved()} />));
  app.get('/answers', (c) => answerPage(c, <AnswersPage view={frameOf(c, desk)} asked={desk.asked()} />));
  for (const [step, take] of [
    ['again', desk.sendAgain],
    ['let-go', desk.letGo],
  ] as const) {
    app.post(`/answers/:id/${step}`, (c) => {
      const id = c.req.param('id');
      return take(id)
        ? c.redirect(`/answers/${id}`, 303)
        : answerPage(c, <NotFoundPage view={frameOf(c, desk)} />, 404);
    });
  }
  answerRoutes(app, {
    desk,
    viewOf: (c) => frameOf(c, desk),
    askedBy: desk.asked,
    commandOf: ({ wanted }) => desk.command(wanted),
  });
  return app;
}

/** A desk names its coordinator, whose pages these are not. */
function frameOf(c: ResearchContext, { policy }: Desk): View {
  return researchView(c, { policy });
}

function refusedForm(c: ResearchContext, desk: Desk) {
  const view = frameOf(c, desk);
  const sentence = view.say(RESEARCH['not-a-question']);
  return answerPage(c, <SentencePage view={view} title={view.say(RESEARCH.fault)} sentence={sentence} />, 422);
}

/** The builder’s form as it was sent. */
function sentIn(c: ResearchContext): URLSearchParams {
  const sent = new URLSearchParams();
  for (const [name, value] of c.get('form').entries()) {
    sent.append(name, value);
  }
  return sent;
}

/** The question in fields of the builder, and those as its query. */
function questionIn(fields: URLSearchParams, desk: Desk): { readonly wanted?: Wanted; readonly query: string } {
  const read = readQuestion(fieldsIn(fields), { fields: desk.fields() });
  return { ...('wanted' in read ? { wanted: read.wanted } : {}), query: queryOf(fields) };
}

/** How an address asks for the price, and how it says that the question was changed since it was priced. */
const [PRICED, CHANGED] = ['price=yes', 'price=anew'];

/** Whether what the form holds now is what was priced: somebody may have written on, and signs what they see. */
function isSame(now: Wanted, priced: Wanted | undefined): boolean {
  return isDeepStrictEqual(now, priced);
}

async function questionPage(c: ResearchContext, desk: Desk) {
  const view = frameOf(c, desk);
  const { say } = view;
  const query = new URL(c.req.url).searchParams;
  const form = fieldsIn(query);
  const known = await desk.sites().catch(() => undefined);
  const sites = known ?? [];
  const read = readQuestion(form, { fields: desk.fields(), sites: known });
  const errors = query.has('price') && 'errors' in read ? read.errors : {};
  const priced =
    query.has('price') && 'wanted' in read ? await pricedPart(view, desk, { wanted: read.wanted, query }) : null;
  return answerPage(
    c,
    <Page view={view} title={say(RESEARCH.question)} lead={say(RESEARCH.builderLead)}>
      <div id="work">
        <Builder view={view} form={form} fields={desk.fields()} sites={sites} errors={errors} />
        <PricedPart view={view}>
          {Object.keys(errors).length === 0 ? null : <Notice tone="bad">{say(RESEARCH.mend)}</Notice>}
          {priced !== null && query.get('price') === 'anew' ? (
            <Notice tone="wait">{say(RESEARCH.changed)}</Notice>
          ) : null}
          {priced}
        </PricedPart>
      </div>
      <KeyPart view={view} publicKey={desk.publicKey} project={desk.project} />
    </Page>,
  );
}

interface Priced {
  readonly wanted: Wanted;
  readonly query: URLSearchParams;
}

async function pricedPart(view: View, desk: Desk, { wanted, query }: Priced) {
  try {
    const { quote, hopeless } = await desk.quote(wanted);
    const together = hopeless === undefined ? togetherOf(quote, wanted.total) : undefined;
    const parts = {
      form: queryOf(query).replace(CHANGED, PRICED),
      quote,
      hopeless,
      together,
      command: desk.command(wanted),
    };
    return <QuotePart view={view} isTotal={wanted.total} {...parts} />;
  } catch (error) {
    // Errors of ours are sentences for the person at this machine; anything else is the shell's to tell.
    if (error instanceof Error && error.name === 'SfumatoError') {
      return (
        <Section title={view.say(RESEARCH.notAsked)} id="quote">
          <Notice tone="bad">{ownText(view.say, error.message)}</Notice>
        </Section>
      );
    }
    throw error;
  }
}

/** Draws what came to nothing: a closed list of reasons, and no word of the error. */
export function drawResearchFault(c: Context, frame: Frame, fault: { code: string; status: number }) {
  const view = { ...bareView(c, frame), nav: [] };
  const { say } = view;
  if (fault.code === 'not-found') {
    return answerPage(c, <NotFoundPage view={view} />, 404);
  }
  const isEntry = fault.code === 'no-entry';
  const title = say(isEntry ? RESEARCH.noEntry : RESEARCH.fault);
  const sentence = isEntry ? say(RESEARCH.noEntryWhy) : say(RESEARCH.faultWhy, { code: fault.code });
  return answerPage(
    c,
    <SentencePage view={view} title={title} sentence={sentence} />,
    fault.status === 500 ? 500 : 403,
  );
}
