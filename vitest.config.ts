import { defineConfig } from 'vitest/config'
import { LongFilesFirst } from './test/support/long-files-first.ts'

// Node 20 decodes these certificates at every start: 30 ms of CPU of 50. No test speaks to another machine.
delete process.env['NODE_EXTRA_CA_CERTS']

/** What starts no process and needs no build: `npm run test:unit`. A test that starts one there fails, and says so. */
const unit = [
  'test/import-law.test.ts',
  'test/package.test.ts',
  'test/check/shares.test.ts',
  'test/cli/help.test.ts',
  'test/execute/*.test.ts',
  'test/exhaustive/isolated.test.ts',
  'test/explore/{after-faults,confirm,explore-run,livelock,memory,pace,sampled-workload,seek,started-with,turns}.test.ts',
  'test/faults/{errno-table,kinds,power-loss-images,power-loss-words,stall}.test.ts',
  'test/filesystem/{columns,names,ordered-map,store}.test.ts',
  'test/merge/{merge,unfinished}.test.ts',
  'test/model/{aliases,canonical-names,content,file-system,inode-numbers,little-checked,recent-keys,replay-space,runs,shared-map,state,struck-removals}.test.ts',
  'test/oracles/*.test.ts',
  'test/predicted/{foretell,names,foretold-search,next-starts,samples}.test.ts',
  'test/processes/{advice,cores,printed,run-home}.test.ts',
  'test/protocol/controlled-codec.test.ts',
  'test/race/{overtime,pursue,rounds}.test.ts',
  'test/recording/{replay-file,result-schema}.test.ts',
  'test/report/{chrome-trace,columns,crash-picture,fold,hints,junit,list-of-violations,moment,report,sarif}.test.ts',
  'test/seconds/*.test.ts',
  'test/settings/*.test.ts',
  'test/served/{last-requests,locks,messages,quiet,side-by-side}.test.ts',
  'test/specifications/*.test.ts',
  'test/soak/patience.test.ts',
  'test/src/{atomic-write,coalesced,file-exporter,session-name,trace,trace-format}.test.ts',
  'test/strategies/{faults,generated,interference,replay,sampling}.test.ts',
  'test/workload/*.test.ts',
  'test/writer/{call-starts,ending,flags,only-looking,standing-still}.test.ts',
]
/** A project of its own, which a test runs. */
const elsewhere = 'test/vitest/project/**'

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: unit,
          // Files share what was loaded, which saves a quarter of their time. One that replaces modules belongs elsewhere.
          isolate: false,
          setupFiles: ['test/support/no-processes.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: ['test/**/*.test.ts'],
          exclude: [...unit, elsewhere],
          globalSetup: ['test/support/install-chromium.ts', 'test/support/real-python.ts'],
        },
      },
    ],
    // Most test files spawn processes of their own; two at a time suits a two-core machine.
    maxWorkers: 2,
    sequence: { sequencer: LongFilesFirst },
    // Ends a test that hangs. How long one takes is for the machine to say, and some start hundreds of processes.
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
})
