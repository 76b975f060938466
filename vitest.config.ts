import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{packages,apps,tools}/**/test/**/*.test.ts'],
    maxWorkers: '100%',
    testTimeout: 30_000,
    reporters: ['default', './tools/vitest/last-line-reporter.ts'],
  },
});
