const BAR_CELLS = 24;

/** A progress bar such as `[######------------------] 25 %`; `share` is between 0 and 1. */
export function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_CELLS - filled)}] ${Math.round(share * 100)} %`;
}
