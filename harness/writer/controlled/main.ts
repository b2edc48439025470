/**
 * What runs in a writer of `explore`. Unlike a racing writer it never looks at its channel while it has something
 * to do: it blocks there whenever Node emits `beforeExit`, that is when its JavaScript has nothing left to run.
 */
import { FrameChannel } from '../../protocol/frame-channel.ts'
import { keepYoungGenerationSmall } from '../../protocol/young-generation.ts'
import { ProgramEnd } from '../program-end.ts'
import { ControlledService } from './service.ts'

keepYoungGenerationSmall()

const requestsFd = 3
const repliesFd = 4
const service: ControlledService = new ControlledService(
  new FrameChannel(requestsFd, repliesFd),
  new ProgramEnd({ onQuiet: () => service.onQuiet(), onReallyExit: () => service.onReallyExit() }),
)
