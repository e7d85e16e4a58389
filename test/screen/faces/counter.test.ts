import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client, eventOf, pair, rating } from '../../support/client.ts'
import { PASSWORD } from '../../support/hub-process.ts'
import { barriersOn } from '../barriers.ts'
import { openStage, press, type Stage, words } from '../browser.ts'

/** The machine may be busy with other suites; nothing here is timed. */
const PATIENT = { timeout: 30_000 }
const DESK = { width: 1366, height: 768 }

let stage: Stage
let kiosk: Client
let first: Page
let second: Page
/** All that the hub sent to the consoles. */
const heard: string[] = []
beforeAll(async () => {
  stage = await openStage()
  kiosk = await pair(stage.house.url, 'kiosk')
  first = await openDesk('clerk01', 'C01')
  second = await openDesk('clerk02', 'C02', 'en')
})
afterAll(async () => {
  kiosk?.close()
  await stage?.close()
})

async function openDesk(staffId: string, counterId: string, language?: 'en'): Promise<Page> {
  const page = await stage.open('/counter', DESK, language)
  page.on('websocket', socket => socket.on('framereceived', ({ payload }) => void heard.push(String(payload))))
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  await press(page, `open-${counterId}`)
  await page.getByTestId('next-up').waitFor(PATIENT)
  return page
}

interface Taken {
  ticketId: string
  number: string
  token: string
}
async function take(serviceCode: string, priority = 'none'): Promise<Taken> {
  const answer = await kiosk.must('ticket.take', { serviceCode, priority })
  const { ticketId, number } = eventOf(answer, 'ticket.taken')
  return { ticketId, number: String(number), token: answer.ticket!.token }
}

const eventually = <T>(look: () => T) => expect.poll(look, PATIENT)
const nextUp = async (page: Page) => {
  const { number, why } = await page.getByTestId('next-up').evaluate(card => ({ ...(card as HTMLElement).dataset }))
  return number === undefined ? undefined : `${number} ${why}`
}
const status = (page: Page) => page.getByTestId('current').getAttribute('data-status')
const key = (page: Page, pressed: string) => page.keyboard.press(pressed)
const said = (page: Page) => page.getByTestId('desk-said').locator('[role=status]').getAttribute('data-word')

/** One key, and what the counter then shows. */
async function does(page: Page, pressed: string, then: string): Promise<void> {
  await key(page, pressed)
  await eventually(() => status(page)).toBe(then)
}

describe('a counter by its keys alone', () => {
  it('[FA10] [FA12] calls whom it announced, and the next verb is always at the same place', async () => {
    const plain = await take('enterprise')
    await eventually(() => nextUp(first)).toBe(`${plain.number} longest`)
    const elder = await take('enterprise', 'elder')
    await eventually(() => nextUp(first)).toBe(`${elder.number} priority`)
    expect(await words(first, 'next-up')).toContain('老年人优先')
    const place = await first.getByTestId('verb-next').boundingBox()

    // Nothing to recall: the key says so and sends nothing.
    await key(first, 'r')
    await eventually(() => said(first)).toBe('whyNotCalled')

    await does(first, '0', 'called')
    expect(await words(first, 'current-number')).toBe(elder.number)
    await eventually(() => nextUp(first)).toBe(`${plain.number} longest`)
    for (const times of [1, 2, 3]) {
      await key(first, 'r')
      await eventually(() => words(first, 'verb-recall')).toContain(`${times}/3`)
    }
    await key(first, 'r')
    await eventually(() => said(first)).toBe('whyRecalled')
    expect(await words(first, 'verb-next')).toContain('过号')

    await does(first, 'a', 'serving')
    await does(first, '0', 'none')
    await eventually(() => words(first, 'undo-hint')).toContain(`${elder.number} 办结`)
    await does(first, 'z', 'serving')
    await does(first, 'h', 'none')
    await does(first, '0', 'called')
    expect(await words(first, 'current-number')).toBe(plain.number)
    await does(first, '0', 'serving')
    expect(await first.getByTestId('verb-next').boundingBox()).toEqual(place)
  })

  it('[FA12] [FA14] transfers and pauses by the digit of the choice; the others see why', async () => {
    await key(first, 't')
    expect(await barriersOn(first)).toEqual([])
    await key(first, '1')
    await eventually(() => status(first)).toBe('none')

    await key(first, 'p')
    await key(first, '2')
    await eventually(() => first.getByTestId('counter-status').getAttribute('data-status')).toBe('paused')
    expect(await words(first, 'verb-next')).toContain('恢复服务')
    await eventually(() => words(second, 'claims-list')).toContain('Paperwork')
    await key(first, 'n')
    await eventually(() => said(first)).toBe('whyPaused')
    await key(first, '0')
    await eventually(() => first.getByTestId('counter-status').getAttribute('data-status')).toBe('open')
    await eventually(() => words(second, 'claims-list')).not.toContain('Paperwork')
  })
})

/** Leaves the field, so that keys are verbs again. */
async function stopSeeking(page: Page): Promise<void> {
  await page.getByTestId('seek').fill('')
  await page.getByTestId('seek').blur()
}

