import type { Counterexample } from '../../model/counterexample.ts'
import { fileLabel } from '../../model/file-label.ts'
import type { StepEvent } from '../../model/step-log.ts'
import { writerLabel } from '../../model/workload.ts'
import { describeFaultOf, describeOperation, describeOutcome, placeOf } from '../describe-step.ts'
import { describeRepeats, repeatsIn } from '../fold.ts'
import { nameOfWriter, performed, restartsIn } from '../restart.ts'
import { intervalsOf, phaseAt, type Interval } from './calls.ts'
import { embedded, escape, tag } from './escape.ts'
import type { Held, Moment, Story } from './story.ts'
import { notesAt, tell } from './tell.ts'

/** Lanes beside each other; where there are more writers, a row names its writer. */
const mostLanes = 6
const mostTracks = 3
/** Of the stripe of the smallest file, in percent of its column. */
const leastWidth = 4
/** In percent of the table: of one file's column, and of all of theirs together. Steps have the rest. */
const widestFile = 34
const widestFiles = 40
/** A browser lays out only the tables that are seen. */
const rowsPerTable = 100

/**
 * One execution as swim lanes: a row a step, a column a writer, and a column a session file that shows whose bytes it
 * holds. A table as it is; the script beside it only moves through it.
 */
export function picture(given: Counterexample, id: string): string {
  const counterexample = { ...given, workload: performed(given) }
  const intervals = intervalsOf(counterexample)
  const story = tell(given, intervals)
  const again = new Map(
    [...restartsIn(given)].map(([index, writer]) => [
      writer,
      { at: index + 1, label: nameOfWriter(writer, given) },
    ]),
  )
  const writers = counterexample.workload.writers.map((_, index) => index + 1)
  const lanes = writers.length <= mostLanes ? writers : []
  const nameOf = (writer: number) => nameOfWriter(writer, given)
  const files = Object.keys(counterexample.files).map((session) => fileLabel(counterexample.files, session))
  const head = [
    tag('th', { scope: 'col', class: 'n' }, '<span class="quiet">step</span>'),
    ...(lanes.length === 0
      ? [tag('th', { scope: 'col' }, 'writer')]
      : lanes.map((writer) => tag('th', { scope: 'col' }, swatch(writer) + nameOf(writer)))),
    ...files.map((file) => tag('th', { scope: 'col', class: 'file' }, escape(file))),
  ]
  const broken = Object.keys(counterexample.files).indexOf(given.finding.session ?? '')
  const largest = Math.max(1, ...story.contents.map(({ bytes }) => bytes))
  const rowOf = (step: StepEvent | null, index: number) => ({
    index,
    text: row({ step, index, story, broken, intervals, lanes, largest, again }),
  })
  const steps = counterexample.steps.length
  const columnsBeside = Math.max(1, lanes.length) + files.length
  const folded = foldedRows(counterexample.steps, story.violated - 1, columnsBeside)
  const rows = [
    rowOf(null, 0),
    ...counterexample.steps.flatMap((step, at) => folded.get(at) ?? [rowOf(step, at + 1)]),
  ]
  const group = `<col class="n">${'<col>'.repeat(Math.max(1, lanes.length))}${'<col class="file">'.repeat(files.length)}`
  const fileWidth = Math.floor(Math.min(widestFile, widestFiles / Math.max(1, files.length)))
  const columnCount = `--columns:${columnsBeside};--file:${fileWidth}%`
  const tables = Array.from({ length: Math.ceil(rows.length / rowsPerTable) }, (_, at) => {
    const part = rows.slice(at * rowsPerTable, (at + 1) * rowsPerTable)
    const caption = `Steps ${part[0]?.index} to ${part.at(-1)?.index} of ${steps}, in the order in which they happened`
    const body = `<caption class="unseen">${caption}</caption><colgroup>${group}</colgroup><thead><tr>${head.join('')}</tr></thead><tbody>${part.map(({ text }) => text).join('')}</tbody>`
    const table = tag('table', { class: 'lanes' }, body)
    return tag('div', { class: 'stretch', style: `--rows:${part.length};${columnCount}` }, table)
  })
  return [
    tag('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Steps' }, tables.join('\n')),
    panel(id),
    `<script type="application/json" class="story">${embedded(story)}</script>`,
  ].join('\n')
}

