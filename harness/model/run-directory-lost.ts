import { HarnessError } from './errors.ts'

/** The target took its run directory away, or made it such that it cannot be used again: nothing it did there is judged. */
export class RunDirectoryLost extends HarnessError {
  /** @param what became of it, after "the run directory" */
  constructor(what = 'was moved, removed or replaced') {
    super(
      `the run directory ${what}; what is there was not touched, and what the target did in it was not judged. Expected the target to leave the directory that it is given where it is, and to work below it`,
      { process: 'the target' },
    )
  }
}
