import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { Counterexample } from '../model/counterexample.ts'
import type { Result, Violation } from '../model/result.ts'
import { soFar } from './caveats.ts'
import { escape, tag } from './html/escape.ts'
import { facts } from './html/facts.ts'
import { listOfViolations, sectionOf } from './html/list-of-violations.ts'
import { picture } from './html/picture.ts'
import { style } from './html/style.ts'
import { replayCommand, sizeOf } from './words.ts'

/**
 * The result as one page that needs nothing else: no network, no file beside it. What it shows of targets is text
 * alone, and its policy lets no script run but its own.
 */
export function html(result: Result): string {
  const { verdict, target, violations } = result
  const script = result.violations.some(({ counterexample }) => counterexample) ? browserScript() : ''
  const digest = createHash('sha256').update(script).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`
  const title = `${verdict}${soFar(result)}: ${target}`
  const heading = tag(
    'h1',
    {},
    `${tag('span', { class: `verdict ${verdict}-word` }, verdict + soFar(result))}${escape(target)} ${about(result)}`,
  )
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escape(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    tag('header', { class: 'run' }, heading),
    '<main>',
    listOfViolations(violations),
    ...violations.map((violation, index) => section(violation, index)),
    ...(result.command === 'show' ? [] : [facts(result)]),
    '</main>',
    script === '' ? '' : `<script type="module">${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function about({ command, seed, shard, node, interrupted }: Result): string {
  const words = [
    command,
    `seed ${seed}`,
    ...(shard === '1/1' ? [] : [`shard ${shard}`]),
    `Node ${node}`,
    ...(interrupted ? ['interrupted'] : []),
  ]
  return tag('small', {}, escape(words.join(' · ')))
}

function section(violation: Violation, index: number): string {
  const { oracle, message, replayFile, counterexample } = violation
  const command =
    replayFile === null ? '' : tag('code', { class: 'replay' }, escape(replayCommand(replayFile)))
  const id = sectionOf(index)
  const header = [
    tag('h2', { class: 'oracle', id }, `<span class="violated-word">${oracle}</span> is violated`),
    tag('p', {}, escape(message)),
    tag('p', { class: 'facts' }, escape(sizeOf(violation))),
    also(counterexample),
    command === '' ? '' : tag('p', { class: 'facts' }, command),
  ]
  const content = [
    tag('header', {}, header.join('\n')),
    ...(counterexample ? [picture(counterexample, id)] : []),
  ]
  const className = counterexample ? 'violation pictured' : 'violation'
  return tag('section', { class: className, 'aria-labelledby': id }, content.join('\n'))
}

/** What else the execution breaks: named, and told where somebody asks. */
function also(counterexample: Counterexample | null): string {
  const others = counterexample?.also ?? []
  if (others.length === 0) return ''
  const names = others.map(({ oracle }) => oracle).join(', ')
  const summary = tag('summary', {}, escape(`in the same execution: ${names}`))
  const messages = others.map(({ oracle, message }) => tag('p', {}, `<b>${oracle}</b> ${escape(message)}`))
  return tag('details', { class: 'facts' }, summary + messages.join(''))
}

/** What runs in the page, as it was compiled. */
function browserScript(): string {
  return fs.readFileSync(createRequire(import.meta.url).resolve('#picture'), 'utf8')
}
