/** Narrow enough to be read on a phone, where the whole picture is about 350 CSS pixels wide. */
const widthPixels = 460
const linePixels = 20
const marginPixels = 16

/** How wide the picture is where there is room. */
const shownPixels = 640

const style = `
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #1f2328 }
.page { fill: #f6f8fa; stroke: #d0d7de }
.bold { font-weight: 700 }
text.dim { fill: #59636e }
text.red { fill: #b3261e }
text.green { fill: #1a7f37 }
text.w1 { fill: #0550ae }
text.w2 { fill: #8a4600 }
rect.w1 { fill: #2f7de1 }
rect.w2 { fill: #e08a1e }
rect.nobody { fill: #8c959f }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.page { fill: #161b22; stroke: #30363d }
text.dim { fill: #9198a1 }
text.red { fill: #ff7b72 }
text.green { fill: #56d364 }
text.w1 { fill: #79b8ff }
text.w2 { fill: #ffb067 }
}
`

/** A line of text in its row; {@link document} puts rows below each other. */
export function text(x: number, names: string, words: string): string {
  const named = names === '' ? '' : ` class="${names}"`
  return `<text x="${x}" y="14"${named} xml:space="preserve">${escaped(words)}</text>`
}

/** A filled box in its row. */
export function rectangle(x: number, name: string, width: number): string {
  return `<rect x="${x}" y="4" width="${width}" height="12" class="${name}"/>`
}

/**
 * An image that follows the reader's light or dark scheme.
 *
 * @param title what it shows, for those who cannot see it
 * @param rows what stands in each line
 */
export function document(title: string, rows: readonly string[]): string {
  const height = rows.length * linePixels + 2 * marginPixels
  const placed = rows.map(
    (row, index) => `<g transform="translate(0 ${marginPixels + index * linePixels})">${row}</g>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPixels} ${height}" width="${shownPixels}" height="${Math.round((height * shownPixels) / widthPixels)}" role="img">
<title>${escaped(title)}</title>
<style>${style}</style>
<rect x="0.5" y="0.5" width="${widthPixels - 1}" height="${height - 1}" rx="8" class="page"/>
${placed.join('\n')}
</svg>
`
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
