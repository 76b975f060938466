import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{packages,apps,tools}/**/test/**/*.test.ts'],
    testTimeout: 30_000,
    reporters: ['default', './tools/vitest/last-line-reporter.ts'],
  },
});
