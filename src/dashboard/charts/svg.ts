import type { EChartsCoreOption } from 'echarts/core';
import { markupText } from '../../base/index.ts';

/** The colours of charts; they stand out from the ground of a page, and from each other also without colour vision. */
export interface Palette {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly main: string;
  readonly second: string;
  readonly rest: string;
}

const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: { ink: '#17211f', soft: '#4c5b60', line: '#d7dfe0', main: '#0b5d67', second: '#c2701c', rest: '#cfe3e4' },
  dark: { ink: '#e8eeef', soft: '#a9b8bd', line: '#313c41', main: '#74cdd4', second: '#f0a860', rest: '#24474c' },
};

/** The palette for a page's appearance; the light one for whatever else is asked for. */
export function paletteOf(theme: string | undefined): Palette {
  return theme === 'dark' ? PALETTES.dark : PALETTES.light;
}

/** A chart before it is drawn. */
export interface Drawing {
  readonly option: EChartsCoreOption;
  readonly size: { readonly width: number; readonly height: number };
  /** What the picture is of; it stands in the picture itself, for who opens it alone. */
  readonly title: string;
}

/** The library that draws, loaded with the first chart: a command that draws none doesn't wait for it. */
async function painter() {
  const [echarts, { BarChart, CustomChart, LineChart }, { GridComponent, MarkLineComponent }, { SVGRenderer }] =
    await Promise.all([
      import('echarts/core'),
      import('echarts/charts'),
      import('echarts/components'),
      import('echarts/renderers'),
    ]);
  echarts.use([BarChart, CustomChart, LineChart, GridComponent, MarkLineComponent, SVGRenderer]);
  return echarts;
}

/** Draws a chart as a picture that needs nothing else. */
export async function drawSvg({ option, size, title }: Drawing): Promise<string> {
  const echarts = await painter();
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: 'system-ui, sans-serif', fontSize: 13 }, ...option });
    return chart
      .renderToSVGString()
      .replace(
        /^<svg ([^>]*)>/,
        (_, attributes: string) => `<svg role="img" ${attributes}><title>${markupText(title)}</title>`,
      );
  } finally {
    chart.dispose();
  }
}
