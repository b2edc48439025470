import { Ahead } from './ahead.ts'
import type { Frontier } from './frontier.ts'
import { inOrder, type StateGraph, type StateNode } from './state-graph.ts'
import { StepRelation } from './step-relation.ts'
import { WriterSets, type WriterSet } from './writer-sets.ts'

/**
 * In each state only the writers of a persistent set (Godefroid, LNCS 1032, 1996) go next: what the others may do
 * before has nothing to do with what these do now. Which that are is not known beforehand, so each state begins with
 * one writer, and another one is added as soon as one of its steps, anywhere in what was found to follow, races with
 * one that was made here. That is dynamic partial-order reduction (Flanagan and Godefroid, POPL 2005) over a graph
 * instead of a stack: with states visited once, what follows must be remembered for all who come later (Yang, Chen,
 * Gopalakrishnan, Kirby, SPIN 2008).
 *
 * Sound since every pending step can be granted at any time, the start of a call included, but for timers that are held
 * back: what a writer waits for is its own affair. A start depends on its own writer's steps, as all of these do, and on
 * others' only by the order of calls (`accessOfEvents`). Suppose a
 * sequence without any writer of the set led to a step that depends on one of the set's, the first to do so. The
 * sequence could then be carried out after that one, too; with no way leading back, by induction from the ends, it was
 * found there, up to the order of what is independent. So its last step is known to follow, after nothing that depends
 * on the set's step, and its writer was added.
 *
 * A timer is held back as long as another writer waits that is ready to go on, and is too far behind (`Pace`). So a step
 * can make a choice of another writer's timer, though neither touches what the other does. A state in which a timer is
 * held back has all writers in its set. In every other state all pending steps can be granted, and they can for as long
 * as they wait: whatever a step leads to is no further behind than that step was, so that nothing which can be granted
 * is ever held back again. A timer that was held back moves the clock when it fires, and depends on everything: it
 * changes places with none of the steps that it has waited for.
 *
 * A step that locks what is locked is not offered. A state in which any waits with such a step, or is kept from it, has all
 * writers in its set; elsewhere all pending steps can be granted. To lock and to unlock one file depend on each other.
 *
 * Where faults may strike any step, each is one more step that its writer waits with, of which an execution has so many at
 * most, in whatever order: steps that change places are struck or not as before. So whatever was possible after some steps
 * is possible before them, or the other way round, unless these decide whether the step can be struck at all. They do so
 * by what the step itself looks up, and a step that was struck has looked at that, too. An error that lasts changes what
 * later steps of that operation meet (`accessOfErrors`). This does not hold for a kill, nor for a power loss.
 *
 * No timer waits for the start of a call, but one may wait for what that leads to. So a state in which both can be granted
 * has all writers in its set as well.
 */
export class PersistentSets implements Frontier {
  untried = 0
  readonly #graph: StateGraph
  /** By state, the writers that go next; undefined for a state that need not be visited. */
  readonly #sets: (WriterSet | undefined)[] = []
  readonly #writerSets = new WriterSets()
  readonly #ahead: Ahead[] = []
  /** By state, from where and by which choice it is reached, one after the other. */
  readonly #before: number[][] = []
  /** False only where nothing that is missing can be reached. */
  readonly #isOpen: boolean[] = []
  readonly #steps: StepRelation
  /** Steps by name that were found to depend on another writer's. */
  readonly #meeting = new Set<string>()

  /** Takes over a graph of which something has been visited: one execution at least. */
  constructor(graph: StateGraph) {
    this.#graph = graph
    this.#steps = new StepRelation(graph.accesses)
    for (const [from, { next }] of graph.nodes.entries())
      for (const [choice, to] of next.entries()) if (to !== null) this.connected(from, choice)
    this.#learn()
    this.#visit(0, 0)
  }

