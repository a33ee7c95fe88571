import { COMMON } from '../texts/common.table.ts';
import type { NavItem, View } from './view.ts';

/** The menu: groups of pages, named but no headings of the page, which begin with its title; the current one marked. Nothing where there is nothing to choose, as before sign-in. */
export function Menu({ view }: { readonly view: View }) {
  const { nav, say, path } = view;
  const current = currentOf(
    nav.flatMap(({ items }) => items),
    path,
  );
  return nav.length === 0 ? null : (
    <nav class="menu" aria-label={say(COMMON.navigation)}>
      {nav.map(({ title, items }, at) => (
        <section>
          {title === undefined ? null : (
            <p class="group" id={`menu-${at}`}>
              {title}
            </p>
          )}
          <ul {...(title === undefined ? {} : { 'aria-labelledby': `menu-${at}` })}>
            {items.map((item) => (
              <li>
                <a href={item.href} {...(item === current ? { 'aria-current': 'page' } : {})}>
                  {item.label}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** The entry whose address is the longest beginning of the page's own. */
function currentOf(items: readonly NavItem[], path: string): NavItem | undefined {
  const [here = '/'] = path.split('?');
  return items
    .filter(({ href }) => href === here || (href !== '/' && here.startsWith(`${href}/`)))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
