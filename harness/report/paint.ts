import { styleText } from 'node:util'

export type Style = Extract<Parameters<typeof styleText>[0], string>

/** Colours a text, or leaves it plain. */
export type Paint = (style: Style, text: string) => string

export const plain: Paint = (_style, text) => text
export const colours: Paint = (style, text) => styleText(style, text, { validateStream: false })
