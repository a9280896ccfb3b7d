import { theme } from './theme.ts';
import type { ChartSpec } from './theme.ts';

/** A drawn chart. */
export interface Rendered {
  readonly svg: string;
  readonly png: Uint8Array;
}

/**
 * Draws a Vega-Lite chart in the theme of the library, the same bytes each time.
 *
 * @param scale pixels of the PNG for each pixel of the SVG
 * @throws Error where Vega, resvg or the font is not installed, with the command that installs them
 */
export async function render(spec: ChartSpec, scale = 2): Promise<Rendered> {
  const { vega, vegaLite, resvg, fonts } = await packages();
  const compiled = vegaLite.compile({ config: theme, ...spec } as never).spec;
  // Vega numbers SVG definitions across the whole process: without this a figure depends on those before it.
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compiled), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  // Without a font of its own resvg drops all text without a word.
  const font = { fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
  const png = new resvg.Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } }).render().asPng();
  return { svg, png };
}

async function packages() {
  try {
    const { createRequire } = await import('node:module');
    const require = createRequire(import.meta.url);
    return {
      vega: await import('vega'),
      vegaLite: await import('vega-lite'),
      resvg: await import('@resvg/resvg-js'),
      fonts: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => require.resolve(`dejavu-fonts-ttf/ttf/${file}`)),
    };
  } catch (cause) {
    throw new Error(
      'render: drawing needs packages that are not installed; run:\n  npm install vega vega-lite @resvg/resvg-js dejavu-fonts-ttf',
      { cause },
    );
  }
}
