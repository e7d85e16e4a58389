import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startHouse } from '../../server/living-hall/house.ts'
import { HALL_ID } from '../../server/living-hall/seed.ts'
import { openWindow } from '../../test/screen/browser.ts'
import { PASSWORD } from '../../test/support/hub-process.ts'
import { quantilesOf, type Row } from '../pages/report.ts'

const PHONE = { width: 390, height: 844 }
/** A crowded mobile network: 1.6 Mbit/s down, half of it up, 150 ms there and back. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 100_000 }
const SHOWN_TIMEOUT_MS = 30_000

/**
 * From the scan to the number, on a slow mobile network, with nothing kept of an earlier opening. Each opening is a
 * browser profile of its own; the time runs in the page, from the moment it is asked for until the number was drawn.
 */
export async function benchPhone(openings: number): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pingting-bench-phone-'))
  const house = await startHouse({ dataDir, password: PASSWORD, hub: { PORT: '0', LOG_LEVEL: 'warn' } })
  const window = await openWindow(house.url)
  try {
    const link = await linkOfTicket(house.url)
    const timesMs: number[] = []
    for (let nth = 0; nth < openings; nth += 1) {
      const context = await window.browser.newContext({ viewport: PHONE })
      const page = await context.newPage()
      const wire = await context.newCDPSession(page)
      await wire.send('Network.enable')
      await wire.send('Network.emulateNetworkConditions', NETWORK)
      await page.addInitScript(NOTE_NUMBER)
      await page.goto(house.url + link, { waitUntil: 'commit' })
      await page.getByTestId('ahead-tally').waitFor({ timeout: SHOWN_TIMEOUT_MS })
      timesMs.push((await page.evaluate('window.numberShownMs')) as number)
      await context.close()
    }
    const what = 'scan → number drawn, 1.6 Mbit/s and 150 ms, nothing kept'
    return [{ what, side: 'pingting', ...quantilesOf(timesMs) }]
  } finally {
    await window.close()
    await house.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** In the page: when the number has been drawn, in ms since the page was asked for. */
const NOTE_NUMBER = `
window.numberShownMs = new Promise(shown => new MutationObserver((_, watch) => {
  if (document.querySelector('[data-testid="ahead-tally"]') === null) return
  watch.disconnect()
  requestAnimationFrame(() => requestAnimationFrame(() => shown(performance.now())))
}).observe(document, { childList: true, subtree: true }))
`

async function linkOfTicket(url: string): Promise<string> {
  const credential = await logIn(url)
  const answer = await fetch(`${url}/api/halls/${HALL_ID}/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
    body: JSON.stringify({ commandId: crypto.randomUUID(), type: 'ticket.take', serviceCode: 'enterprise' }),
  })
  const { ticket } = (await answer.json()) as { ticket: { url: string } }
  const { pathname, hash } = new URL(ticket.url)
  return pathname + hash
}

async function logIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ staffId: 'manager', password: PASSWORD }),
  })
  return ((await answer.json()) as { credential: string }).credential
}
