import type { DayLoad, HallCard, KeptAppointment } from '@pingting/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HALL_ID, seedSteps } from '../../../server/living-hall/seed.ts'
import { Client, eventOf, logIn, pair } from '../../support/client.ts'
import { type HubProcess, PASSWORD, startHub } from '../../support/hub-process.ts'
import { barriersOn, beyondTheEdge } from '../barriers.ts'
import { keepShot, openWindow, press, type Stage, words } from '../browser.ts'

/** The machine may be busy with other suites; nothing here is timed. */
const PATIENT = { timeout: 30_000 }
const PHONE = { width: 390, height: 844 }
const KIOSK = { width: 1080, height: 1920 }
const DESK = { width: 1366, height: 768 }
/** Monday 08:35 in Yantai: the slot of 09:00 may check in, that of 10:00 not yet. */
const MORNING = '2026-11-23T00:35:00.000Z'
const slotAt = (time: string, day = '2026-11-23') => `${day}T${time}:00.000Z`
const AT = `/api/halls/${HALL_ID}/appointments`

/** A counter whose first service is tax. */
const { hall } = seedSteps(() => ({ passwordHash: '' })).find(({ command }) => command.type === 'hall.open')!
  .command as unknown as { hall: HallCard }
const counterId = hall.counters.find(({ profile }) => profile[0] === 'tax')!.counterId

type Page = Awaited<ReturnType<Stage['open']>>
let hub: HubProcess
let window: Awaited<ReturnType<typeof openWindow>>
let kioskLink: string

beforeAll(async () => {
  hub = await startHub({ environment: { BUSINESS_CLOCK: `${MORNING}@${Date.now()}x1` } })
  window = await openWindow(hub.url)
  const { json } = await new Client(hub.url).get<{ kind: string; hallId: string; url: string }[]>('/api/pairing-links')
  kioskLink = json.find(({ kind, hallId }) => kind === 'kiosk' && hallId === HALL_ID)!.url
})
afterAll(async () => {
  await window?.close()
  await hub?.dispose()
})

const shot = (page: Page, name: string) => keepShot(page, `book-${name}`, true)

/** By day and by night nothing keeps anybody out, and nothing is wider than the phone. */
async function look(page: Page, name: string): Promise<void> {
  for (const theme of ['day', 'night']) {
    await page.evaluate(worn => {
      document.documentElement.dataset['theme'] = worn
    }, theme)
    expect.soft([name, theme, await barriersOn(page)]).toEqual([name, theme, []])
    expect.soft([name, theme, await beyondTheEdge(page)]).toEqual([name, theme, 0])
    await shot(page, `${name}-${theme}`)
  }
}

const bookFor = (startsAt: string, serviceCode = 'tax') =>
  new Client(hub.url).post<KeptAppointment>(AT, { commandId: crypto.randomUUID(), serviceCode, startsAt })

async function toSlots(language?: 'en', path = `/book?hall=${HALL_ID}`): Promise<Page> {
  const page = await window.open(path, PHONE, language)
  await press(page, 'service-tax')
  await page.getByTestId('slots').waitFor()
  return page
}

