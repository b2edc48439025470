import { expect, test } from 'vitest'
import { html } from '../../harness/report/html.ts'
import { explored, result } from '../support/result.ts'

const soaked = (messages: readonly string[]) =>
  html({
    ...result,
    command: 'soak',
    violations: messages.map((message) => ({ ...explored, message })),
  })

test('a page of several violations begins with a list that leads to each', () => {
  const page = soaked(['s1.json is <torn>', 's2.json is empty'])
  const [, list = ''] = page.match(/<nav class="violations"[^>]*>([^]*?)<\/nav>/) ?? []
  const links = [...list.matchAll(/<li><a href="#([^"]+)">parses<\/a> ([^<]*) <small>/g)]
  expect(links.map(([, id, message]) => [id, message])).toEqual([
    ['violation-1', 's1.json is &lt;torn&gt;'],
    ['violation-2', 's2.json is empty'],
  ])
  expect(list).toContain('<h2 id="violations">2 violations</h2>')
  for (const [, id] of links) expect(page.split(` id="${id}"`)).toHaveLength(2)
  expect(page.indexOf('</nav>')).toBeLessThan(page.indexOf('<section class="violation'))
})

test('a page of one violation needs no list', () => {
  expect(soaked(['s1.json is torn'])).not.toContain('<nav')
})
