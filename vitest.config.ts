import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A project of its own, which a test runs.
    exclude: ['test/vitest/project/**'],
    globalSetup: ['test/support/install-chromium.ts'],
    // Every test file spawns processes of its own; two at a time suits a two-core machine.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
