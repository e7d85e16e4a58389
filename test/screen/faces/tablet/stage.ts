import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { Client, eventOf, logIn, pair } from '../../../support/client.ts'
import { type HubProcess, startHub } from '../../../support/hub-process.ts'
import { keepShot, openWindow, type Stage } from '../../browser.ts'

/** The machine may be busy with other suites; nothing here is timed. */
export const PATIENT = { timeout: 30_000 }
/** A panel of 10.1 inches with 1280 × 800 dots, either way up. */
export const LYING = { width: 1280, height: 800 }
export const UPRIGHT = { width: 800, height: 1280 }
/** 20 mm there, in dots. */
export const TWENTY_MM = 20 / ((25.4 * 10.1) / Math.hypot(1280, 800))

/** A head and shoulders of 24 by 32 dots. */
const PORTRAIT =
  'iVBORw0KGgoAAAANSUhEUgAAABgAAAAgAgMAAAB1MFCrAAAADFBMVEXP4+45U2vwyKQiMDyVsf6LAAAAUUlEQVR42mNgwAv4P4Cp//9BJPP//w' +
  'dAYv//f8BFQZUw7f/XAKJWrcJJMaxaBTZaawWyfaIhIJIxNNQBxAkNBXFDQ0ND4RQjiHJgYAVRAURQAOdbMMtXNhnWAAAAAElFTkSuQmCC'
export const NUMBER = '0127'

export interface Visitor {
  ticketId: string
  number: string
  /** With what opens his ticket: on his phone. */
  phone: Client
}

export interface TabletStage extends Pick<Stage, 'complaints'> {
  hub: HubProcess
  /** The tablet of a counter. */
  open(counterId: string, size?: typeof LYING, language?: 'en'): Promise<Page>
  /** Somebody is called to a counter and served there; for the first service of that counter. */
  serve(counterId: string): Promise<Visitor>
  finish(counterId: string, ticketId: string): Promise<void>
  staff(counterId: string): Promise<Client>
  close(): Promise<void>
}

const clerkOf = (counterId: string): string => `clerk${counterId.slice(1)}`

/** A hub, a browser before it, a kiosk, and clerks who sit down where they are needed. */
export async function openTabletStage(): Promise<TabletStage> {
  const officers = mkdtempSync(join(tmpdir(), 'pingting-officers-'))
  writeFileSync(join(officers, 'head.png'), Buffer.from(PORTRAIT, 'base64'))
  writeFileSync(join(officers, 'staff.json'), JSON.stringify({ clerk01: { number: NUMBER, photo: 'head.png' } }))
  const hub = await startHub({ environment: { STAFF_DIR: officers } })
  const kiosk = await pair(hub.url, 'kiosk')
  const window = await openWindow(hub.url)
  const seated = new Map<string, Client>()
  const staff = async (counterId: string): Promise<Client> => {
    const known = seated.get(counterId)
    if (known !== undefined) return known
    const clerk = await logIn(hub.url, clerkOf(counterId))
    await clerk.must('counter.open', { counterId })
    seated.set(counterId, clerk)
    return clerk
  }
  return {
    ...{ hub, staff, complaints: window.complaints },
    async open(counterId, size = LYING, language) {
      const { json } = await new Client(hub.url).get<{ hallId: string; counterId?: string; url: string }[]>(
        '/api/pairing-links',
      )
      const link = json.find(one => one.hallId === HALL_ID && one.counterId === counterId)!
      return window.open(link.url, size, language)
    },
    async serve(counterId) {
      const clerk = await staff(counterId)
      const { ticket } = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
      const called = eventOf(await clerk.must('ticket.callNext', { counterId }), 'ticket.called')
      const { ticketId } = called
      await clerk.must('ticket.arrive', { counterId, ticketId })
      return { ticketId, number: String(called['number']), phone: new Client(hub.url, ticket!.token) }
    },
    async finish(counterId, ticketId) {
      await (await staff(counterId)).must('ticket.finish', { counterId, ticketId })
    },
    async close() {
      await window.close()
      await hub.dispose()
      rmSync(officers, { recursive: true, force: true })
    },
  }
}

/** Whatever can be pressed now and is smaller than 20 mm one way or the other, and whatever does not stand on the screen whole. */
export const flawsOn = (page: Page): Promise<string[]> =>
  page.evaluate(least => {
    const wrong: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('button, a, input, textarea')) {
      const { width, height, bottom, right } = element.getBoundingClientRect()
      const name = element.dataset['testid'] ?? element.textContent
      if (Math.min(width, height) < least - 0.5) wrong.push(`${name}: ${width.toFixed()} × ${height.toFixed()}`)
      if (bottom > innerHeight || right > innerWidth) wrong.push(`${name}: beyond the edge`)
      if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
        wrong.push(`${name}: cut`)
    }
    const { scrollHeight, scrollWidth } = document.documentElement
    if (scrollHeight > innerHeight) wrong.push(`${scrollHeight} of ${innerHeight} high`)
    if (scrollWidth > innerWidth) wrong.push(`${scrollWidth} of ${innerWidth} wide`)
    return wrong
  }, TWENTY_MM)

export const stepOf = (page: Page): Promise<string | null> =>
  page.getByTestId('tablet-visit').first().getAttribute('data-step')

export const shot = (page: Page, name: string): Promise<void> => keepShot(page, `tablet-${name}`)
