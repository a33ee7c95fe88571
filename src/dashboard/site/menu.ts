import type { NavGroup } from '../layout/view.ts';
import type { Say } from '../texts/say.ts';
import { SITE } from '../texts/site.table.ts';

/** The pages of a site. */
export function siteMenu(say: Say): readonly NavGroup[] {
  return [
    { items: [{ href: '/', label: say(SITE.overview) }] },
    {
      title: say(SITE.groupSpending),
      items: [
        { href: '/budgets', label: say(SITE.budgets) },
        { href: '/together', label: say(SITE.together) },
        { href: '/receipts', label: say(SITE.receipts) },
        { href: '/what-if', label: say(SITE.whatIf) },
      ],
    },
    {
      title: say(SITE.groupDeciding),
      items: [
        { href: '/inbox', label: say(SITE.inbox) },
        { href: '/projects', label: say(SITE.projects) },
        { href: '/agreements', label: say(SITE.agreements) },
        { href: '/incidents', label: say(SITE.incidents) },
        { href: '/people', label: say(SITE.people) },
        { href: '/log', label: say(SITE.log) },
      ],
    },
    {
      title: say(SITE.groupSite),
      items: [
        { href: '/policy', label: say(SITE.policy) },
        { href: '/snapshots', label: say(SITE.snapshots) },
        { href: '/sessions', label: say(SITE.sessions) },
        { href: '/health', label: say(SITE.health) },
      ],
    },
  ];
}
