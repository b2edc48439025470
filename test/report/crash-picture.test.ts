import { expect, test } from 'vitest'
import { picture } from '../../harness/report/html/picture.ts'
import type { Story } from '../../harness/report/html/story.ts'
import { crash } from '../support/counterexample.ts'

const page = picture(crash, 'it')
const rows = page.split('<tr').slice(2)
const laneOf = (row: number, writer: number) => rows[row]?.split('<td')[writer] ?? ''

test('the lane of the writer that starts after a crash begins there, by its name', () => {
  expect(rows).toHaveLength(6)
  expect(rows.map((_, row) => laneOf(row, 5).includes('class="absent"'))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ])
  expect(rows.map((_, row) => laneOf(row, 5).includes('w5 (started again)'))).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
  ])
  expect(page.match(/absent/g)).toHaveLength(4)
})

test('it shows what the power loss has left, and only what was recorded', () => {
  const [, json = ''] = /class="story">(.*?)<\/script>/.exec(page) ?? []
  const { moments, contents, violated } = JSON.parse(json) as Story
  expect(violated).toBe(3)
  const held = moments.map(({ files }) => contents[files[0]?.held ?? 0])
  expect(held[3]).toMatchObject({
    kind: 'torn',
    parts: [
      { name: 'w1 save#1', bytes: 50, text: 'half' },
      { name: 'no call', bytes: 50, text: '50 zeros' },
    ],
  })
  expect(held[2]?.parts[0]?.text).toBe('all')
  // No text of it was recorded: the target may have a format of its own.
  expect(held[5]?.parts).toEqual([{ writer: 5, call: 1, name: 'w5 save#1', bytes: 110, text: '' }])
})
