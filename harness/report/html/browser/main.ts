/**
 * What makes the picture move; runs in the browser, and comes in the page itself. The table is complete without it:
 * this only moves one mark through it, and says beside it what that row is about.
 */
import type { Held, Moment, Part, Story } from '../story.ts'

function element(name: string, className: string, ...content: (Node | string)[]): HTMLElement {
  const made = document.createElement(name)
  if (className !== '') made.className = className
  made.append(...content)
  return made
}

function part({ writer, call, name, bytes, text }: Part): HTMLElement {
  const shown = element('span', 'part', text === '' ? `${bytes} B` : text)
  shown.title = `${name}, ${bytes} B`
  const colour = writer === 0 ? 'var(--nobody)' : `var(--w${((writer - 1) % 8) + 1}-${(call - 1) % 3})`
  shown.style.setProperty('--of', colour)
  return shown
}

/** Whose the colours are; said once for all runs of one call. */
function legend(parts: readonly Part[]): HTMLElement {
  const bytes = new Map<string, { first: Part; sum: number }>()
  for (const each of parts) {
    const { first, sum } = bytes.get(each.name) ?? { first: each, sum: 0 }
    bytes.set(each.name, { first, sum: sum + each.bytes })
  }
  const items = [...bytes.values()].map(({ first, sum }) =>
    element('li', '', part({ ...first, text: first.name }), ` ${sum} B`),
  )
  return element('ul', 'legend', ...items)
}

function file(name: string, { words, parts, kind }: Held, changed: boolean): HTMLElement {
  const heading = element(
    'h3',
    '',
    name,
    element('small', '', changed ? ' changed by this step' : ' as before'),
  )
  const held = element('section', `held ${kind}`, heading, element('p', '', words))
  if (parts.length > 0) held.append(element('pre', '', ...parts.map(part)), legend(parts))
  return held
}

function describe({ title, source, code, notes, files }: Moment, story: Story, index: number): Node[] {
  const count = `Step ${index} of ${story.moments.length - 1}`
  const flag = index === story.violated ? [element('b', 'mark', 'violated here')] : []
  const shown: Node[] = [
    element('p', 'count', index === 0 ? 'Start' : count, ...flag),
    element('h2', '', title),
  ]
  if (source !== null) {
    const place = element(
      'p',
      'source',
      element('span', 'quiet', 'asked for at '),
      element('code', '', source),
    )
    if (code !== null) place.append(element('code', 'code', code))
    shown.push(place)
  }
  if (notes.length > 0) shown.push(element('ul', 'notes', ...notes.map((text) => element('li', '', text))))
  for (const { name, held, changed } of files) {
    const content = story.contents[held]
    if (content) shown.push(file(name, content, changed))
  }
  return shown
}

/** One violation's picture, and the row of it that is looked at. */
class Player {
  readonly section: HTMLElement
  readonly #story: Story
  readonly #rows: readonly HTMLElement[]
  /** By row, the moment that it shows; steps that only repeat earlier ones share a row. */
  readonly #moments: readonly number[]
  readonly #now: HTMLElement
  /** Of the row that is looked at. */
  #index = -1

  constructor(section: HTMLElement) {
    this.section = section
    this.#story = JSON.parse(section.querySelector('.story')?.textContent ?? '') as Story
    this.#rows = [...section.querySelectorAll<HTMLElement>('tbody tr')]
    this.#moments = this.#rows.map((row) => Number(row.dataset['at']))
    this.#now = section.querySelector<HTMLElement>('.now') as HTMLElement
    section.querySelector('tbody')?.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest('tr') : null
      if (row) this.show(this.#rows.indexOf(row))
    })
    for (const button of section.querySelectorAll<HTMLElement>('[data-go]'))
      button.addEventListener('click', () => this.go(button.dataset['go'] ?? ''))
  }

  go(where: string): void {
    const last = this.#rows.length - 1
    const to: Readonly<Record<string, number>> = {
      first: 0,
      back: this.#index - 1,
      violated: this.#moments.indexOf(this.#story.violated),
      forth: this.#index + 1,
      last,
    }
    this.show(Math.min(last, Math.max(0, to[where] ?? this.#index)))
  }

  show(index: number): void {
    const at = this.#moments[index] ?? -1
    const moment = this.#story.moments[at]
    if (!moment) return
    this.#rows[this.#index]?.removeAttribute('aria-current')
    this.#index = index
    this.#rows[index]?.setAttribute('aria-current', 'step')
    this.#rows[index]?.scrollIntoView({ block: 'nearest' })
    this.#now.replaceChildren(...describe(moment, this.#story, at))
  }

  /** Shows the violation, with what came before and after it around. */
  open(): void {
    this.go('violated')
    this.#rows[this.#index]?.scrollIntoView({ block: 'center' })
    // The page itself stays where its reader expects to begin.
    scrollTo(0, 0)
  }
}

const keys: Readonly<Record<string, string>> = {
  ArrowLeft: 'back',
  ArrowUp: 'back',
  k: 'back',
  ArrowRight: 'forth',
  ArrowDown: 'forth',
  j: 'forth',
  Home: 'first',
  End: 'last',
  v: 'violated',
}

const sections = [...document.querySelectorAll<HTMLElement>('section.violation:has(.story)')]
const players = sections.map((section) => new Player(section))
for (const player of players.toReversed()) player.open()

/** The picture that most of the window shows. */
function present(): Player | undefined {
  const middle = innerHeight / 2
  const distance = ({ section }: Player) => {
    const { top, bottom } = section.getBoundingClientRect()
    return top <= middle && bottom >= middle ? 0 : Math.min(Math.abs(top - middle), Math.abs(bottom - middle))
  }
  return players.toSorted((one, other) => distance(one) - distance(other))[0]
}

addEventListener('keydown', (event) => {
  const { key, target } = event
  const where = keys[key.length === 1 ? key.toLowerCase() : key]
  const isTaken = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey
  const isTyping = target instanceof HTMLElement && /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
  if (where === undefined || isTaken || isTyping) return
  const player = present()
  if (!player) return
  event.preventDefault()
  player.go(where)
})
