import { type Context, Hono } from 'hono';
import { assetRoutes, preferenceRoutes } from '../../src/dashboard/index.ts';
import { Chart } from '../../src/dashboard/layout/chart.tsx';
import { FailedPage, NotFoundPage } from '../../src/dashboard/layout/error-pages.tsx';
import { Field, Form } from '../../src/dashboard/layout/form.tsx';
import { answerPage, Page } from '../../src/dashboard/layout/page.tsx';
import { Badge, Facts, Measured, Notice, Section } from '../../src/dashboard/layout/parts.tsx';
import { preferencesOf } from '../../src/dashboard/layout/preferences.ts';
import { Table } from '../../src/dashboard/layout/table.tsx';
import type { View } from '../../src/dashboard/layout/view.ts';

/** A name that wants to be markup. */
const HOSTILE = `<script>alert("x")</script>' onload='y`;

/** Pages that show hostile names in every part there is. */
export function samplePages(): Hono {
  const pages = new Hono();
  assetRoutes(pages);
  preferenceRoutes(pages);
  pages.get('/missing', (c) => answerPage(c, <NotFoundPage view={viewOf(c)} />, 404));
  pages.get('/broken', (c) => answerPage(c, <FailedPage view={viewOf(c)} />, 500));
  pages.get('*', (c) => {
    const view = viewOf(c);
    return answerPage(
      c,
      <Page view={view} title={HOSTILE} lead={HOSTILE}>
        <Section title={HOSTILE} id="one">
          <Facts facts={[[HOSTILE, HOSTILE]]} />
          <Chart
            view={view}
            src={`/chart?x=${encodeURIComponent(HOSTILE)}`}
            alt={HOSTILE}
            size={{ width: 1, height: 1 }}
            table={{ caption: HOSTILE, columns: [{ title: HOSTILE }], rows: [[HOSTILE]], empty: HOSTILE }}
          />
          <Badge tone="bad">{HOSTILE}</Badge>
          <Measured say={view.say} value={HOSTILE} width="3" />
          <Table caption={HOSTILE} columns={[{ title: HOSTILE, is: 'row' }]} rows={[[HOSTILE]]} empty="" />
          <Notice tone="wait" title={HOSTILE}>
            {HOSTILE}
          </Notice>
          <Form view={view} action="/a" submit={HOSTILE} errors={{ name: HOSTILE }}>
            <Field view={view} name="name" label={HOSTILE} hint={HOSTILE} error={HOSTILE} value={HOSTILE} required />
            <Field view={view} name="text" label={HOSTILE} value={HOSTILE} lines={3} />
            <Field view={view} name="choice" label={HOSTILE} options={[[HOSTILE, HOSTILE]]} />
          </Form>
        </Section>
      </Page>,
    );
  });
  return pages;
}

function viewOf(c: Context): View {
  const nav = [{ title: HOSTILE, items: [{ href: '/a', label: HOSTILE }] }];
  const visitor = { person: HOSTILE, roles: [] };
  return {
    ...preferencesOf(c),
    path: c.req.path,
    owner: HOSTILE,
    nav,
    policy: HOSTILE,
    visitor,
    csrf: 'token',
  };
}
