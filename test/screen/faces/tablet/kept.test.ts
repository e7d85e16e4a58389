import { msOf } from '@pingting/contract'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { codeOf, rating } from '../../../support/client.ts'
import { journalOf } from '../../../support/crowds/stored-journal.ts'
import { press, words } from '../../browser.ts'
import { flawsOn, openTabletStage, PATIENT, shot, stepOf, type TabletStage, UPRIGHT, type Visitor } from './stage.ts'

/** A tablet keeps the time of the hub as well as the way of its answers allows. */
const CLOCK_MS = 2_000

let stage: TabletStage
beforeAll(async () => {
  stage = await openTabletStage()
})
// Each kills the hub, and leaves it running to the next.
afterEach(async () => {
  const isUp = await fetch(`${stage.hub.url}/healthz`).then(
    () => true,
    () => false,
  )
  if (!isUp) await stage.hub.start()
})
afterAll(() => stage?.close())

const isThere = (page: Page, id: string) => page.getByTestId(id).first().isVisible()
const sees = (page: Page, id: string) => expect.poll(() => isThere(page, id), PATIENT).toBe(true)
const isAway = (page: Page) =>
  expect.poll(() => page.getByTestId('link-badge').getAttribute('data-live'), PATIENT).toBe('false')

/** While the hub is away: the number is his, so he rates. */
async function rateAway(page: Page, level: number, tag?: string): Promise<void> {
  await isAway(page)
  await press(page, 'rate-now')
  await press(page, 'whose-mine')
  await press(page, `level-${level}`)
  if (tag !== undefined) await press(page, tag)
  await press(page, 'rating-submit')
  await sees(page, 'kept-note')
}

/** So many more, as if they had been given here before. */
const fill = (page: Page, tally: number): Promise<void> =>
  page.evaluate(async more => {
    const { name } = (await indexedDB.databases()).find(one => one.name?.startsWith('pingting.ratings.'))!
    const opening = indexedDB.open(name!)
    await new Promise(resolve => (opening.onsuccess = resolve))
    const transaction = opening.result.transaction('waiting', 'readwrite')
    for (let n = 0; n < more; n += 1) transaction.objectStore('waiting').add({ command: { ticketId: `filler ${n}` } })
    await new Promise(resolve => (transaction.oncomplete = resolve))
    opening.result.close()
  }, tally)

const ratings = async () => {
  const commits = await journalOf(stage.hub.dataDir)
  return commits.flatMap(({ events }) => events.flatMap(event => (event.type === 'evaluation.submitted' ? event : [])))
}

/** Nobody rates twice, and a tablet that knows of nobody asks nobody. */
async function expectNobodyAsked(rated: Page, empty: Page): Promise<void> {
  expect(await words(rated, 'kept-waiting')).toContain('1')
  for (const page of [rated, empty]) expect(await page.getByTestId('rate-now').count()).toBe(0)
  await isAway(empty)
  expect(await words(empty, 'tablet-idle')).toContain('rate later on your phone')
  await shot(empty, 'away-en')
}

const isRated = async ({ ticketId, phone }: Visitor): Promise<string> =>
  codeOf((await phone.command('evaluation.submit', rating(ticketId, 'phone'))).json)

it('[FA35, FA36, EV63] the hub killed, three rate at three counters; the hub back, the journal has exactly these three with their times', async () => {
  // given three who are served, and a tablet before nobody
  const counters = ['C01', 'C02', 'C03']
  // One after another: each counter calls whoever is next.
  const visitors = []
  for (const counterId of counters) visitors.push(await stage.serve(counterId))
  const pages = await Promise.all(counters.map(counterId => stage.open(counterId)))
  const [first, second, third] = pages as [Page, Page, Page]
  const empty = await stage.open('C04', UPRIGHT, 'en')
  for (const page of pages) await sees(page, 'rate-now')
  await sees(empty, 'tablet-idle')

  // when the hub dies and each rates; what was kept outlasts the page
  await stage.hub.kill()
  const fromMs = Date.now()
  await rateAway(first, 5)
  await rateAway(second, 1, 'tag-115')
  await rateAway(third, 3)
  const untilMs = Date.now()
  expect(await flawsOn(first)).toEqual([])
  await shot(first, 'kept')
  await press(second, 'done')
  await expectNobodyAsked(second, empty)
  const address = third.url()
  await third.goto('about:blank')

  // then it goes out by itself, and the first one is asked for his car as if nothing had been
  await stage.hub.start()
  await third.goto(address)
  await expect.poll(() => stepOf(first), PATIENT).toBe('plate')
  for (const page of pages) await expect.poll(() => page.getByTestId('kept-waiting').count(), PATIENT).toBe(0)
  for (const visitor of visitors) await expect.poll(() => isRated(visitor), PATIENT).toBe('evaluation.duplicate')
  await stage.hub.kill()
  const given = await ratings()
  await stage.hub.start()
  expect(given.map(({ ticketId, level }) => [ticketId, level]).sort()).toEqual(
    visitors.map(({ ticketId }, place) => [ticketId, [5, 1, 3][place]]).sort(),
  )
  for (const { givenAt, channel } of given) {
    expect(channel).toBe('tablet')
    expect(msOf(givenAt!), givenAt).toBeGreaterThan(fromMs - CLOCK_MS)
    expect(msOf(givenAt!), givenAt).toBeLessThan(untilMs + CLOCK_MS)
  }
  for (const page of [...pages, empty]) await page.context().close()
}, 180_000)

