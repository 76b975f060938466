#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/main.js', import.meta.url);

if (existsSync(program)) {
  const { main } = await import(program);
  process.exitCode = await main(process.argv);
} else {
  console.error('collapse: not built yet; run `npm run build` in the workspace first.');
  process.exitCode = 2;
}
