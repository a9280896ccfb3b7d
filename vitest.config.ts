import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    // Two cores: more workers than cores make long tests time out.
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
