import { getSystemErrorMap } from 'node:util'
import { describe, expect, test } from 'vitest'
import { numbered, runSnippets } from './child.ts'

const short = (bytes: number): object => ({ kind: 'short-write', bytes })
const content = "return fs.readFileSync('f', 'utf8')"

describe('a short write', () => {
  const table = [
    { face: 'writeFileSync', code: `fs.writeFileSync('f', '0123456789'); ${content}` },
    { face: 'writeFile', code: `await util.promisify(fs.writeFile)('f', '0123456789'); ${content}` },
    { face: 'promises.writeFile', code: `await fsp.writeFile('f', '0123456789'); ${content}` },
    {
      face: 'FileHandle.writeFile',
      code: `const h = await fsp.open('f', 'w'); await h.writeFile('0123456789'); await h.close(); ${content}`,
    },
    { face: 'appendFileSync', code: `fs.appendFileSync('f', '0123456789'); ${content}` },
    {
      face: 'a stream',
      code: `await new Promise((done) => { const s = fs.createWriteStream('f'); s.end('0123456789'); s.on('close', done) }); ${content}`,
    },
  ]
  const faults = [
    { op: 'write', fault: short(2) },
    { op: 'write', fault: short(0) },
  ]
  const outcomes = runSnippets(table.map(({ code }) => ({ code, faults })))
  test.each(numbered(table))('is made up for by $face', ({ index }) => {
    expect(outcomes[index]?.error).toBeUndefined()
    expect(outcomes[index]?.value).toBe('0123456789')
    expect(outcomes[index]?.steps.filter((step) => step.startsWith('write')).length).toBeGreaterThan(2)
  })

  const direct = [
    { face: 'writeSync', code: "fs.writeSync(fs.openSync('f', 'w'), '0123456789')" },
    {
      face: 'write',
      code: "await new Promise((done) => fs.write(fs.openSync('f', 'w'), '0123456789', (error, count) => done(count)))",
    },
    { face: 'FileHandle.write', code: "(await (await fsp.open('f', 'w')).write('0123456789')).bytesWritten" },
    { face: 'writevSync', code: "fs.writevSync(fs.openSync('f', 'w'), [Buffer.from('0123456789')])" },
  ]
  const shortOutcomes = runSnippets(
    direct.map(({ code }) => ({ code: `return ${code}`, faults: [{ op: 'write', fault: short(2) }] })),
  )
  test.each(numbered(direct))('is told by $face', ({ index }) => {
    expect(shortOutcomes[index]?.value).toBe(2)
  })
})

describe('an errno fault looks like an error of Node', () => {
  const table = [
    { op: 'open', code: "fs.writeFileSync('f', 'x')", message: "EACCES: permission denied, open 'f'" },
    { op: 'write', code: "await fsp.writeFile('f', 'x')", message: 'EACCES: permission denied, write' },
    {
      op: 'rename',
      code: "await fsp.rename('f', dir + '/g')",
      message: "EACCES: permission denied, rename 'f' -> 'DIR/g'",
    },
    { op: 'lstat', code: "fs.rmSync('f')", message: "EACCES: permission denied, lstat 'f'" },
    {
      op: 'read',
      before: "fs.writeFileSync('f', 'xy')",
      code: "fs.copyFileSync('f', 'g')",
      message: "EACCES: permission denied, copyfile 'f' -> 'g'",
    },
  ]
  const outcomes = runSnippets(
    table.map(({ before, code, op }) => ({
      before: before ?? '',
      code,
      faults: [{ op, fault: { kind: 'errno', code: 'EACCES' } }],
    })),
  )
  test.each(numbered(table))('$message', ({ message, index }) => {
    const error = outcomes[index]?.error
    expect(error?.message.replace(/BASE\/\d+/, 'DIR')).toBe(message)
    expect(error).toMatchObject({ code: 'EACCES', errno: -13, name: 'Error' })
  })
})

test('of an error that libuv does not know, Node gives no more than the number', () => {
  const codes = [...getSystemErrorMap().values()].map(([code]) => code)
  const [outcome] = runSnippets([{ code: "fs.mkdirSync('d')", faults: [strike('mkdir', 'EDQUOT')] }])
  const code = codes.includes('EDQUOT') ? 'EDQUOT' : 'Unknown system error -122'
  expect(outcome?.error).toMatchObject({ code, errno: -122, syscall: 'mkdir' })
})

function strike(op: string, code: string): { op: string; fault: object } {
  return { op, fault: { kind: 'errno', code } }
}

test('a file is closed after a failing write, and both failures are told', () => {
  const [one, both] = runSnippets([
    { code: "await fsp.writeFile('f', 'x')", faults: [strike('write', 'ENOSPC')] },
    { code: "await fsp.writeFile('f', 'x')", faults: [strike('write', 'ENOSPC'), strike('close', 'EIO')] },
  ])
  expect(one?.error?.code).toBe('ENOSPC')
  expect(one?.steps.at(-1)).toBe('close f #1')
  expect(both?.error).toMatchObject({ code: 'ENOSPC', name: 'AggregateError' })
})

test('a failure after the first piece is a short write, as from the kernel', () => {
  const code = `
    const fd = fs.openSync('f', 'w')
    let pieces = 0
    const block = gate.block
    gate.block = (request) => { if (request.step.op === 'write' && (pieces += 1) === 2) throw request.fail('ENOSPC'); return block(request) }
    try { return fs.writeSync(fd, '0123456789') } finally { gate.block = block }`
  const [outcome] = runSnippets([{ code }])
  expect(outcome?.value).toBe(5)
})

test('a copy that fails leaves no destination', () => {
  const [outcome] = runSnippets([
    {
      before: "fs.writeFileSync('f', 'xy')",
      code: "fs.copyFileSync('f', 'g')",
      faults: [{ op: 'write', fault: { kind: 'errno', code: 'ENOSPC' } }],
    },
  ])
  expect(outcome?.steps.slice(-3)).toEqual(['close g #2!', 'unlink g!', 'close f #1!'])
})
