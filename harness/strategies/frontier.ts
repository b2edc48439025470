/** Which choices are still to be made, and the way to them. */
export interface Frontier {
  /** Choices that are known to be missing. More may turn out to be, as long as there are any. */
  readonly untried: number
  /** Told of every choice that was made for the first time. */
  connected(from: number, choice: number): void
  /**
   * A choice that is to be made, or behind which such a choice lies; null where nothing is left to be found there.
   *
   * @param last the writer that went last; 0 at the start
   * @param spent switches on the way to there
   */
  towardsUntried(node: number, last: number, spent: number): number | null
  /** Where nothing is left to be found: some choice, that leads to what is known and costs no switch. */
  onwards(node: number, last: number): number
}