/** By index of a step, what stands in its place where it only repeats what is shown above. */
function foldedRows(steps: readonly StepEvent[], violated: number, span: number) {
  const rows = new Map<number, { readonly index: number; readonly text: string }[]>()
  for (const repeats of repeatsIn(steps, violated)) {
    const { from, steps: loop, times } = repeats
    for (let at = from; at < from + loop * times; at += 1) rows.set(at, [])
    const words = tag('td', { colspan: span, class: 'quiet' }, escape(describeRepeats(repeats)))
    const header = tag('th', { scope: 'row', class: 'n' }, '')
    // It stands for all of them, and shows what there is after the last.
    const index = from + loop * times
    rows.set(from, [{ index, text: tag('tr', { 'data-at': index }, header + words) }])
  }
  return rows
}

interface RowOptions {
  readonly step: StepEvent | null
  readonly index: number
  readonly story: Story
  /** Which of the files the oracle speaks of; -1 where it is none of them alone. */
  readonly broken: number
  readonly intervals: readonly Interval[]
  readonly lanes: readonly number[]
  readonly largest: number
  /** By writer that was started after a crash, the row of its first step. */
  readonly again: ReadonlyMap<number, { readonly at: number; readonly label: string }>
}

function row({ step, index, story, broken, intervals, lanes, largest, again }: RowOptions): string {
  const moment = story.moments[index] as Moment
  const isViolated = index === story.violated
  const started = step ? again.get(step.writer) : undefined
  const beginning = started?.at === index ? tag('b', { class: 'again' }, escape(started.label)) : ''
  const cells =
    lanes.length === 0
      ? [
          tag(
            'td',
            {},
            beginning + (step ? `${swatch(step.writer)}${writerLabel(step.writer)} ${action(step)}` : ''),
          ),
        ]
      : lanes.map((writer) => {
          const own = intervals.filter((interval) => interval.writer === writer)
          const isActive = step?.writer === writer
          const notes = step && !isActive ? [] : notesAt(index, own)
          const lost = isActive ? (step.lost ?? []) : []
          const content = (isActive ? beginning + action(step) : '') + [...lost, ...notes].map(note).join('')
          // Nobody is there before a crash who is started after it.
          const isThere = index >= (again.get(writer)?.at ?? 0)
          return tag('td', { class: isThere ? `lane${barsOf(own, index)}` : 'absent' }, content)
        })
  const files = moment.files.map(({ held, changed }, at) => {
    const content = story.contents[held] as Held
    const isBroken =
      broken === -1 ? changed || (at === 0 && !moment.files.some((file) => file.changed)) : at === broken
    const isMarked = isViolated && isBroken
    const mark = isMarked ? tag('b', { class: 'mark' }, wordOf(content)) : ''
    const said = !changed || (isMarked && content.kind === 'empty') ? '' : escape(brief(content))
    const words = mark + said === '' ? '' : tag('span', { class: 'words' }, mark + said)
    return tag('td', { class: changed ? 'file new' : 'file' }, stripe(content, largest) + words)
  })
  const header = tag('th', { scope: 'row', class: 'n' }, String(index))
  return tag(
    'tr',
    { class: isViolated ? 'violated' : '', 'data-at': index },
    header + cells.join('') + files.join(''),
  )
}

