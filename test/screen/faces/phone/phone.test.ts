import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atGate, keepShot, press, typePlate, words } from '../../browser.ts'
import { openPhoneStage, PATIENT, type PhoneStage } from './stage.ts'

let stage: PhoneStage
beforeAll(async () => {
  stage = await openPhoneStage()
})
afterAll(async () => {
  await stage?.close()
})

const state = (page: Awaited<ReturnType<PhoneStage['phone']>>) =>
  page.getByTestId('ticket-status').getAttribute('data-status')

/** Written down by the page itself: a headless browser has no hand to be felt in. */
const WITH_HAND = () => {
  const felt: unknown[] = []
  Object.assign(window, { felt })
  navigator.vibrate = pattern => felt.push(pattern) > 0
}

describe('the phone, from the slip to the way out', () => {
  let number: string
  let phone: Awaited<ReturnType<PhoneStage['phone']>>
  const felt = () => phone.evaluate(() => (window as unknown as { felt: unknown[] }).felt.length)

  it('[FA46] scan → number, and five, three and one ahead are told as they are reached', async () => {
    // given six who wait before this visitor
    const before = []
    for (let nth = 0; nth < 6; nth += 1) before.push((await stage.take()).number)
    const taken = await stage.take()
    number = taken.number
    phone = await stage.phone('/phone')
    await phone.context().grantPermissions(['notifications'])
    await phone.addInitScript(WITH_HAND)
    await phone.goto(stage.house.url + taken.link)
    await phone.reload()

    // then the page says the number and the place in the line
    await expect.poll(() => words(phone, 'ticket-number'), PATIENT).toBe(number)
    await expect.poll(() => words(phone, 'nth'), PATIENT).toBe('您是第 7 位')
    expect(await words(phone, 'ahead-tally')).toBe('6')
    await press(phone, 'alerts-on')
    await expect.poll(() => phone.getByTestId('alerts').getAttribute('data-state'), PATIENT).toBe('all')

    // when those before are called, it tells of the fifth, the third and the last ahead, and of no other
    const serve = async (other: string) => {
      await stage.call(other)
      await press(stage.desk, 'verb-arrive')
      await new Promise(resolve => setTimeout(resolve, 600))
      await press(stage.desk, 'verb-finish')
    }
    const toldAhead: Record<number, number> = {}
    for (const [index, other] of before.entries()) {
      await serve(other)
      const ahead = before.length - 1 - index
      await expect.poll(() => words(phone, 'ahead-tally'), PATIENT).toBe(String(ahead))
      toldAhead[ahead] = await felt()
    }
    expect(toldAhead).toEqual({ 5: 1, 4: 1, 3: 2, 2: 2, 1: 3, 0: 3 })
    expect(await words(phone, 'nth-notice')).toBe('您是第 2 位')
  })

  it('[FA46] called → the hand, the reader and the system hear of it at once', async () => {
    // when it is called, the hand, the reader and the system hear of it at once
    await stage.call(number)
    await expect.poll(() => words(phone, 'ticket-words'), PATIENT).toContain('请到 1号窗口')
    expect(await phone.getByTestId('ticket-words').getAttribute('aria-live')).toBe('assertive')
    await expect.poll(felt, PATIENT).toBe(4)
    const notices = () =>
      phone.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready
        return (await registration.getNotifications()).map(({ title, body }) => `${title} ${body}`)
      })
    await expect.poll(notices, PATIENT).toEqual([`${number} 请到 1号窗口`])
    await keepShot(phone, 'phone-called')
  })

  it('[FA41] [FA42] served → rated → plate → what becomes of the parking, in words', async () => {
    // given a car that came half an hour ago
    const at = new Date(Date.parse(stage.now()) - 1_800_000).toISOString()
    await atGate(stage, '/cars/enter', { plate: '鲁F12345', at })

    // when served, it rates and then names the car
    await press(stage.desk, 'verb-arrive')
    await expect.poll(() => state(phone), PATIENT).toBe('serving')
    await new Promise(resolve => setTimeout(resolve, 600))
    await press(stage.desk, 'verb-finish')
    await expect.poll(() => state(phone), PATIENT).toBe('completed')
    await press(phone, 'rate-open')
    await press(phone, 'level-4')
    await press(phone, 'rating-submit')
    await expect.poll(() => words(phone, 'rated'), PATIENT).toContain('感谢')
    for (const id of ['plate-open', 'plate-whole']) await press(phone, id)
    await typePlate(phone, '鲁F12345')

    // then it says in words what becomes of the parking, to the end
    await expect.poll(() => words(phone, 'parking-note'), PATIENT).toMatch(/^已生效，\d\d:\d\d 前离场免费$/)
    await keepShot(phone, 'phone-parking', true)
    await atGate(stage, '/cars/exit', { plate: '鲁F12345' })
    await expect.poll(() => words(phone, 'parking-note'), PATIENT).toMatch(/已使用|未产生费用/)
    expect(await phone.getByTestId('plate-open').count()).toBe(0)
  })

  it('[FA42] a plate that is not inside is told of, and can be corrected once', async () => {
    const { number, link } = await stage.take()
    const phone = await stage.phone(link, 'en')
    await stage.call(number)
    await press(stage.desk, 'verb-arrive')
    await new Promise(resolve => setTimeout(resolve, 600))
    await press(stage.desk, 'verb-finish')
    await press(phone, 'rate-open')
    await press(phone, 'level-5')
    await press(phone, 'rating-submit')
    for (const plate of ['鲁F22222', '鲁F33333']) {
      for (const id of ['plate-open', 'plate-whole']) await press(phone, id)
      await typePlate(phone, plate)
      await expect.poll(() => words(phone, 'plate'), PATIENT).toContain(plate.slice(-2))
    }
    await expect.poll(() => phone.getByTestId('parking-reason').getAttribute('data-reason'), PATIENT).toBe('NOT_INSIDE')

    // when it is corrected once more, the refusal says why not
    for (const id of ['plate-open', 'plate-whole']) await press(phone, id)
    await typePlate(phone, '鲁F44444')
    await expect.poll(() => phone.getByTestId('refused').first().getAttribute('data-code'), PATIENT).toMatch(/^plate\./)
    await keepShot(phone, 'phone-refused', true)
  })

  it('[FA41] a token nobody gave out asks to scan again', async () => {
    const phone = await stage.phone('/phone#t=t1.nonsense')
    await expect.poll(() => phone.getByTestId('refused').getAttribute('data-code'), PATIENT).toBe('access.unknown')
    expect(await phone.getByTestId('no-ticket').innerText()).toContain('请重新扫描小票上的二维码')
  })

  it('[FA41] a ticket that its holder ended says so, and rings no more', async () => {
    const { link } = await stage.take()
    const phone = await stage.phone(link)
    for (const id of ['cancel', 'cancel-confirm']) await press(phone, id)
    await expect.poll(() => words(phone, 'ticket-words'), PATIENT).toBe('已取消')
    for (const id of ['alerts-on', 'rate-open', 'plate-open']) expect(await phone.getByTestId(id).count()).toBe(0)
  })

  it('[AU2] no page failed a script or broke the content policy on the way', () => {
    expect(stage.complaints).toEqual([])
  })
})
