/** One defect that was reported in public, rewritten: the mechanism, and none of its code. */
export interface FieldRace {
  readonly name: string
  /** `owner/repository#number`, or what else it goes by. */
  readonly report: string
  /** What the original is written in, and what it is written in here. */
  readonly language: string
  /** Below `test/`. */
  readonly broken: string
  readonly right: string
  /** By the file `bug-reproduction-ratio.csv` of andreendo/nacd: medians of 50 times 100 runs. */
  readonly published?: { readonly nodeFz?: number; readonly nodeRacer: number; readonly nacd: number }
}

/** Both versions in a folder of their own. */
function own(name: string, report: string, language = 'Node'): FieldRace {
  const folder = `field-races/targets/${name}`
  return { name, report, language, broken: `${folder}/broken.ts`, right: `${folder}/right.ts` }
}

/** One whose versions are among the reports that the tests go through. */
function shared(
  name: string,
  report: string,
  files: readonly [string, string],
  language = 'Node',
): FieldRace {
  const [broken, right] = files.map((file) => `reports/targets/${file}.ts`) as [string, string]
  return { name, report, language, broken, right }
}

const inNode = (original: string) => `${original}, here Node`

export const races: readonly FieldRace[] = [
  {
    ...own('mkdirp', 'node-mkdirp, MKD of NACD; jonvuri/mkpath#1'),
    published: { nodeFz: 0, nodeRacer: 0.46, nacd: 0.935 },
  },
  {
    ...own('logger-file', 'node-logger-file, NLF of NACD'),
    published: { nodeFz: 0.09, nodeRacer: 0.84, nacd: 0.76 },
  },
  { ...own('del', 'sindresorhus/del#43, DEL of NACD'), published: { nodeRacer: 0.2, nacd: 0.415 } },
  {
    ...own('live-server', 'tapio/live-server#262, LVS of NACD'),
    published: { nodeRacer: 0.19, nacd: 0.49 },
  },
  { ...own('nedb-1', 'louischatriot/nedb#534, NEDB1 of NACD'), published: { nodeRacer: 0.01, nacd: 0.36 } },
  { ...own('nedb-2', 'louischatriot/nedb#384, NEDB2 of NACD'), published: { nodeRacer: 0.01, nacd: 0.395 } },
  own('cache-folder', 'esbuild-kit/core-utils#22'),
  own('swallowed-rename', 'affaan-m/ECC#1983'),
  own('removes-if-there', 'RetireJS/retire.js#236'),
  own('stats-then-reads', 'gadget-inc/ggt#2347'),
  own('in-place', 'jprichardson/node-jsonfile#79'),
  shared('sweeps-what-others-write', 'Lykhoyda/rn-dev-agent#111', [
    'sweeps-and-says-nothing',
    'sweeps-at-the-start',
  ]),
  shared('index-beside-data', 'vercel/next.js#98119', [
    'indexes-beside-its-data',
    'keeps-its-index-with-its-data',
  ]),
  shared(
    'backup-clobbered',
    'anegostudios/VintageStory-Issues#9776',
    ['copies-over-its-backup', 'renews-its-backup-from-what-is-whole'],
    inNode('C#'),
  ),
  shared(
    'line-in-two-appends',
    'yvgude/lean-ctx#852',
    ['appends-a-line-in-two', 'appends-a-line-at-once'],
    inNode('Rust'),
  ),
  shared(
    'trimmed-log',
    'ReflexioAI/claude-smart#30',
    ['loses-a-line', 'appends-a-line-at-once'],
    inNode('Python'),
  ),
  shared('lost-update', 'Gitlawb/zero#832', ['loses-an-update', 'updates-under-a-lock'], inNode('Go')),
  shared(
    'saved-from-memory',
    'kontena/kontena#2659',
    ['saves-what-it-began-with', 'puts-its-change-into-what-is-there'],
    inNode('Ruby'),
  ),
  own('python-lost-update', 'kirodotdev/KiroCrew#2147', 'Python'),
  own('python-fixed-name', 'Fiestaboard/FiestaBoard#1564', 'Python'),
  own('python-in-place', 'cBLUE-dev-team/cBLUE.github.io#75', 'Python'),
  own('python-unlinked-lock', 'cashapp/hermit#423', 'Go, here Python'),
  own('shell-in-place', 'braintrustdata/braintrust-claude-plugin#20', 'shell'),
  own('perl-cache-folder', 'ingydotnet/inline-pm#85', 'Perl'),
]