describe('two counters', () => {
  it('[FA14] want the next at one moment: each gets another, and sees whom the other has', async () => {
    await Promise.all([take('enterprise'), take('enterprise')])
    const claims = (page: Page, counterId: string) =>
      page.locator(`[data-testid=claims-list] [data-counter=${counterId}]`).getAttribute('data-number')

    await Promise.all([key(first, 'n'), key(second, 'n')])
    for (const page of [first, second]) await eventually(() => status(page)).toBe('called')

    const [mine, theirs] = [await words(first, 'current-number'), await words(second, 'current-number')]
    expect(mine).not.toBe(theirs)
    await eventually(() => claims(first, 'C02')).toBe(theirs)
    await eventually(() => claims(second, 'C01')).toBe(mine)
    await first.getByTestId('seek').fill(theirs)
    expect(await words(first, `why-${theirs}`)).toBe('已由 2 号窗口呼叫')
    await stopSeeking(first)
    for (const page of [first, second]) {
      await does(page, 'a', 'serving')
      await does(page, 'f', 'none')
    }
  })

  it('[FA14] want the same number at one moment: one has it, the other is told', async () => {
    const { number } = await take('enterprise')
    for (const page of [first, second]) await page.getByTestId('seek').fill(number)
    const calls = [first, second].map(page => page.getByTestId(`call-${number}`))
    for (const call of calls) await eventually(() => call.isEnabled()).toBe(true)

    await Promise.all(calls.map(call => call.evaluate(button => (button as HTMLElement).click())))

    await eventually(async () => [await status(first), await status(second)].sort()).toEqual(['called', 'none'])
    const [winner, loser] = (await status(first)) === 'called' ? [first, second] : [second, first]
    expect(await words(winner, 'current-number')).toBe(number)
    // By the hub's refusal where he was as quick, and where he looks in any case.
    await eventually(() => loser.getByTestId(`why-${number}`).getAttribute('data-word')).toBe('whyClaimed')
    expect([null, 'ticket.not-waiting']).toContain(await loser.getByTestId('refused').getAttribute('data-code'))
    for (const page of [first, second]) await stopSeeking(page)
    await does(winner, 'a', 'serving')
    await does(winner, 'f', 'none')
  })

  it('[FA11] who waits for what is not served here is shown with the reason', async () => {
    const { number } = await take('construction')
    await press(second, 'others')
    await eventually(() => words(second, `why-${number}`)).toBe('No open counter serves this')
    await press(second, 'others')
    expect(await second.getByTestId(`why-${number}`).count()).toBe(0)
  })
})

describe('cut off from the hall', () => {
  it('[FA13] it says so, sends nothing and keeps nothing to send, and comes back to what is so', async () => {
    await take('enterprise')
    const { number } = await take('enterprise')
    await eventually(() => words(first, 'waiting-list')).toContain(number)
    const announced = (await nextUp(first))!.split(' ')[0]!

    await first.context().setOffline(true)
    await eventually(() => said(first)).toBe('offline')
    for (const verb of ['next', 'callNext', 'pause', 'undo'])
      expect(await first.getByTestId(`verb-${verb}`).getAttribute('data-why')).toBe('whyOffline')
    await key(first, 'n')
    await key(first, 'p')
    expect(await barriersOn(first)).toEqual([])
    expect(await first.locator('dialog[open]').count()).toBe(0)

    // Meanwhile the other counter takes whom this one still shows.
    await press(second, `call-${announced}`)
    await eventually(() => words(second, 'current-number')).toBe(announced)
    await first.context().setOffline(false)

    await eventually(() => said(first)).toBeNull()
    await eventually(async () => (await nextUp(first))?.split(' ')[0]).not.toBe(announced)
    expect(await status(first)).toBe('none')
    await does(first, '0', 'called')
    expect(await words(first, 'current-number')).not.toBe(announced)
    for (const page of [first, second]) {
      await does(page, 'a', 'serving')
      await does(page, 'f', 'none')
    }
  }, 120_000)

  it('[FA13] a hub that starts anew finds it at its counter, with its visitor', async () => {
    const { number } = await take('enterprise')
    await eventually(() => first.locator(`[data-number=${number}]`).count()).toBeGreaterThan(0)
    await press(first, `call-${number}`)
    await eventually(() => words(first, 'current-number')).toBe(number)

    stage.house.hub.process.kill('SIGKILL')
    await stage.house.hub.ended
    await eventually(() => said(first)).toBe('offline')
    await stage.house.restart('hub')

    await eventually(() => first.getByTestId('link-badge').getAttribute('data-live')).toBe('true')
    await does(first, '0', 'serving')
    await does(first, '0', 'none')
  }, 120_000)
})

it('[FA15] no console ever tells how anybody rated, nor that he did', async () => {
  const { ticketId, number, token } = await take('enterprise')
  await eventually(() => first.locator(`[data-number=${number}]`).count()).toBeGreaterThan(0)
  await press(first, `call-${number}`)
  await eventually(() => status(first)).toBe('called')
  await does(first, 'a', 'serving')
  await does(first, 'f', 'none')
  const citizen = new Client(stage.house.url, token)
  await citizen.must(
    'evaluation.submit',
    rating(ticketId, 'phone', { level: 1, tagCodes: ['115'], text: '等得太久了' }),
  )
  citizen.close()
  const later = await take('enterprise')
  await eventually(() => words(first, 'waiting-list')).toContain(later.number)

  const shown = await first.locator('main').innerText()
  expect(shown).not.toMatch(/满意|评价|等得太久/)
  expect(heard.some(frame => frame.includes(later.number))).toBe(true)
  expect(heard.filter(frame => /evaluation\.|"rated"|等得太久/.test(frame))).toEqual([])
  expect(stage.complaints).toEqual([])
})
