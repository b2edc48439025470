import { printable } from '../../model/printable.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML, between tags or in a quoted attribute. */
export function escape(text: string | number): string {
  return printable(String(text)).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
}

/**
 * Data for a script element of type `application/json`, which nothing inside it can end.
 * https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export function embedded(data: unknown): string {
  const printed = JSON.stringify(data, (_key, value: unknown) =>
    typeof value === 'string' ? printable(value) : value,
  )
  return printed.replaceAll('<', String.raw`\u003c`)
}

/** One tag with its escaped attributes; an attribute that is false or undefined is left out. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
  content = '',
): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false && value !== '')
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${escape(value as string | number)}"`))
  return `<${name}${given.join('')}>${content}</${name}>`
}
