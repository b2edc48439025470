import type { Result } from '../../harness/model/result.ts'

/** Where the page is, relative to the root. */
export const page = 'docs/scale.md'

/** One run of the search. */
export interface Row {
  /** `none`: on one machine, without shards. */
  readonly engine: string
  readonly shards: number
  readonly isKilled: boolean
  /** From its start to its result, or to the merged one. */
  readonly seconds: number
  readonly result: Result
  /** In what it differs from that of one machine. */
  readonly wrong: readonly string[]
}

const names: Readonly<Record<string, string>> = {
  none: 'no shards',
  parallel: 'GNU parallel',
  slurm: 'Slurm',
}

/** The whole page. */
export function renderPage(rows: readonly Row[], cores: number): string {
  return `# Beyond one machine

After this page you know how to deal one search out to several machines, and what comes of it. \`npm run cluster -- --page\` measures it anew and writes this page.

A search is dealt out in [shards](ci.md#shards). Each shard carries out its own executions, and none waits for another. \`merge\` makes one result of theirs. A shard that died is run again: it begins anew, and does what it would have done. So the merged result is the same as that of one machine.

## GNU parallel

\`\`\`sh
export ONEWRITER_SHARDS=4
seq 4 | parallel --retries 3 node_modules/onewriter/scripts/cluster/shard.sh {} save.target.ts --seed=1 --strategy=exhaustive &&
  npx onewriter merge shards
\`\`\`

\`shard.sh\` exits with 0 where a shard has come to its end, whatever it has found. So parallel runs only those again that died. \`parallel.sh\` beside it does all of this. For several hosts, add \`--sshlogin\` and \`--return shards/{}.json\`, which have not been tried here.

## Slurm

\`\`\`sh
node_modules/onewriter/scripts/cluster/slurm.sh 4 save.target.ts --seed=1 --strategy=exhaustive
\`\`\`

It starts a job array, and a job that merges once all shards are done. All nodes have to share the working directory. Slurm runs a task again where a node is lost. Where a process died, \`slurm-shard.sh\` asks for that.

## Kubernetes

[\`kubernetes-job.yaml\`](kubernetes-job.yaml) is an Indexed Job. It was held against the published schema of \`batch/v1\`, and has not run in a cluster. Once it is done, \`npx onewriter merge /results/shards\` makes one result.

## What was measured

An exhaustive search of a known-bad writer, carried out for real (\`--no-predict\`), with every defect kept (\`--bail=0\`). All shards were on one machine with ${cores} cores, which other work shared. They compete for these cores, so more shards are not faster here: the figures show what dealing out and merging costs, and that nothing is lost. Slurm had a controller and two nodes on that machine. *killed* means that the harness of one shard got SIGKILL while it was at work.

| started by | shards | seconds to the result | executions | violations | spaces exhausted | the same as one machine |
|---|---|---|---|---|---|---|
${rows.map(rowOf).join('\n')}
`
}

function rowOf({ engine, shards, isKilled, seconds, result, wrong }: Row): string {
  const { executions, violations, exhausted } = result
  const size = `${shards}${isKilled ? ', one killed' : ''}`
  const verdict = wrong.length === 0 ? 'yes' : `no: ${wrong.join('; ')}`
  return `| ${names[engine] ?? engine} | ${size} | ${seconds.toFixed(1)} | ${executions} | ${violations.length} | ${exhausted.length} | ${verdict} |`
}
