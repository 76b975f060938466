/** The font of the figures, from an npm package, so that a figure is the same picture on every machine. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const directory = join(
  dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')),
  'ttf',
);

export const fontFiles: Readonly<Record<'normal' | 'bold', string>> = {
  normal: join(directory, 'DejaVuSans.ttf'),
  bold: join(directory, 'DejaVuSans-Bold.ttf'),
};
