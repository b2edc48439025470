import type { Stage } from '../../harness/engine/explore/stage.ts'
import { TestStage, type StageOptions } from '../../scripts/proof/test-stage.ts'

/** Controlled writers of one target, for a test that decides their steps itself. */
export async function onStage<T>(
  target: string,
  body: (stage: Stage) => T,
  options?: StageOptions,
): Promise<T> {
  const test = new TestStage(target, options)
  try {
    return body(test.stage)
  } finally {
    await test.close()
  }
}
