import type { TargetDefinition } from '../model/target.ts'

/** What targets that are made of functions leave to their author. */
export const sharedOptionKeys = [
  'name',
  'oracles',
  'owns',
  'recover',
  'overlap',
] as const satisfies readonly (keyof TargetDefinition)[]
