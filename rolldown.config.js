import { defineConfig } from 'rolldown'

/** A writer is started for every kill and every confirmation: one file loads in half the time of seventy. */
const writers = ['writer/main', 'writer/controlled/main']

export default defineConfig(
  writers.map((name) => ({
    input: `dist/harness/${name}.js`,
    platform: 'node',
    external: ['amaro'],
    output: { file: `dist/harness/${name}.bundle.js`, format: 'esm', codeSplitting: false },
  })),
)
