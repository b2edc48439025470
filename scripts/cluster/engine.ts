/** What starts shards on machines, or on one. */
export interface Engine {
  readonly name: string
  /** Programs that have to be there, with the Debian package of each. */
  readonly needs: Readonly<Record<string, string>>
  /** Starts what has to run before. */
  start(dir: string): Promise<Running>
}

export interface Running {
  /**
   * Runs a search in so many shards in a directory, and merges them there, as `merged.json`.
   *
   * @throws Error where a shard does not come to its end, though it is run again.
   */
  run(dir: string, shards: number, args: readonly string[]): Promise<void>
  /** Leaves no process behind. */
  stop(): Promise<void>
}
