/** SVG → PNG with the bundled font and no system fonts. */
import { Resvg } from '@resvg/resvg-js';
import { fontFiles } from './fonts.ts';

/** `scale` 2 gives a picture that is sharp on dense screens and in print at half a page. */
export function renderPng(svg: string, scale = 2): Uint8Array {
  const renderer = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: Object.values(fontFiles), defaultFontFamily: 'DejaVu Sans' },
    background: '#ffffff',
  });
  return renderer.render().asPng();
}
