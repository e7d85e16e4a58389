import { TOLD_TOGETHER } from '@pingting/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD } from '../support/hub-process.ts'
import { atGate, keepShot, openStage, pairingLink, press, type Stage, typePlate, words } from './browser.ts'

/** The machine may be busy with other suites; nothing here is timed. */
const PATIENT = { timeout: 30_000 }

const WALL = { width: 1920, height: 1080 }
const DESK = { width: 1366, height: 768 }
const KIOSK = { width: 1080, height: 1920 }
const TABLET = { width: 1024, height: 768 }
const PHONE = { width: 390, height: 844 }

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage?.close()
})

const linkTo = (kind: string, counterId?: string) => pairingLink(stage, kind, counterId)
const gate = (path: string, body: object) => atGate(stage, path, body)

const state = async (): Promise<{ controllerTime: string }> =>
  (await (await fetch(`${stage.house.controlUrl}/state`)).json()) as { controllerTime: string }

const minutesAgo = async (minutes: number): Promise<string> =>
  new Date(Date.parse((await state()).controllerTime) - minutes * 60_000).toISOString()

async function logIn(path: string, staffId: string, language?: 'en') {
  const page = await stage.open(path, DESK, language)
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  return page
}

type Face = Awaited<ReturnType<typeof logIn>>

/** A clerk serves whoever is next, for longer than a rating needs to count. */
async function serveNext(desk: Face, number: string): Promise<void> {
  await press(desk, 'verb-callNext')
  await expect.poll(() => words(desk, 'current-number'), PATIENT).toBe(number)
  await press(desk, 'verb-arrive')
  // Twenty seconds of service, at sixty times the wall's pace.
  await new Promise(resolve => setTimeout(resolve, 600))
  await press(desk, 'verb-finish')
}

/** One has rated; as many more do, all content, until the batch is full. The board counts each, and tells no level. */
async function rateUntilTold({ board, kiosk, desk, tablet }: Record<'board' | 'kiosk' | 'desk' | 'tablet', Face>) {
  expect(await words(board, 'satisfaction')).toContain('每满 5 条评价更新一次')
  for (let rated = 1; ; rated += 1) {
    await expect.poll(() => words(board, 'evaluation-tally'), PATIENT).toBe(String(rated))
    if (rated === TOLD_TOGETHER) return
    expect(await words(board, 'active-good')).toBe('—')
    await press(kiosk, 'slip-done')
    await press(kiosk, 'service-enterprise')
    await press(kiosk, 'take')
    await serveNext(desk, await words(kiosk, 'slip-number'))
    await press(tablet, 'level-5')
    await press(tablet, 'rating-submit')
  }
}

const row = (page: Face, plate: string) => page.locator(`[data-testid="exemption-row"][data-plate="${plate}"]`)

