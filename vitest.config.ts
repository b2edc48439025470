import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A project of its own, which a test runs.
    exclude: ['test/vitest/project/**'],
    globalSetup: ['test/support/install-chromium.ts'],
    // Every test file spawns processes of its own; two at a time suits a two-core machine.
    maxWorkers: 2,
    // Ends a test that hangs. How long one takes is for the machine to say, and some start hundreds of processes.
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
})