describe.each([undefined, 'en'] as const)('on a phone, %s', language => {
  const name = language ?? 'zh'

  it('[FA80, FA81] service, day, slot, booked; a code to keep; moved, and given back when asked twice', async () => {
    // given a service with a day that is closed
    const page = await window.open(`/book?hall=${HALL_ID}`, PHONE, language)
    await page.getByTestId('services').waitFor()
    await look(page, `${name}-services`)
    await press(page, 'service-tax')
    await page.getByTestId('slots').waitFor()
    await look(page, `${name}-slots`)
    await press(page, 'day-2026-11-28')
    expect(await words(page, 'no-slots')).toMatch(language ? /closed/ : /不办公/)
    await look(page, `${name}-closed`)

    // when a slot of tomorrow is chosen and booked
    await press(page, 'day-2026-11-24')
    await press(page, `slot-${slotAt('01:00', '2026-11-24')}`)
    await page.getByTestId('sure').waitFor()
    await look(page, `${name}-sure`)
    await press(page, 'book-it')

    // then the code stands there, as text and as a picture
    await expect.poll(() => words(page, 'own-code'), PATIENT).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/)
    expect(await page.getByTestId('qr').evaluate(image => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(50)
    expect(await words(page, 'when')).toContain('09:00–09:30')
    await look(page, `${name}-booked`)
    await press(page, 'move')
    await press(page, `slot-${slotAt('02:00', '2026-11-24')}`)
    await expect.poll(() => words(page, 'when'), PATIENT).toContain('10:00–10:30')
    await press(page, 'cancel')
    await look(page, `${name}-cancel`)
    await press(page, 'cancel-yes')
    await expect.poll(() => page.getByTestId('appointment').count(), PATIENT).toBe(0)
  })
})

describe('what is taken', () => {
  it('[FA81] a full slot cannot be chosen; who comes second to the last place is told, and a full day says so', async () => {
    const day = '2026-11-25'
    for (let n = 0; n < 3; n += 1) await bookFor(slotAt('01:00', day))
    const page = await toSlots()
    await press(page, `day-${day}`)
    expect(await words(page, `slot-${slotAt('01:00', day)}`)).toContain('余 1 个')
    await press(page, `slot-${slotAt('01:00', day)}`)
    await bookFor(slotAt('01:00', day))
    await press(page, 'book-it')
    await expect
      .poll(() => page.getByTestId('booking').getByTestId('refused').getAttribute('data-code'), PATIENT)
      .toBe('appointment.full')
    await shot(page, 'second-to-the-last')
    await press(page, 'back')
    await press(page, `day-${day}`)
    await expect.poll(() => page.getByTestId(`slot-${slotAt('01:00', day)}`).isDisabled(), PATIENT).toBe(true)
    // a day on which nothing is left says so, here as the hub tells it
    await page.route('**/bookable/tax', async route => {
      const answer = await route.fetch()
      const { days } = (await answer.json()) as { days: { day: string; slots: { placesLeft: number }[] }[] }
      for (const slot of days[2]!.slots) slot.placesLeft = 0
      await route.fulfill({ json: { days } })
    })
    await page.reload()
    await press(page, 'service-tax')
    await press(page, `day-${day}`)
    expect(await words(page, 'no-slots')).toContain('没有可约的时段')
    await look(page, 'full-day')
  })
})

describe('without the hub', () => {
  it('[FA82] a booking whose answer was lost is booked once; offline the code stands there with its age', async () => {
    const page = await toSlots()
    await page.clock.install()
    let lost = 0
    await page.route(`**${AT}`, async route => {
      if (lost > 0) return route.continue()
      lost += 1
      await route.fetch()
      await route.abort()
    })
    await press(page, 'day-2026-11-26')
    await press(page, `slot-${slotAt('01:00', '2026-11-26')}`)
    await press(page, 'book-it')
    await page.getByTestId('own-code').waitFor(PATIENT)
    const code = await words(page, 'own-code')
    expect(lost).toBe(1)
    const manager = await logIn(hub.url, 'manager')
    const { json } = await manager.get<DayLoad>(`/api/halls/${HALL_ID}/days/2026-11-26/appointments`)
    const tax = json.services.find(({ code: service }) => service === 'tax')!
    expect(tax.slots.reduce((sum, { bookedTally }) => sum + bookedTally, 0)).toBe(1)

    await page.context().setOffline(true)
    // Every half minute it looks whether anything has changed.
    await page.clock.fastForward(30_000)
    await expect.poll(() => page.getByTestId('as-of').isVisible(), { timeout: 60_000 }).toBe(true)
    expect(await words(page, 'own-code')).toBe(code)
    expect(await page.getByTestId('cancel').count()).toBe(0)
    await look(page, 'offline')
    await page.context().setOffline(false)
    await expect.poll(() => page.getByTestId('cancel').isVisible(), PATIENT).toBe(true)
  })
})

describe('in the hall', () => {
  it('[FA83, TK56] scanned at the kiosk it is a ticket Y; too early and wrong codes are told; called where the rule has it', async () => {
    const early = (await bookFor(slotAt('02:00'))).json.code
    const own = (await bookFor(slotAt('01:00'))).json.code
    const page = await window.open(kioskLink, KIOSK)
    await press(page, 'check-in')
    await look(page, 'kiosk')
    for (const [typed, refused] of [
      ['0000000WR', 'appointment.unknown'],
      [early, 'appointment.too-early'],
    ] as const) {
      await page.keyboard.type(typed.toLowerCase())
      await page.keyboard.press('Enter')
      await expect.poll(() => page.getByTestId('refused').first().getAttribute('data-code'), PATIENT).toBe(refused)
    }
    expect(await words(page, 'check-in-from')).toContain('09:30')
    await look(page, 'kiosk-early')

    // given one who came without an appointment before him
    const kiosk = await pair(hub.url, 'kiosk')
    const first = eventOf(await kiosk.must('ticket.take', { serviceCode: 'tax' }), 'ticket.taken')['number']
    for (const key of own) await press(page, `code-key-${key}`)
    await press(page, 'code-find')
    await expect.poll(() => words(page, 'slip-number'), PATIENT).toBe('Y001')
    await look(page, 'kiosk-slip')

    // when another comes after 08:50, where the rule has the appointment, and all are called
    await window.close()
    await hub.stop()
    hub = await startHub({
      dataDir: hub.dataDir,
      environment: { BUSINESS_CLOCK: `2026-11-23T00:55:00.000Z@${Date.now()}x1` },
    })
    window = await openWindow(hub.url)
    const manager = await logIn(hub.url, 'manager')
    const last = eventOf(await manager.must('ticket.take', { serviceCode: 'tax' }), 'ticket.taken')['number']
    const board = await window.open(`/board?hall=${HALL_ID}`, { width: 1920, height: 1080 })
    await (await logIn(hub.url, 'clerk20')).must('counter.open', { counterId })
    const called: unknown[] = []
    for (let n = 0; n < 3; n += 1) {
      const { number, ticketId } = eventOf(await manager.must('ticket.callNext', { counterId }), 'ticket.called')
      called.push(number)
      await expect.poll(() => board.getByTestId('call-number').first().innerText(), PATIENT).toContain(String(number))
      await manager.must('ticket.miss', { counterId, ticketId })
    }
    expect(called).toEqual([first, 'Y001', last])
  })

  it.each([undefined, 'en'] as const)(
    '[FA84] staff see how full the slots are, and check somebody in, %s',
    async language => {
      const { code } = (await bookFor(slotAt('01:00'))).json
      const page = await window.open('/appointments', DESK, language)
      await page.getByTestId('staff-id').fill('manager')
      await page.getByTestId('password').fill(PASSWORD)
      await press(page, 'log-in-submit')
      await expect.poll(() => words(page, 'slot-loads'), PATIENT).toMatch(/\/4/)
      await page.getByTestId('check-in-code').fill(code)
      await press(page, 'check-in')
      await expect.poll(() => words(page, 'checked-in'), PATIENT).toMatch(/Y\d{3}/)
      await look(page, `staff-${language ?? 'zh'}`)
      await page.getByTestId('load-day').selectOption('5')
      await expect.poll(() => page.getByTestId('load-closed').isVisible(), PATIENT).toBe(true)
      await look(page, `staff-closed-${language ?? 'zh'}`)
    },
  )

  it('[AU2] no page failed a script or broke the content policy on the way', () => {
    expect(window.complaints).toEqual([])
  })
})
