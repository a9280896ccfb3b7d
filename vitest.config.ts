import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const src = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // The code of the documentation imports the package by its name, and is run on the sources.
    alias: [
      { find: /^whetstone\/bounds$/, replacement: src('theory/bounds/index.ts') },
      { find: /^whetstone\/sandwich$/, replacement: src('theory/sandwich/index.ts') },
      { find: /^whetstone\/claims$/, replacement: src('claims/index.ts') },
      { find: /^whetstone\/plots$/, replacement: src('display/charts/index.ts') },
      { find: /^whetstone\/testing$/, replacement: src('testing/index.ts') },
      { find: /^whetstone\/experiments$/, replacement: src('experiments/index.ts') },
      { find: /^whetstone\/models$/, replacement: src('models/index.ts') },
      { find: /^whetstone\/models\/embedded$/, replacement: src('models/embedded/index.ts') },
      { find: /^whetstone\/models\/embedded\/node$/, replacement: src('models/embedded/node/index.ts') },
      { find: /^whetstone\/models\/llama$/, replacement: src('models/llama/index.ts') },
      { find: /^whetstone\/files$/, replacement: src('files/index.ts') },
      { find: /^whetstone$/, replacement: src('index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    // Two cores: more workers than cores make long tests time out.
    maxWorkers: 2,
    // A guard against what hangs, not a judgement of speed: machines are busy at times.
    testTimeout: 180_000,
    ...(process.env['CI'] && { reporters: ['default', ['json', { outputFile: '.vitest/results.json' }]] }),
  },
});