  connected(from: number, choice: number): void {
    const node = this.#graph.at(from)
    const to = node.next[choice] as number
    ;(this.#before[to] ??= []).push(from, choice)
    if (this.#isIn(from, choice)) {
      this.untried -= 1
      this.#follow(from, choice)
    }
    const step = this.#stepOf(from, choice)
    const later = [...this.#aheadOf(to).entries()]
    this.#foresee(from, [
      [step, 0n],
      ...later.map(([ahead, past]) => [ahead, this.#steps.after(step, ahead, past)] as const),
    ])
  }

  towardsUntried(number: number, last: number): number | null {
    if (this.#sets[number] === undefined) this.#visit(number, last)
    if (!this.#isOpen[number]) return null
    const node = this.#graph.at(number)
    const wanted = inOrder(node, last).filter((choice) => this.#isIn(number, choice))
    const fresh = wanted.find((choice) => node.next[choice] === null)
    if (fresh !== undefined) return fresh
    for (const choice of wanted) {
      if (this.towardsUntried(node.next[choice] as number, node.writers[choice] as number) !== null)
        return choice
    }
    this.#isOpen[number] = false
    return null
  }

  onwards(number: number, last: number): number {
    const choices = inOrder(this.#graph.at(number), last)
    return choices.find((choice) => this.#isIn(number, choice)) ?? (choices[0] as number)
  }

  /** Which steps meet others, as far as the graph tells. */
  #learn(): void {
    const known = this.#graph.nodes.flatMap(({ next, labels }, from) =>
      labels.flatMap((label, choice) =>
        next[choice] === null ? [] : [{ label, step: this.#stepOf(from, choice) }],
      ),
    )
    for (const { label, step } of known) if (this.#steps.meetsAny(step)) this.#meeting.add(label)
  }

  #isIn(number: number, choice: number): boolean {
    return this.#sets[number]?.has(this.#graph.at(number).writers[choice] as number) === true
  }

  #visit(number: number, last: number): void {
    if (this.#sets[number]) return
    this.#sets[number] = this.#writerSets.empty
    const node = this.#graph.at(number)
    if (node.isHeldBack) {
      for (const writer of node.writers) this.#want(number, writer)
      return
    }
    // Those that meet nobody go first, as far as is known: then all wait with what does, and the orders of that are few.
    const choices = inOrder(node, last)
    const first = choices.find((choice) => node.goesOn[choice] && !this.#meetsAny(node, choice)) ?? choices[0]
    if (first !== undefined) this.#want(number, node.writers[first] as number)
  }

  /** All steps that a writer waits with: they depend on each other. */
  #want(number: number, writer: number): void {
    const set = this.#sets[number]
    if (!set || set.has(writer)) return
    this.#sets[number] = this.#writerSets.with(set, writer)
    const { writers, next } = this.#graph.at(number)
    for (const [choice, whose] of writers.entries()) {
      if (whose !== writer) continue
      if (next[choice] === null) {
        this.untried += 1
        this.#open(number)
      } else this.#follow(number, choice)
    }
  }

  /** What a choice of the set leads to is visited too, and what comes after it may enlarge the set. */
  #follow(number: number, choice: number): void {
    const { next, writers } = this.#graph.at(number)
    const to = next[choice] as number
    this.#visit(to, writers[choice] as number)
    if (this.#isOpen[to]) this.#open(number)
    for (const [ahead, past] of this.#aheadOf(to).entries()) this.#compare(number, choice, ahead, past)
  }

  /** Adds to what may follow a state, and to what may follow those before it. */
  #foresee(number: number, news: Iterable<readonly [step: number, past: bigint]>): void {
    const waiting = [...news].map(([ahead, past]) => ({ at: number, ahead, past }))
    for (let item = waiting.pop(); item; item = waiting.pop()) {
      const { at, ahead, past } = item
      if (!this.#aheadOf(at).add(ahead, past)) continue
      for (const [from, choice] of this.#waysTo(at)) {
        if (this.#isIn(from, choice)) this.#compare(from, choice, ahead, past)
        waiting.push({ at: from, ahead, past: this.#steps.after(this.#stepOf(from, choice), ahead, past) })
      }
    }
  }

  /** A step that comes later, and of which the order with this choice matters, may have to come first. */
  #compare(number: number, choice: number, ahead: number, past: bigint): void {
    const step = this.#stepOf(number, choice)
    if (!this.#steps.isRace(step, ahead, past)) return
    this.#meeting.add(this.#graph.at(number).labels[choice] as string)
    this.#want(number, this.#steps.writerOf(ahead))
  }

  #stepOf(number: number, choice: number): number {
    const { writers, accesses } = this.#graph.at(number)
    return this.#steps.numberOf(writers[choice] as number, accesses[choice] as number)
  }

  /** Whether any step that the choice's writer waits with is known to depend on another writer's. */
  #meetsAny({ writers, labels }: StateNode, choice: number): boolean {
    return labels.some((label, at) => writers[at] === writers[choice] && this.#meeting.has(label))
  }

  #open(number: number): void {
    const waiting = [number]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (this.#isOpen[at]) continue
      this.#isOpen[at] = true
      for (const [from] of this.#waysTo(at)) waiting.push(from)
    }
  }

  *#waysTo(number: number): Generator<readonly [from: number, choice: number]> {
    const ways = this.#before[number] ?? []
    for (let at = 0; at < ways.length; at += 2) yield [ways[at] as number, ways[at + 1] as number]
  }

  #aheadOf(number: number): Ahead {
    return (this.#ahead[number] ??= new Ahead())
  }
}