it('[FA36] what the hub does not take is told to the hall: how many and why, not whose; until somebody has seen it', async () => {
  const { ticketId, phone } = await stage.serve('C05')
  const page = await stage.open('C05')
  await sees(page, 'rate-now')
  await stage.hub.kill()
  await rateAway(page, 1, 'tag-115')
  const address = page.url()
  await page.goto('about:blank')
  await stage.hub.start()
  await phone.must('evaluation.submit', rating(ticketId, 'phone'))

  await page.goto(address)

  await sees(page, 'kept-refused')
  expect(await page.getByTestId('kept-refused').getAttribute('data-codes')).toBe('evaluation.duplicate')
  const told = await words(page, 'kept-refused')
  expect(told).toMatch(/1 条评价未被接受.*已存在评价/s)
  expect(told).not.toMatch(/不满意|A\d\d\d/)
  await shot(page, 'not-taken')
  await press(page, 'kept-seen')
  await page.reload()
  await sees(page, 'tablet')
  await page.waitForTimeout(500)
  expect(await isThere(page, 'kept-refused')).toBe(false)
  await page.context().close()
})

it('[FA35] the 200th is kept, the 201st is refused with a sentence while its visitor stands there', async () => {
  await stage.serve('C06')
  const page = await stage.open('C06')
  await sees(page, 'rate-now')
  await stage.hub.kill()
  await isAway(page)
  await fill(page, 200)
  await press(page, 'rate-now')
  await press(page, 'whose-mine')
  await press(page, 'level-4')
  await press(page, 'rating-submit')

  await expect.poll(() => page.getByTestId('refused').getAttribute('data-code'), PATIENT).toBe('evaluation.kept-full')
  expect(await words(page, 'refused')).toMatch(/已存满200条.*手机扫小票/)
  await shot(page, 'full')
  expect(await stepOf(page)).toBe('rate')
  // One fewer, and there is room for his.
  await page.evaluate(async () => {
    const { name } = (await indexedDB.databases()).find(one => one.name?.startsWith('pingting.ratings.'))!
    const opening = indexedDB.open(name!)
    await new Promise(resolve => (opening.onsuccess = resolve))
    const transaction = opening.result.transaction('waiting', 'readwrite')
    transaction.objectStore('waiting').delete(1)
    await new Promise(resolve => (transaction.oncomplete = resolve))
    opening.result.close()
  })
  await press(page, 'rating-submit')
  await sees(page, 'kept-note')
  await page.context().close()
  await stage.hub.start()
})

it('[FA35] while the hub is away, whose number it is not rates nothing', async () => {
  await stage.serve('C07')
  const page = await stage.open('C07')
  await sees(page, 'rate-now')
  await stage.hub.kill()
  await isAway(page)
  await press(page, 'rate-now')
  expect(await words(page, 'whose')).toContain('这是您的号码吗')
  expect(await flawsOn(page)).toEqual([])
  await shot(page, 'whose')
  await press(page, 'whose-other')
  await sees(page, 'tablet-idle')
  expect(await page.getByTestId('rate-now').count()).toBe(0)
  // The hub back, its visitor is invited when the service is done.
  await stage.hub.start()
  await expect.poll(() => page.getByTestId('link-badge').getAttribute('data-live'), PATIENT).toBe('true')
  // An empty page has no storage to write the language of the test to.
  expect(stage.complaints.filter(words => !words.includes('localStorage'))).toEqual([])
  await page.context().close()
})
