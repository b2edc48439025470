import fs from 'node:fs'
import path from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

const places = [
  process.env['CHROMIUM'],
  ...['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    (process.env['PATH'] ?? '').split(path.delimiter).map((dir) => path.join(dir, name)),
  ),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const quietly = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts the Chromium of this machine, with a profile of its own. */
export function launch(): Promise<Browser> {
  const executablePath = places.find((place) => place !== undefined && fs.existsSync(place))
  if (executablePath === undefined) {
    throw new Error('expected a Chromium: scripts/install-chromium.sh installs one, or says how')
  }
  // As root there is no sandbox; the pages are our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...quietly] })
}

/** A page, with all that it complains of or asks the network for. */
export async function open(
  browser: Browser,
  file: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options })
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url() !== `file://${file}`) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(`file://${file}`)
  return { page, complaints }
}