describe('from ticket to free exit', () => {
  it('[EX1] kiosk → console → tablet → gate → parking list → board: a good rating parks free for 120 minutes', async () => {
    // given a car that came 40 minutes ago, which is more than is free for all, and every face open
    await gate('/cars/enter', { plate: '鲁F12345', at: await minutesAgo(40) })
    const board = await stage.open('/board?hall=yt-centre', WALL)
    const kiosk = await stage.open(await linkTo('kiosk'), KIOSK)
    const tablet = await stage.open(await linkTo('tablet', 'C01'), TABLET)
    const desk = await logIn('/counter', 'clerk01')
    await press(desk, 'open-C01')
    const parking = await logIn('/parking', 'operator')

    // when the citizen takes a ticket with the plate, is served, and rates on the tablet
    await press(kiosk, 'service-enterprise')
    await press(kiosk, 'plate-open')
    await typePlate(kiosk, '鲁F12345')
    await press(kiosk, 'take')
    const number = await words(kiosk, 'slip-number')
    expect(number).toBe('A001')
    await serveNext(desk, number)
    await expect.poll(() => words(board, 'call-number'), PATIENT).toBe(number)
    await press(tablet, 'level-5')
    await press(tablet, 'rating-submit')
    await expect.poll(() => words(tablet, 'thanks'), PATIENT).toContain('谢')
    expect(await words(tablet, 'tablet-visit')).not.toContain('非常满意')

    // then the gate holds the exemption, the car leaves with 0 due, and every screen says so
    await expect.poll(() => row(parking, '鲁F12345').getAttribute('data-state'), PATIENT).toBe('confirmed')
    const exit = await gate('/cars/exit', { plate: '鲁F12345' })
    expect(exit).toMatchObject({ barrierOpens: true, feeDueFen: 0, paidFen: 0 })
    await expect.poll(() => row(parking, '鲁F12345').getAttribute('data-state'), PATIENT).toBe('honoured')
    await expect.poll(() => words(board, 'exemption-tally'), PATIENT).toContain('1')
    expect(await parking.getByTestId('totals').getAttribute('data-balanced')).toBe('true')

    // and the board counts the rating at once, and tells levels when a batch of five is full (ME13)
    await rateUntilTold({ board, kiosk, desk, tablet })
    await expect.poll(() => words(board, 'active-good'), PATIENT).toContain('100')
    for (const [name, page] of Object.entries({ board, tablet, desk, parking })) {
      await keepShot(page, `story-${name}`)
    }
  })

  it('[V9] the same in English on the phone, with level 1 and its reason: the same minutes, and a case', async () => {
    // given a car that came 181 minutes ago
    await gate('/cars/enter', { plate: '鲁YD12345', at: await minutesAgo(181) })
    const kiosk = await stage.open(await linkTo('kiosk'), KIOSK, 'en')
    const desk = await logIn('/counter', 'clerk02', 'en')
    await press(desk, 'open-C02')
    await press(kiosk, 'service-enterprise')
    await press(kiosk, 'take')
    const number = await words(kiosk, 'slip-number')
    const qr = await kiosk.getByTestId('slip-qr').getAttribute('src')
    const link = new URL(new URL(qr!, stage.house.url).searchParams.get('text')!)
    const phone = await stage.open(link.pathname + link.search + link.hash, PHONE, 'en')
    await expect.poll(() => words(phone, 'ticket-number'), PATIENT).toBe(number)

    // when the citizen is served, rates very dissatisfied with a reason, and then names the car
    await serveNext(desk, number)
    await press(phone, 'rate-open')
    await press(phone, 'level-1')
    expect(await phone.getByTestId('rating-submit').isDisabled()).toBe(true)
    await press(phone, 'tag-115')
    await press(phone, 'rating-submit')
    await expect.poll(() => phone.getByTestId('rated').isVisible(), PATIENT).toBe(true)
    for (const id of ['plate-open', 'plate-whole']) await press(phone, id)
    await typePlate(phone, '鲁YD12345')

    // then 61 minutes remain to be paid, from entry: two hours' worth less two
    const parking = await logIn('/parking', 'operator', 'en')
    await expect.poll(() => row(parking, '鲁YD12345').getAttribute('data-state'), PATIENT).toBe('confirmed')
    await keepShot(phone, 'story-phone')
    const exit = await gate('/cars/exit', { plate: '鲁YD12345', pay: true })
    expect(exit['barrierOpens']).toBe(true)
    expect(exit['paidFen']).toBe(400)
    expect(exit['exemptionsHonoured']).toMatchObject([{ minutesApplied: 120, feeAfterFen: 400 }])
    await expect.poll(() => row(parking, '鲁YD12345').getAttribute('data-state'), PATIENT).toBe('honoured')
    await expect.poll(() => words(phone, 'parking-note'), PATIENT).toMatch(/used|120/i)
    const manager = await fetch(`${stage.house.url}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ staffId: 'manager', password: PASSWORD }),
    })
    const { credential } = (await manager.json()) as { credential: string }
    const cases = await fetch(`${stage.house.url}/api/halls/yt-centre/cases`, {
      headers: { authorization: `Bearer ${credential}` },
    })
    expect(await cases.json()).toMatchObject({
      tallies: { open: 1, conduct: 1 },
      cases: [{ level: 1, caseClass: 'conduct' }],
    })
    await keepShot(kiosk, 'story-kiosk')
  })

  it('[AU2] no page failed a script or broke the content policy on the way', () => {
    expect(stage.complaints).toEqual([])
  })
})