function action(step: StepEvent): string {
  const place = placeOf(step)
  const fault = describeFaultOf(step)
  const outcome = describeOutcome(step)
  return [
    escape(describeOperation(step)),
    outcome === '' ? '' : tag('i', { class: step.error === undefined ? '' : 'error' }, escape(outcome)),
    fault === '' ? '' : tag('b', { class: 'fault' }, `⚡ ${escape(fault)}`),
    place ? tag('small', { title: step.source }, `:${escape(place.line)}`) : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function note(text: string): string {
  return tag('span', { class: 'note' }, escape(text.replace(/^w\d+ /, '')))
}

/** Which of a writer's bars go through a row: `r0` a call in flight, `d0` what it has deferred. */
function barsOf(intervals: readonly Interval[], position: number): string {
  return intervals
    .filter(({ track }) => track < mostTracks)
    .map((interval) => ({ interval, phase: phaseAt(interval, position) }))
    .filter(({ phase }) => phase !== null)
    .map(({ interval, phase }) => ` ${phase === 'running' ? 'r' : 'd'}${interval.track}`)
    .join('')
}

/** The file as a stripe: as long as it has bytes, coloured by whose they are. */
function stripe({ bytes, parts, kind }: Held, largest: number): string {
  if (kind === 'missing' || kind === 'inaccessible') return tag('span', { class: 'stripe missing' })
  let position = 0
  const stops = parts.map((part) => {
    const from = (100 * position) / bytes
    position += part.bytes
    return `${colourOf(part)} ${percent(from)} ${percent((100 * position) / bytes)}`
  })
  const width = percent(Math.max(leastWidth, (100 * bytes) / largest))
  const background = stops.length === 0 ? '' : `;background:linear-gradient(90deg,${stops.join(',')})`
  return tag('span', { class: `stripe ${kind}`, style: `width:${width}${background}` })
}

function percent(share: number): string {
  return `${Number(share.toFixed(2))}%`
}

/** Writers by hue, their calls by shade. */
function colourOf({ writer, call }: { readonly writer: number; readonly call: number }): string {
  return writer === 0 ? 'var(--nobody)' : `var(--w${((writer - 1) % 8) + 1}-${(call - 1) % 3})`
}

function swatch(writer: number): string {
  return tag('span', { class: 'swatch', style: `background:${colourOf({ writer, call: 1 })}` })
}

/** What a row has room for; all of it is said beside it. */
function brief({ kind, words, bytes, parts }: Held): string {
  const [only] = parts
  if (kind === 'missing' || kind === 'inaccessible' || kind === 'value') return words
  if (kind === 'empty') return 'empty'
  if (kind === 'complete') return `${only?.name ?? ''}, complete`
  const shares = parts.slice(0, 3).map((part) => `${part.name} ${part.bytes} B`)
  return parts.length === 0 ? `${bytes} B` : shares.join(' + ') + (parts.length > 3 ? ' + …' : '')
}

/** What is wrong, in one word: what the file has become, unless that is complete. */
function wordOf({ kind }: Held): string {
  return kind === 'torn' || kind === 'empty' || kind === 'mixed' ? kind : 'violated'
}

function button(name: string, label: string, keys: string): string {
  return tag('button', { type: 'button', 'data-go': name, 'aria-keyshortcuts': keys }, label)
}

function panel(id: string): string {
  const buttons = [
    button('first', 'First', 'Home'),
    button('back', 'Back', 'ArrowLeft'),
    button('violated', 'The violation', 'V'),
    button('forth', 'Forth', 'ArrowRight'),
    button('last', 'Last', 'End'),
  ]
  return tag(
    'aside',
    { class: 'panel', 'aria-label': 'The step that is looked at' },
    [
      tag('div', { class: 'go', role: 'group', 'aria-label': 'Step through' }, buttons.join('')),
      tag('div', { class: 'now', id: `${id}-now`, 'aria-live': 'polite' }),
      '<p class="keys">Keys: <kbd>←</kbd> <kbd>→</kbd> step, <kbd>V</kbd> the violation, <kbd>Home</kbd> <kbd>End</kbd></p>',
    ].join('\n'),
  )
}
