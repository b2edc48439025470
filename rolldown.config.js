import { defineConfig } from 'rolldown'

/**
 * What is started often, each in one file: a writer for every kill and every confirmation, two controllers for every
 * search. One file loads in half the time of seventy.
 */
const programs = ['cli', 'engine/explore/controller-main', 'writer/main', 'writer/controlled/main']

export default defineConfig(
  programs.map((name) => ({
    input: `dist/harness/${name}.js`,
    platform: 'node',
    external: ['amaro'],
    output: { file: `dist/harness/${name}.bundle.js`, format: 'esm', codeSplitting: false },
  })),
)
